#pragma once
// The job whose fates task_states.cpp shows, and the words for them.

#include <fmt/format.h>

#include "runtime/aio.hpp"
#include "sim/world.hpp"

namespace scenarios::fates {

// Ends with its name in capital letters.
inline aio::coro<std::string> job(sim::world& world, std::string name, double seconds, bool fail = false) {
    world.print("{} begins", name);
    try {
        co_await aio::sleep(seconds);
    } catch (const aio::cancelled_error&) {
        world.print("{} interrupted", name);
        throw;
    }
    if (fail) throw aio::runtime_error(name + " exploded");
    world.print("{} ends", name);
    name[0] = static_cast<char>(name[0] - 'a' + 'A');
    co_return name;
}

inline std::string status(const aio::task<std::string>& t) {
    if (t.cancelled()) return "cancelled";
    if (!t.done()) return "pending";
    try {
        return "done (" + t.result() + ")";
    } catch (const aio::error& error) {  // result() throws what the task failed with
        return fmt::format("failed ({})", error.what());
    }
}

}  // namespace scenarios::fates
