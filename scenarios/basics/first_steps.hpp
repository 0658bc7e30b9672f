#pragma once
// The first and the last part of first_steps.cpp.

#include "runtime/aio.hpp"
#include "sim/world.hpp"

namespace scenarios::steps {

inline aio::coro<int> hello(sim::world& world) {
    world.print("hello");
    co_await aio::sleep(0.5);
    world.print("world");
    co_return 42;
}

inline aio::coro<> countdown(sim::world& world, std::string name, int n) {
    for (; n > 0; --n) {
        world.print("{} {}", name, n);
        co_await aio::sleep(0.25);
    }
    world.print("{} lift-off", name);
}

}  // namespace scenarios::steps
