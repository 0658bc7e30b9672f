// Downloads that are read as they come: progress can be shown, and the line is shared.

#include "runtime/aio.hpp"
#include "sim/net/client_session.hpp"
#include "sim/net/http_server.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<sim::net::http_response> film(std::int64_t bytes) { co_return sim::net::http_response(200, {}, bytes); }

aio::coro<> download(sim::world& world, sim::net::client_session& session, std::string name) {
    sim::net::client_response response = co_await session.get("http://films.example/" + name);
    const std::int64_t size = response.content_length();
    std::int64_t loaded = 0;
    std::int64_t tenths = 0;
    for (;;) {
        const std::int64_t bytes = co_await response.read_chunk();
        if (bytes == 0) break;
        loaded += bytes;
        world.progress(name, loaded, size);
        if (loaded * 4 / size > tenths) world.print("{}: {}%", name, (tenths = loaded * 4 / size) * 25);
    }
    world.print("{}: {} KB at {:.2f}s", name, loaded / 1000, world.time());
}

aio::coro<> main(sim::world& world) {
    const std::int64_t size = world.integer("size") * 1000;
    sim::net::network network(world);
    sim::net::server_options hosting;
    hosting.piece = 65'536;
    hosting.line.bandwidth = world.integer("bandwidth") * 1000;
    hosting.line.loss = world.number("loss");
    sim::net::http_server server(network, "films.example", hosting);
    server.route("/short", [&](const sim::net::http_request&) { return film(size / 4); });
    server.route("/*", [&](const sim::net::http_request&) { return film(size); });
    server.start();
    sim::net::session_options options;
    options.timeout.total.reset();  // a long film over a slow line takes hours
    sim::net::client_session session(network, options);
    co_await aio::gather(download(world, session, "long"), download(world, session, "short"));
    co_await session.close();
    co_await server.close();
}

}  // namespace

extern const sim::scenario streaming{
    .name = "streaming",
    .group = "requests",
    .title = "Streaming downloads",
    .lesson = "Read a body piece by piece: there is progress to show, and nothing large to keep.",
    .look = "Both downloads advance together, because their pieces take turns on the line; when the short one is done, "
            "the long one goes twice as fast. With a loss of 0.2 pieces are sent again and a reader waits longer for "
            "them: its progress stands still now and then.",
    .parameters = {sim::integer("size", 2000, 4, 50'000, "of the long film, KB"),
                   sim::integer("bandwidth", 1000, 10, 100'000, "of the line, KB a second"),
                   sim::number("loss", 0, 0, 0.5, "how likely a piece is lost")},
    .source = "scenarios/requests/streaming.cpp",
    .program = main,
};

}  // namespace scenarios
