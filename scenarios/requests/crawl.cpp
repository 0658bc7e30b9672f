// Many pages, a semaphore for politeness: so many requests under way at once and no more.

#include "runtime/aio.hpp"
#include "sim/net/client_session.hpp"
#include "sim/net/http_server.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

struct crawler {
    sim::world& world;
    sim::net::client_session& session;
    aio::semaphore& slots;
    std::int64_t pages;
    std::int64_t done = 0;
    std::int64_t bytes = 0;
};

aio::coro<sim::net::http_response> page(sim::world& world) {
    co_await aio::sleep(world.duration("think"));
    co_return sim::net::http_response(200, "<html>", 12'000);
}

aio::coro<> visit(crawler& crawl, std::int64_t number) {
    const auto slot = co_await crawl.slots.scoped();
    sim::net::client_response response = co_await crawl.session.get(fmt::format("http://wiki.example/page/{}", number));
    response.raise_for_status();
    co_await response.text();
    crawl.bytes += response.content_length();
    ++crawl.done;
    if (crawl.done % std::max<std::int64_t>(1, crawl.pages / 10) == 0) {
        crawl.world.print("{} of {} pages", crawl.done, crawl.pages);
    }
}

aio::coro<> main(sim::world& world) {
    sim::net::network network(world);
    sim::net::server_options hosting;
    hosting.workers = world.integer("workers");
    hosting.backlog = 100'000;
    hosting.line.delay = sim::net::latency::log_normal(aio::seconds(0.03), 0.5);
    sim::net::http_server server(network, "wiki.example", hosting);
    server.route("/page/*", [&](const sim::net::http_request&) { return page(world); });
    server.start();
    sim::net::session_options options;
    options.timeout.total.reset();
    sim::net::client_session session(network, options);
    aio::semaphore slots(world.integer("limit"), "crawl slots");
    crawler crawl{world, session, slots, world.integer("pages")};

    std::vector<aio::coro<>> visits;
    for (std::int64_t i = 1; i <= crawl.pages; ++i) visits.push_back(visit(crawl, i));
    co_await aio::gather(std::move(visits));
    world.print("{} pages, {} KB in {:.2f}s: {:.1f} pages/s", crawl.done, crawl.bytes / 1000, world.time(),
                static_cast<double>(crawl.done) / world.time());
    co_await session.close();
    co_await server.close();
}

}  // namespace

extern const sim::scenario crawl{
    .name = "crawl",
    .group = "requests",
    .title = "A polite crawl",
    .lesson = "A semaphore bounds the requests under way; beyond what the server can work on, a higher limit only queues.",
    .look = "The semaphore `crawl slots` is taken to the last permit from the first moment on. Up to a limit of about 16 more "
            "requests at once bring more pages a second; then the eight workers are busy all the time. Raise the limit to 40: "
            "the accept queue of wiki.example fills, and the throughput in the last line stays.",
    .parameters = {sim::size("pages", 40, 1, 100'000, "how many pages there are"),
                   sim::integer("limit", 10, 1, 1000, "requests under way at once"),
                   sim::integer("workers", 8, 1, 200, "requests the server works on at once"),
                   sim::duration("think", 0.1, 0, 10, "how long a worker takes for a page")},
    .source = "scenarios/requests/crawl.cpp",
    .program = main,
};

}  // namespace scenarios
