#pragma once
// What gathering_tour.cpp gathers, and how an end reads.

#include <fmt/format.h>

#include "runtime/aio.hpp"
#include "sim/world.hpp"

namespace scenarios::touring {

// The square of the item; every fourth is bad.
inline aio::coro<int> fetch(sim::world& world, int item, std::optional<double> delay = {}) {
    if (!delay) delay = world.random().uniform(0.1, 1.0);
    co_await aio::sleep(*delay);
    if (item % 4 == 0) throw aio::value_error(fmt::format("item {} is bad", item));
    co_return item * item;
}

inline std::string text(const aio::outcome<int>& result) {
    try {
        return std::to_string(result.value());
    } catch (const aio::value_error& error) {
        return fmt::format("\"ValueError('{}')\"", error.what());
    }
}

}  // namespace scenarios::touring
