// Who gave up waiting for the printer unlocks it all the same: then two print at once.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<> print_page(sim::world& world, aio::lock& printer, int& printing, int page) {
    co_await aio::sleep(0.3 * page);
    bool has_it = false;
    try {
        co_await aio::wait_for(printer.acquire(), world.duration("patience"));
        has_it = true;
        ++printing;
        world.print("page {} prints ({} at once)", page, printing);
        co_await aio::sleep(1.0);
        --printing;
    } catch (const aio::timeout_error&) {
        world.print("page {} gives up", page);
    }
    if (has_it || !world.flag("corrected")) printer.release();
}

aio::coro<> main(sim::world& world) {
    aio::lock printer("printer");
    int printing = 0;
    std::vector<aio::coro<>> pages;
    for (int page = 0; page < world.integer("pages"); ++page) pages.push_back(print_page(world, printer, printing, page));
    co_await aio::gather(std::move(pages));
}

}  // namespace

extern const sim::scenario not_my_lock{
    .name = "not-my-lock",
    .group = "mistakes",
    .title = "The lock of somebody else",
    .lesson = "Release only what was acquired: a lock does not know who gives it back, and lets the next one in.",
    .look = "Page 1 waits for the printer, gives up, and releases the lock that page 0 holds. So page 2 prints beside page 0, and "
            "from then on each releases the lock of another; the last one finds it open and fails. The first warning names task "
            "and line. Corrected, one page is printed at a time.",
    .parameters = {sim::flag("corrected", false, "release only what was acquired"),
                   sim::integer("pages", 4, 1, 50, "how many pages"),
                   sim::duration("patience", 0.25, 0.1, 60, "how long a page waits for the printer")},
    .may_end = {.error = true},
    .source = "scenarios/mistakes/not_my_lock.cpp",
    .program = main,
};

}  // namespace scenarios
