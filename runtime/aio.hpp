#pragma once
// All of asyncio that is here. Write aio::sleep(1s), never `using namespace aio`: sleep() is POSIX's too.

#include "runtime/core/run.hpp"
#include "runtime/scope/timeout.hpp"
#include "runtime/scope/with.hpp"
#include "runtime/sync/event.hpp"
#include "runtime/sync/lock.hpp"
#include "runtime/sync/queue.hpp"
#include "runtime/sync/semaphore.hpp"
#include "runtime/wait/gather.hpp"
#include "runtime/wait/sleep.hpp"
#include "runtime/wait/wait_for.hpp"
