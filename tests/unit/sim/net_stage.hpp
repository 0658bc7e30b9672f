#pragma once
// A run of one coroutine on a simulated network, without the catalogue.

#include <doctest/doctest.h>

#include "runtime/aio.hpp"
#include "sim/net/client_session.hpp"
#include "sim/net/errors.hpp"
#include "sim/net/http_server.hpp"
#include "sim/session.hpp"
#include "sim/transcript.hpp"
#include "sim/world.hpp"

namespace net_stage {

using namespace std::chrono_literals;

// The transcript of a run.
inline std::string played(aio::coro<> (*program)(sim::world&), std::uint64_t seed = 42) {
    sim::scenario what{.name = "net-test", .group = "tests", .title = "", .lesson = "", .source = "", .program = program};
    const sim::scenario* const all[] = {&what};
    sim::run_spec spec;
    spec.scenario = what.name;
    spec.seed = seed;
    sim::session run(spec, all);
    run.run_to_end();
    return sim::transcript(run.history());
}

// A line of 100 ms to and fro, and a server with one handler, which takes `work`.
inline sim::net::server_options near(std::int64_t workers = 8) {
    sim::net::server_options o;
    o.workers = workers;
    o.line.delay = sim::net::latency::constant(50ms);
    return o;
}

inline aio::coro<sim::net::http_response> after(aio::duration work, sim::net::http_response what) {
    co_await aio::sleep(work);
    co_return what;
}

// get() and read all of it; prints the status, or the error's name.
inline aio::coro<> visit(sim::world& world, sim::net::client_session& session, std::string url) {
    try {
        sim::net::client_response r = co_await session.get(url);
        co_await r.text();
        world.print("{} {}", url.substr(url.rfind('/')), r.status());
    } catch (const aio::error& e) {
        world.print("{} {}", url.substr(url.rfind('/')), e.type_name());
    }
}

}  // namespace net_stage
