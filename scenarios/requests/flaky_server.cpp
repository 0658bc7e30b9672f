// Retry with exponential backoff: after every failure wait twice as long, and give up in the end.

#include "runtime/aio.hpp"
#include "sim/net/client_session.hpp"
#include "sim/net/errors.hpp"
#include "sim/net/http_server.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

// Fails in three ways, in turn: an error, a connection that breaks, an answer that takes too long.
aio::coro<sim::net::http_response> report(sim::world& world, int& failures) {
    co_await aio::sleep(std::chrono::milliseconds(50));
    if (world.random().random() >= world.number("failure")) co_return sim::net::http_response(200, "all is well");
    const int way = failures++ % 3;
    if (way == 0) co_return sim::net::http_response(500);
    if (way == 1) co_return sim::net::http_response::reset();
    co_await aio::sleep(std::chrono::seconds(30));
    co_return sim::net::http_response(200, "late");
}

aio::coro<bool> attempt(sim::world& world, sim::net::client_session& session) {
    try {
        sim::net::client_response response = co_await session.get("http://status.example/report");
        response.raise_for_status();
        const std::string text = co_await response.text();
        world.print("  {}", text);
        co_return true;
    } catch (const aio::error& failed) {
        world.print("  {}: {}", failed.type_name(), failed.what());
        co_return false;
    }
}

aio::coro<> main(sim::world& world) {
    sim::net::network network(world);
    sim::net::http_server server(network, "status.example");
    int failures = 0;
    server.route("/report", [&](const sim::net::http_request&) { return report(world, failures); });
    server.start();
    sim::net::session_options options;
    options.timeout.read = std::chrono::seconds(2);
    sim::net::client_session session(network, options);

    aio::duration wait = world.duration("first-wait");
    for (std::int64_t i = 1; i <= world.integer("attempts"); ++i, wait *= 2) {
        world.print("attempt {}", i);
        const bool done = co_await attempt(world, session);
        if (done) break;
        if (i == world.integer("attempts")) world.print("giving up after {} attempts", i);
        else co_await aio::sleep(wait);
    }
    co_await session.close();
    co_await server.close();
}

}  // namespace

extern const sim::scenario flaky_server{
    .name = "flaky-server",
    .group = "requests",
    .title = "Retry with exponential backoff",
    .lesson = "Catch what may pass, wait twice as long after each failure, and stop after a number of attempts.",
    .look = "Each failure has a name of its own: an error status, a connection that broke, a read timeout. The sleeps of "
            "main double. A worker that answers too late goes on for a while, although its client has left.",
    .parameters = {sim::integer("attempts", 6, 1, 20, "how often it is tried"),
                   sim::duration("first-wait", 0.5, 0.01, 10, "the wait after the first failure"),
                   sim::number("failure", 0.7, 0, 1, "how likely an answer fails")},
    .source = "scenarios/requests/flaky_server.cpp",
    .program = main,
};

}  // namespace scenarios
