// A task that is cancelled at the end of the run starts another one: nobody waits for that.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<> upload(sim::world& world, std::int64_t frames) {
    world.print("uploading {} frames", frames);
    co_await aio::sleep(world.duration("transfer"));
    world.print("uploaded");
}

aio::coro<> film(sim::world& world) {
    std::int64_t frames = 0;
    std::exception_ptr cancellation;
    try {
        for (;; ++frames) co_await aio::sleep(1.0);
    } catch (const aio::cancelled_error&) {
        cancellation = std::current_exception();
    }
    if (world.flag("corrected")) {
        co_await upload(world, frames);
    } else {
        aio::create_task(upload(world, frames));  // the loop is about to close
    }
    std::rethrow_exception(cancellation);
}

aio::coro<> main(sim::world& world) {
    aio::task<> filming = aio::create_task(film(world));
    co_await aio::sleep(world.duration("lasts"));
    world.print("main: that's it");
    if (!world.flag("corrected")) co_return;
    filming.cancel();
    try {
        co_await filming;
    } catch (const aio::cancelled_error&) {
        world.print("main: all is there");
    }
}

}  // namespace

extern const sim::scenario last_upload{
    .name = "last-upload",
    .group = "mistakes",
    .title = "The task that was destroyed",
    .lesson = "At its end run() cancels the tasks that are left and waits for them, but not for those they start then.",
    .look = "main ends and film is cancelled. Its clean-up only starts the upload: that lane begins, and is cut off in its sleep "
            "when the loop closes; \"uploaded\" is never printed. Corrected, film awaits the upload, and main awaits film.",
    .parameters = {sim::flag("corrected", false, "await what was started"),
                   sim::duration("lasts", 2.5, 0.1, 60, "how long main runs"),
                   sim::duration("transfer", 0.5, 0.1, 60, "how long the upload takes")},
    .source = "scenarios/mistakes/last_upload.cpp",
    .program = main,
};

}  // namespace scenarios
