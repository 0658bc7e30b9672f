#pragma once
// The first and the last of the three lessons.

#include <fmt/ranges.h>

#include "runtime/aio.hpp"
#include "sim/world.hpp"

namespace scenarios::lessons {

inline aio::coro<std::string> fetch_data(std::string name, double delay, bool fail = false) {
    co_await aio::sleep(delay);
    if (fail) throw aio::value_error(name + " failed");
    co_return "Result from " + name;
}

inline aio::coro<> task_groups(sim::world& world) {
    const double start = world.time();
    std::vector<aio::task<std::string>> tasks;
    co_await aio::with(aio::task_group(), [&](aio::task_group& group) -> aio::coro<> {
        tasks.push_back(group.create_task(fetch_data("A", 1.0)));
        tasks.push_back(group.create_task(fetch_data("B", 2.0)));
        tasks.push_back(group.create_task(fetch_data("C", 1.5)));
        co_return;
    });
    world.print("['{}', '{}', '{}']", tasks[0].result(), tasks[1].result(), tasks[2].result());
    try {
        co_await aio::with(aio::task_group(), [&](aio::task_group& group) -> aio::coro<> {
            group.create_task(fetch_data("slow", 5.0));
            group.create_task(fetch_data("bad", 0.5, true));
            co_return;
        });
    } catch (const aio::exception_group& group) {
        group.for_each<aio::value_error>([&](const aio::value_error& e) { world.print("group failed: {}", e.what()); });
    }
    const auto slow = [](aio::task_group& group) -> aio::coro<> {
        group.create_task(fetch_data("slow", 5.0));
        co_return;
    };
    try {
        co_await aio::with(aio::timeout(std::chrono::seconds(1)),
                           [&](aio::timeout&) { return aio::with(aio::task_group(), std::ref(slow)); });
    } catch (const aio::timeout_error&) {
        world.print("group timed out");
    }
    world.print("task_groups {:.2f}s", world.time() - start);
}

struct shared_things {
    aio::lock lock{"lock"};
    aio::semaphore semaphore{2, "semaphore"};
    aio::event event{"event"};
    aio::barrier barrier{3, "barrier"};
};

inline aio::coro<> one(sim::world& world, shared_things& things, int i) {
    {
        const auto locked = co_await things.lock.scoped();
        co_await aio::sleep(0.1);
        world.print("locked {}", i);
    }
    {
        const auto permit = co_await things.semaphore.scoped();
        co_await aio::sleep(0.2);
        world.print("limited {}", i);
    }
    co_await things.barrier.wait();
    world.print("past the barrier {}", i);
    co_await things.event.wait();
    world.print("past the event {}", i);
}

inline aio::coro<> opener(aio::event& event) {
    co_await aio::sleep(2.0);
    event.set();
}

inline aio::coro<> demonstrate_locks(sim::world& world) {
    const double start = world.time();
    shared_things things;
    co_await aio::gather(one(world, things, 0), one(world, things, 1), one(world, things, 2), opener(things.event));
    world.print("demonstrate_locks {:.2f}s", world.time() - start);
}

}  // namespace scenarios::lessons
