#pragma once
// What fetches.cpp fetches, and how an error reads.

#include <fmt/format.h>

#include "runtime/aio.hpp"
#include "sim/world.hpp"

namespace scenarios::fetching {

inline aio::coro<int> fetch(sim::world& world, int n, double delay, bool fail = false) {
    try {
        world.print("fetch {} start", n);
        co_await aio::sleep(delay);
        if (fail) throw aio::runtime_error(fmt::format("fetch {} broke", n));
        world.print("fetch {} end", n);
        co_return n * 10;
    } catch (const aio::cancelled_error&) {
        world.print("fetch {} cancelled", n);
        throw;
    }
}

inline std::string message(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const std::exception& e) {
        return e.what();
    }
}

}  // namespace scenarios::fetching
