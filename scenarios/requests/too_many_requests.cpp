// A server with a rate answers 429 and says when to come back. Clients that obey to the second come back together.

#include "runtime/aio.hpp"
#include "sim/net/client_session.hpp"
#include "sim/net/http_server.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<sim::net::http_response> quote() {
    co_await aio::sleep(std::chrono::milliseconds(10));
    co_return sim::net::http_response(200, "7.50");
}

aio::coro<> ask(sim::world& world, sim::net::client_session& session, std::int64_t number) {
    for (int tries = 1;; ++tries) {
        sim::net::client_response response = co_await session.get("http://api.example/quote");
        co_await response.text();
        if (response.status() != 429) {
            world.print("client {}: {} after {} tries", number, response.status(), tries);
            co_return;
        }
        double wait = std::stod(*response.header("Retry-After"));
        if (world.flag("jitter")) wait += world.random().uniform(0, 2.0 * tries);
        world.print("client {}: 429, comes back in {:.2f}s", number, wait);
        co_await aio::sleep(wait);
    }
}

aio::coro<> main(sim::world& world) {
    sim::net::network network(world);
    sim::net::server_options hosting;
    hosting.rate = world.integer("rate");
    sim::net::http_server server(network, "api.example", hosting);
    server.route("/quote", [](const sim::net::http_request&) { return quote(); });
    server.start();
    sim::net::client_session session(network);

    std::vector<aio::coro<>> clients;
    for (std::int64_t i = 1; i <= world.integer("clients"); ++i) clients.push_back(ask(world, session, i));
    co_await aio::gather(std::move(clients));
    world.print("{} answers, {} refusals, {:.2f}s", server.served(), server.refused(), world.time());
    co_await session.close();
    co_await server.close();
}

}  // namespace

extern const sim::scenario too_many_requests{
    .name = "too-many-requests",
    .group = "requests",
    .title = "429: come back later",
    .lesson = "Back off for as long as the server says, and add jitter, or all come back at the same moment.",
    .look = "The first four are answered, sixteen are refused, and each sleeps for a time of its own: few come back together. "
            "Set jitter to no: they all wake in the same instant, and all but four are refused again. Compare the last lines: "
            "25 refusals against 40 for the same 20 answers. The price is time: the last client comes back late.",
    .parameters = {sim::integer("clients", 20, 1, 60, "how many ask at once"),
                   sim::integer("rate", 4, 1, 100, "answers the server gives in any second"),
                   sim::flag("jitter", true, "each waits a random time longer, up to two seconds more with every try")},
    .source = "scenarios/requests/too_many_requests.cpp",
    .program = main,
};

}  // namespace scenarios
