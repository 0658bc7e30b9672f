// Results as they come in, not as they were asked for.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<std::string> fetch_url(std::string url, aio::duration delay) {
    co_await aio::sleep(delay);
    co_return "Content from " + url;
}

aio::coro<> print_results(sim::world& world) {
    std::vector<aio::coro<std::string>> coroutines;
    for (const char* number : {"1", "2", "3"}) {
        coroutines.push_back(fetch_url(fmt::format("url{}.com", number), world.duration(std::string("url") + number)));
    }
    auto pages = aio::as_completed(std::move(coroutines));
    while (pages.more()) {
        const std::string result = co_await pages.next();
        world.print_line(result);
    }
}

aio::coro<> print_tasks(sim::world& world) {
    std::vector<aio::task<std::string>> tasks;
    for (const char* number : {"1", "2", "3"}) {
        const std::string url = fmt::format("url{}.com", number);
        tasks.push_back(aio::create_task(fetch_url(url, world.duration(std::string("url") + number)), url));
    }
    auto pages = aio::as_completed(tasks);
    while (pages.more()) {
        const aio::future<std::string> page = co_await pages.next_done();  // the very task that was given
        for (const auto& task : tasks) {
            if (page == task) world.print("{} -> {}", task.get_name(), task.result());
        }
    }
    std::vector<aio::coro<std::string>> more;
    more.push_back(fetch_url("slow.com", aio::seconds(5)));
    more.push_back(fetch_url("fast.com", aio::seconds(1)));
    try {
        auto limited = aio::as_completed(std::move(more), aio::seconds(2));
        while (limited.more()) {
            const aio::future<std::string> page = co_await limited.next_done();
            world.print_line(page.result());
        }
    } catch (const aio::timeout_error&) {
        world.print("timed out waiting for the rest");
    }
}

aio::coro<> main(sim::world& world) {
    return world.choice("form") == "tasks" ? print_tasks(world) : print_results(world);
}

}  // namespace

extern const sim::scenario as_completed{
    .name = "as-completed",
    .group = "gathering",
    .title = "As they are completed",
    .lesson = "as_completed() gives each result as soon as it is there, in whatever order they end.",
    .look = "The printed order follows the ends of the lanes, not their starts. With form set to tasks the loop gets the "
            "tasks themselves, and a second round has a time limit: at 5 s it throws, yet slow.com's task is still there, "
            "and the end of the program has to cancel it. A limit on waiting is no limit on the work.",
    .document = "002",
    .section = "as_completed()",
    .aliases = {{"002_14", {}}, {"002_14b", {{"form", "tasks"}}}},
    .parameters = {sim::duration("url1", 3, 0, 60, "how long the first page takes"),
                   sim::duration("url2", 1, 0, 60, "how long the second page takes"),
                   sim::duration("url3", 2, 0, 60, "how long the third page takes"),
                   sim::choice("form", "results", {"results", "tasks"}, "what the loop is given as each one ends")},
    .source = "scenarios/gathering/as_completed.cpp",
    .program = main,
};

}  // namespace scenarios
