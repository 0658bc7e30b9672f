#pragma once
// Children for task groups.

#include "tests/unit/behaviours/support.hpp"

namespace test {

using namespace std::chrono_literals;

inline aio::coro<int> after(aio::duration delay, int result) {
    co_await aio::sleep(delay);
    co_return result;
}

inline aio::coro<> crash_after(aio::duration delay, aio::error error = zero_division()) {
    co_await aio::sleep(delay);
    throw error;
}

// Counts a cancellation and lets it pass.
inline aio::coro<> counts_cancel(int& count, int by = 1, aio::duration delay = 10s) {
    try {
        co_await aio::sleep(delay);
    } catch (const aio::cancelled_error&) {
        count += by;
        throw;
    }
}

// `try: await sleep(10)  finally: raise`
inline aio::coro<> fails_in_cleanup(aio::error error = zero_division()) {
    try {
        co_await aio::sleep(10s);
    } catch (...) {
    }
    throw error;
}

inline aio::coro<> nothing() { co_return; }

}  // namespace test
