// One deadline for several calls: what the first takes is missing for the rest.

#include "runtime/aio.hpp"
#include "sim/net/client_session.hpp"
#include "sim/net/http_server.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<sim::net::http_response> answer(sim::world& world) {
    co_await aio::sleep(world.random().uniform(0.1, world.number("slowest")));
    co_return sim::net::http_response(200, "ok");
}

aio::coro<> call(sim::world& world, sim::net::client_session& session, std::string step) {
    const double start = world.time();
    sim::net::client_response response = co_await session.get("http://bank.example/" + step);
    co_await response.text();
    world.print("{} took {:.3f}s", step, world.time() - start);
}

aio::coro<> checkout(sim::world& world, sim::net::client_session& session) {
    for (const std::string step : {"login", "balance", "reserve", "pay", "receipt"}) co_await call(world, session, step);
}

aio::coro<> main(sim::world& world) {
    sim::net::network network(world);
    sim::net::http_server server(network, "bank.example");
    server.route("/*", [&](const sim::net::http_request&) { return answer(world); });
    server.start();
    sim::net::client_session session(network);
    try {
        co_await aio::with(aio::timeout(world.duration("budget")),
                           [&](aio::timeout&) -> aio::coro<> { co_await checkout(world, session); });
        world.print("done within the budget, at {:.3f}s", world.time());
    } catch (const aio::timeout_error&) {
        world.print("the budget of {:.3f}s is used up", aio::to_seconds(world.duration("budget")));
    }
    co_await session.close();
    co_await server.close();
}

}  // namespace

extern const sim::scenario timeout_budget{
    .name = "timeout-budget",
    .group = "requests",
    .title = "A timeout budget across calls",
    .lesson = "Put one timeout around all calls of a job; a timeout for each would let them add up.",
    .look = "The timeout is set once, before the first call. When it expires, the call under way is cancelled and its "
            "connection closed: open connections fall to zero. The worker knows nothing of that: it is "
            "still at work on an answer that nobody will read, when the server closes.",
    .parameters = {sim::duration("budget", 2, 0.1, 60, "for all five calls together"),
                   sim::number("slowest", 0.8, 0.1, 10, "seconds a call takes at most")},
    .source = "scenarios/requests/timeout_budget.cpp",
    .program = main,
};

}  // namespace scenarios
