// The same pages, one after the other and all at once.

#include "runtime/aio.hpp"
#include "sim/net/client_session.hpp"
#include "sim/net/http_server.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<sim::net::http_response> page(sim::world& world) {
    co_await aio::sleep(world.duration("think"));
    co_return sim::net::http_response(200, "<html>", 20'000);
}

aio::coro<> fetch(sim::world& world, sim::net::client_session& session, std::int64_t number) {
    sim::net::client_response response = co_await session.get(fmt::format("http://shop.example/{}", number));
    co_await response.text();
    world.print("page {}: {} with {} bytes", number, response.status(), response.content_length());
}

aio::coro<> main(sim::world& world) {
    sim::net::network network(world);
    sim::net::server_options hosting;
    hosting.workers = world.integer("workers");
    hosting.line.delay = sim::net::latency::uniform(aio::seconds(0.02), aio::seconds(0.06));
    hosting.line.bandwidth = world.integer("bandwidth") * 1000;
    sim::net::http_server server(network, "shop.example", hosting);
    server.route("/*", [&](const sim::net::http_request&) { return page(world); });
    server.start();
    sim::net::session_options options;
    options.timeout.total.reset();  // many pages, one worker: five minutes may be too short
    sim::net::client_session session(network, options);

    const double start = world.time();
    for (std::int64_t i = 1; i <= world.integer("pages"); ++i) co_await fetch(world, session, i);
    const double between = world.time();
    world.print("one after the other: {:.3f}s", between - start);

    std::vector<aio::coro<>> all;
    for (std::int64_t i = 1; i <= world.integer("pages"); ++i) all.push_back(fetch(world, session, i));
    co_await aio::gather(std::move(all));
    world.print("all at once: {:.3f}s", world.time() - between);
    co_await session.close();
    co_await server.close();
}

}  // namespace

extern const sim::scenario sequential_or_concurrent{
    .name = "sequential-or-concurrent",
    .group = "requests",
    .title = "Requests one by one, and all at once",
    .lesson = "A request is mostly waiting, so requests at once take about as long as the slowest of them.",
    .look = "In the first half one connection is used again and again; in the second there is one for each request. "
            "Give the server one worker, and all at once gains only the time on the line. Lower the bandwidth, and the "
            "answers share the line: bytes in flight say so.",
    .parameters = {sim::integer("pages", 6, 1, 60, "how many pages"),
                   sim::integer("workers", 8, 1, 60, "requests the server works on at once"),
                   sim::duration("think", 0.1, 0, 10, "how long a worker takes for a page"),
                   sim::integer("bandwidth", 1000, 10, 1'000'000, "of the server's line, KB a second")},
    .source = "scenarios/requests/sequential_or_concurrent.cpp",
    .program = main,
};

}  // namespace scenarios
