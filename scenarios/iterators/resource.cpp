// `async with`: something is acquired before a block and released after it, and both may take time.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

class async_resource {
public:
    explicit async_resource(sim::world& world) : world_(world) {}

    aio::coro<> enter() {  // __aenter__
        world_.print("Acquiring resource");
        co_await aio::sleep(world_.duration("acquire"));
    }
    aio::coro<std::exception_ptr> exit(std::exception_ptr error) {  // __aexit__
        world_.print("Releasing resource");
        co_await aio::sleep(world_.duration("release"));
        co_return error;  // what went wrong in the block goes on
    }
    aio::coro<> use() {
        world_.print("Using resource");
        if (world_.flag("fail")) throw aio::runtime_error("it broke while in use");
        co_return;
    }

private:
    sim::world& world_;
};

aio::coro<> main(sim::world& world) {
    try {
        co_await aio::with(async_resource(world), [](async_resource& resource) { return resource.use(); });
    } catch (const aio::runtime_error& error) {
        world.print("Error: {}", error.what());
    }
    world.print("Resource released");
}

}  // namespace

extern const sim::scenario resource{
    .name = "resource",
    .group = "iterators and context managers",
    .title = "Acquire, use, release",
    .lesson = "An async context manager may wait on the way in and on the way out, and always gets to the way out.",
    .look = "main sleeps twice: once to acquire, once to release; in between it uses the resource. Set fail to yes: the "
            "block throws, and the release still takes its second before the error comes out.",
    .document = "002",
    .section = "Async with Statement",
    .aliases = {{"002_15", {}}},
    .parameters = {sim::duration("acquire", 1, 0, 60, "how long it takes to acquire"),
                   sim::duration("release", 1, 0, 60, "how long it takes to release"),
                   sim::flag("fail", false, "the block throws while it uses the resource")},
    .source = "scenarios/iterators/resource.cpp",
    .program = main,
};

}  // namespace scenarios
