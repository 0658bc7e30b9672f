// A session with the shape of aiohttp's, its delays written by hand: in turn, at once, and two at a time.

#include "scenarios/requests/simulated_session.hpp"
#include "sim/scenario.hpp"

namespace scenarios {
namespace {

using namespace sessions;

aio::coro<length> fetch_limited(client& session, aio::semaphore& semaphore, const std::string& url) {
    const auto permit = co_await semaphore.scoped();
    const length result = co_await fetch(session, url);
    co_await aio::sleep(session.world.duration("pause"));
    co_return result;
}

aio::coro<> main(sim::world& world) {
    client session{world};
    for (const char* page : {"a", "bb", "ccc", "dddd", "eeeee", "missing", "ggggggg"}) {
        session.urls.push_back(std::string("http://example.com/") + page);
    }
    double start = world.time();
    std::vector<length> sequential;
    for (const std::string& url : session.urls) {
        const length one = co_await fetch(session, url);
        sequential.push_back(one);
    }
    world.print("sequential {:.2f}s", world.time() - start);

    start = world.time();
    std::vector<aio::coro<length>> all;
    for (const std::string& url : session.urls) all.push_back(fetch(session, url));
    const std::vector<length> concurrent = co_await aio::gather(std::move(all));
    world.print("concurrent {:.2f}s", world.time() - start);
    world.print("same results: {}", sequential == concurrent ? "True" : "False");

    start = world.time();
    aio::semaphore semaphore(world.integer("limit"), "semaphore");
    std::vector<aio::coro<length>> polite;
    for (const std::string& url : session.urls) polite.push_back(fetch_limited(session, semaphore, url));
    const std::vector<length> limited = co_await aio::gather(std::move(polite));
    world.print("rate limited {:.2f}s", world.time() - start);
    world.print("same results: {}", limited == concurrent ? "True" : "False");
    co_await aio::sleep(0);  // the session closes
    world.print("closed: True");
}

}  // namespace

extern const sim::scenario simulated_session{
    .name = "simulated-session",
    .group = "requests",
    .title = "A session, three ways",
    .lesson = "The same requests one by one, all at once, and with a semaphore and a pause in between.",
    .look = "In the first part main's own bar is the only one. In the second seven tasks start in one moment and end in "
            "the order of their delays. In the third the semaphore lets two in; a pause is part of the slot.",
    .document = "001",
    .section = "Concurrency in Requests",
    .aliases = {{"001_03", {}}},
    .parameters = {sim::integer("limit", 2, 1, 10, "requests at once in the third part"),
                   sim::duration("pause", 0.2, 0, 10, "after each request in the third part")},
    .source = "scenarios/requests/simulated_session.cpp",
    .program = main,
};

}  // namespace scenarios
