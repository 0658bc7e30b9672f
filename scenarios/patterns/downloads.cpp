// Four downloads at once, each in chunks of random speed, and a reporter that looks at all of them now and then until it
// is cancelled. With a limit, downloads queue for a slot.

#include "runtime/aio.hpp"
#include "scenarios/patterns/downloads.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<std::int64_t> download(sim::world& world, loading::file& f, std::optional<aio::semaphore>& slots) {
    std::optional<aio::semaphore_guard> slot;  // held until the download ends, however it ends
    if (slots) {
        auto own = co_await slots->scoped();
        slot.emplace(std::move(own));
    }
    for (std::int64_t done = 0; done < f.size;) {
        co_await aio::sleep(world.random().uniform(world.number("fastest"), world.number("slowest")));
        done = std::min(f.size, done + world.integer("chunk"));
        f.done = static_cast<double>(done) / static_cast<double>(f.size);
        world.progress(f.name, done, f.size);
        world.print("{}: {}% ({}/{} KB)", f.name, done * 100 / f.size, done, f.size);
    }
    world.print("{}: download complete", f.name);
    co_return f.size;
}

aio::coro<> report(sim::world& world, const std::vector<loading::file>& files) {
    for (;;) {
        co_await aio::sleep(world.duration("interval"));
        world.print_line(loading::overview(files));
    }
}

aio::coro<> main(sim::world& world) {
    std::vector<loading::file> files = loading::files_to_load(world.integer("files"));
    for (const loading::file& f : files) world.progress(f.name, 0, f.size);
    std::optional<aio::semaphore> slots;
    if (world.integer("limit") > 0) slots.emplace(world.integer("limit"), "slots");

    aio::task<> reporter = aio::create_task(report(world, files));
    std::vector<aio::coro<std::int64_t>> all;
    for (loading::file& f : files) all.push_back(download(world, f, slots));
    const std::vector<std::int64_t> sizes = co_await aio::gather(std::move(all));
    reporter.cancel();
    try {
        co_await reporter;
    } catch (const aio::cancelled_error&) {
    }
    std::int64_t sum = 0;
    for (const std::int64_t size : sizes) sum += size;
    world.print("Downloaded {} files, {} KB", sizes.size(), sum);
}

}  // namespace

extern const sim::scenario downloads{
    .name = "downloads",
    .group = "patterns",
    .title = "Downloads with progress",
    .lesson = "Tasks that wait overlap; the slowest one decides when gather() is done.",
    .look = "Four lanes sleep for random times, chunk after chunk, and the reporter wakes every quarter of a second between them. "
            "main waits for all four; when movie.mp4 is done it cancels the reporter in its sleep. Set the limit to two: "
            "two lanes turn orange and wait for a slot.",
    .document = "000",
    .section = "Concurrent File Downloads with Progress Tracking",
    .aliases = {{"000_06", {}}},
    .parameters = {sim::integer("files", 4, 1, 40, "how many files are downloaded"),
                   sim::integer("limit", 0, 0, 40, "how many at once; 0 is no limit"),
                   sim::integer("chunk", 100, 1, 1000, "KB that arrive at a time"),
                   sim::number("fastest", 0.05, 0.001, 10, "seconds a chunk takes at least"),
                   sim::number("slowest", 0.2, 0.001, 10, "seconds a chunk takes at most"),
                   sim::duration("interval", 0.25, 0.01, 60, "how often the reporter looks")},
    .source = "scenarios/patterns/downloads.cpp",
    .program = main,
};

}  // namespace scenarios
