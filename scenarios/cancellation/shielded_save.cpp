// shield() keeps a cancellation away from work that must not be cut off; who waits for it is cancelled all the same.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<> save(sim::world& world) {
    for (int part = 1; part <= 3; ++part) {
        co_await aio::sleep(world.duration("part"));
        world.print("part {} of 3 is saved", part);
    }
}

aio::coro<> edit(sim::world& world) {
    const aio::task<> saving = aio::create_task(save(world));
    std::exception_ptr cancelled;
    try {
        if (world.flag("shielded")) co_await aio::shield(saving);
        else co_await saving;
    } catch (const aio::cancelled_error&) {
        world.print("editor: cancelled, {}", saving.cancelled() ? "and the saving with it" : "but not the saving");
        cancelled = std::current_exception();  // C++ cannot await inside a catch block
    }
    if (!saving.done()) co_await saving;
    if (cancelled) std::rethrow_exception(cancelled);
}

aio::coro<> main(sim::world& world) {
    const aio::task<> editor = aio::create_task(edit(world));
    co_await aio::sleep(world.duration("patience"));
    editor.cancel();
    try {
        co_await editor;
    } catch (const aio::cancelled_error&) {
        world.print("main: the editor is gone");
    }
}

}  // namespace

extern const sim::scenario shielded_save{
    .name = "shielded-save",
    .group = "cancellation",
    .title = "Work that must come to its end",
    .lesson = "shield() keeps a cancellation away from a task; who waits for the task is cancelled all the same.",
    .look = "At 1.5 s main cancels the editor, which wakes from its shield; the lane of save does not notice. The editor then "
            "awaits save without a shield, and lets the cancellation go on at 3 s, when all is saved. Set shielded to no: the "
            "cancellation goes through edit into save, and two parts are missing.",
    .parameters = {sim::flag("shielded", true, "put a shield around the saving"),
                   sim::duration("part", 1, 0, 60, "how long each of three parts takes"),
                   sim::duration("patience", 1.5, 0, 60, "when main cancels the editor")},
    .source = "scenarios/cancellation/shielded_save.cpp",
    .program = main,
};

}  // namespace scenarios
