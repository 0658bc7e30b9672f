#include "tests/unit/sim/net_stage.hpp"

#include <bit>
#include <nlohmann/json.hpp>

#include "sim/rng.hpp"

using namespace net_stage;
using sim::net::latency;

TEST_CASE("latencies keep to their distribution, and a constant one draws nothing") {
    sim::rng random(1);
    sim::rng untouched(1);
    CHECK(latency::constant(7ms).draw(random) == 7ms);
    CHECK(random.bits32() == untouched.bits32());
    const auto mean = [&random](latency of) {
        double sum = 0;
        for (int i = 0; i < 4000; ++i) sum += aio::to_seconds(of.draw(random));
        return sum / 4000;
    };
    CHECK(mean(latency::uniform(10ms, 30ms)) == doctest::Approx(0.020).epsilon(0.03));
    CHECK(mean(latency::normal(20ms, 2ms)) == doctest::Approx(0.020).epsilon(0.03));
    CHECK(mean(latency::exponential(20ms)) == doctest::Approx(0.020).epsilon(0.06));
    CHECK(mean(latency::log_normal(20ms, 0.5)) == doctest::Approx(0.0227).epsilon(0.06));  // median * exp(sigma^2 / 2)
    CHECK_THROWS_AS(latency::uniform(2ms, 1ms), aio::value_error);
}

TEST_CASE("a link sends one piece after the other, and each travels for its delay") {
    sim::rng random(1);
    sim::net::link_options options;
    options.delay = latency::constant(100ms);
    options.bandwidth = 1000;
    sim::net::link line(options);
    const sim::net::transit first = line.send(500, aio::time_point{}, random);
    const sim::net::transit second = line.send(500, aio::time_point{}, random);
    CHECK(first.left.time_since_epoch() == 500ms);
    CHECK(first.arrives.time_since_epoch() == 600ms);
    CHECK(second.arrives.time_since_epoch() == 1100ms);
}

TEST_CASE("a lost piece arrives later by the time until it is sent again, which doubles with every loss, six times at most") {
    sim::rng random(1);
    sim::net::link_options options;
    options.delay = latency::constant(100ms);
    options.retransmit = 200ms;
    options.loss = 1;
    const sim::net::transit always = sim::net::link(options).send(10, aio::time_point{}, random);
    CHECK(always.left.time_since_epoch() == 0ms);
    CHECK(always.arrives.time_since_epoch() == 100ms + 63 * 200ms);  // 1 + 2 + 4 + 8 + 16 + 32 times

    options.loss = 0.25;
    sim::net::link line(options);
    int on_time = 0;
    for (int i = 0; i < 4000; ++i) {
        const aio::duration late = line.send(10, aio::time_point{}, random).arrives.time_since_epoch() - 100ms;
        CHECK((late % 200ms).count() == 0);
        CHECK(std::has_single_bit(static_cast<std::uint64_t>(late / 200ms + 1)));
        if (late.count() == 0) ++on_time;
    }
    CHECK(on_time / 4000.0 == doctest::Approx(0.75).epsilon(0.03));

    options.loss = 0;
    sim::rng untouched = random;
    sim::net::link(options).send(10, aio::time_point{}, random);
    CHECK(random.bits32() == untouched.bits32());
}

TEST_CASE("on a line that loses pieces a body arrives whole and in order, only later") {
    CHECK(played([](sim::world& world) -> aio::coro<> {
              sim::net::network network(world);
              sim::net::server_options lossy = near();
              lossy.line.loss = 0.4;
              sim::net::http_server server(network, "a.b", lossy);
              server.route("/*", [](const sim::net::http_request&) { return after(0s, sim::net::http_response(200, "whole", 200'000)); });
              server.start();
              sim::net::client_session session(network);
              sim::net::client_response response = co_await session.get("http://a.b/");
              std::int64_t bytes = 0;
              for (;;) {
                  const std::int64_t next = co_await response.read_chunk();
                  if (next == 0) break;
                  bytes += next;
              }
              const std::string text = co_await response.text();
              world.print("{} {} {}", bytes, text, world.time() > 0.2);
              co_await server.close();
          }).find("200000 whole true\n") != std::string::npos);
}

TEST_CASE("a host's own limit makes requests wait for it, while another host answers") {
    CHECK(played([](sim::world& world) -> aio::coro<> {
              sim::net::network network(world);
              sim::net::http_server one(network, "one", near());
              sim::net::http_server two(network, "two", near());
              for (sim::net::http_server* server : {&one, &two}) {
                  server->route("/*", [](const sim::net::http_request&) { return after(1s, sim::net::http_response()); });
                  server->start();
              }
              sim::net::session_options options;
              options.pool.limit_per_host = 2;
              sim::net::client_session session(network, options);
              co_await aio::gather(visit(world, session, "http://one/a"), visit(world, session, "http://one/b"),
                                   visit(world, session, "http://one/c"), visit(world, session, "http://two/d"));
              co_await session.close();
              co_await one.close();
              co_await two.close();
          }) == "[t=1.200] /a 200\n[t=1.200] /b 200\n[t=1.200] /d 200\n[t=2.300] /c 200\n[end t=2.300] ok\n");
}

TEST_CASE("both limits hold at once, and a request that is cancelled while it waits takes no place") {
    CHECK(played([](sim::world& world) -> aio::coro<> {
              sim::net::network network(world);
              sim::net::http_server server(network, "a.b", near());
              server.route("/*", [](const sim::net::http_request&) { return after(1s, sim::net::http_response()); });
              server.start();
              sim::net::session_options options;
              options.pool.limit = 1;
              options.pool.limit_per_host = 2;
              sim::net::client_session session(network, options);
              const aio::task<> first = aio::create_task(visit(world, session, "http://a.b/first"));
              const aio::task<> second = aio::create_task(visit(world, session, "http://a.b/second"));  // waits for the one of all
              const aio::task<> third = aio::create_task(visit(world, session, "http://a.b/third"));    // waits for the host's
              co_await aio::sleep(0.5);
              second.cancel();
              co_await third;
              world.print("{}", second.cancelled());
              co_await server.close();
          }) == "[t=1.200] /first 200\n[t=2.300] /third 200\n[t=2.300] true\n[end t=2.300] ok\n");
}

TEST_CASE("json() gives what the server sent as JSON; another type or a body that is none has aiohttp's error") {
    CHECK(played([](sim::world& world) -> aio::coro<> {
              sim::net::network network(world);
              sim::net::http_server server(network, "a.b", near());
              server.route("/user", [](const sim::net::http_request&) {
                  return after(0s, sim::net::http_response::json({{"name", "Ada"}, {"id", 7}, {"tags", {"a", "b"}}}, 201));
              });
              server.route("/page", [](const sim::net::http_request&) {
                  sim::net::http_response page(200, "{}");
                  page.set("Content-Type", "text/html");
                  return after(0s, page);
              });
              server.route("/cut", [](const sim::net::http_request&) {
                  sim::net::http_response cut(200, "{\"name\":");
                  cut.set("Content-Type", "application/json");
                  return after(0s, cut);
              });
              server.start();
              sim::net::client_session session(network);
              for (const char* path : {"user", "page", "cut", "missing"}) {
                  sim::net::client_response response = co_await session.get(std::string("http://a.b/") + path);
                  try {
                      const nlohmann::ordered_json body = co_await response.json();
                      world.print("{} {} {}", response.status(), body.dump(), body["tags"].size());
                  } catch (const sim::net::client_response_error& e) {
                      world.print("{}: {}", e.type_name(), e.what());
                  } catch (const aio::error& e) {
                      world.print("{}", e.type_name());
                  }
              }
              co_await server.close();
          }) == "[t=0.200] 201 {\"name\":\"Ada\",\"id\":7,\"tags\":[\"a\",\"b\"]} 2\n"
                "[t=0.300] ContentTypeError: 200, message='Attempt to decode JSON with unexpected mimetype: text/html', url='http://a.b/page'\n"
                "[t=0.400] JSONDecodeError\n"
                "[t=0.500] ContentTypeError: 404, message='Attempt to decode JSON with unexpected mimetype: ', url='http://a.b/missing'\n"
                "[end t=0.500] ok\n");
}

TEST_CASE("a kept connection saves the handshake; limits let in who came first; errors have statuses") {
    CHECK(played([](sim::world& world) -> aio::coro<> {
              sim::net::network network(world);
              sim::net::http_server server(network, "a.b", near());
              server.route("/ok", [](const sim::net::http_request&) { return after(10ms, sim::net::http_response(200, "x")); });
              server.route("/throws", [](const sim::net::http_request&) -> aio::coro<sim::net::http_response> {
                  throw aio::value_error("no");
                  co_return sim::net::http_response();
              });
              server.start();
              sim::net::session_options options;
              options.pool.limit = 1;
              sim::net::client_session session(network, options);
              co_await visit(world, session, "http://a.b/ok");  // handshake 100 ms, request 50, work 10, answer 50
              co_await visit(world, session, "http://a.b/ok");  // 110 ms
              co_await aio::gather(visit(world, session, "http://a.b/missing"), visit(world, session, "http://a.b/throws"));
              co_await visit(world, session, "http://elsewhere/ok");
              co_await session.close();
              co_await server.close();
          }) == "[t=0.210] /ok 200\n[t=0.320] /ok 200\n[t=0.420] /missing 404\n[t=0.520] /throws 500\n"
                "[t=0.520] /ok ClientConnectorError\n[end t=0.520] ok\n");
}

TEST_CASE("each timeout has its error: total, connect, read") {
    CHECK(played([](sim::world& world) -> aio::coro<> {
              sim::net::network network(world);
              sim::net::http_server server(network, "a.b", near());
              server.route("/slow", [](const sim::net::http_request&) { return after(10s, sim::net::http_response()); });
              server.start();
              sim::net::session_options options;
              options.timeout.total = 1s;
              sim::net::client_session total(network, options);
              co_await visit(world, total, "http://a.b/slow");
              options.timeout = {};
              options.timeout.connect = 20ms;
              sim::net::client_session connect(network, options);
              co_await visit(world, connect, "http://a.b/slow");
              options.timeout = {};
              options.timeout.read = 500ms;
              sim::net::client_session read(network, options);
              co_await visit(world, read, "http://a.b/slow");
              co_await server.close();
          }) == "[t=1.000] /slow TimeoutError\n[t=1.020] /slow ServerTimeoutError\n[t=1.620] /slow ServerTimeoutError\n"
                "[end t=1.620] ok\n");
}

TEST_CASE("over its rate a server answers 429, with a full queue 503, and broken connections are named") {
    CHECK(played([](sim::world& world) -> aio::coro<> {
              sim::net::network network(world);
              sim::net::server_options strict = near();
              strict.rate = 1;
              sim::net::http_server limited(network, "rate", strict);
              sim::net::server_options narrow = near(1);
              narrow.backlog = 1;
              sim::net::http_server full(network, "full", narrow);
              sim::net::http_server broken(network, "broken", near());
              limited.route("/*", [](const sim::net::http_request&) { return after(0s, sim::net::http_response()); });
              full.route("/*", [](const sim::net::http_request&) { return after(1s, sim::net::http_response()); });
              broken.route("/early", [](const sim::net::http_request&) { return after(0s, sim::net::http_response::reset()); });
              broken.route("/late", [](const sim::net::http_request&) { return after(0s, sim::net::http_response::reset(9)); });
              limited.start();
              full.start();
              broken.start();
              sim::net::client_session session(network);
              co_await visit(world, session, "http://rate/1");
              sim::net::client_response no = co_await session.get("http://rate/2");
              world.print("{} {}", no.status(), *no.header("Retry-After"));
              try {
                  no.raise_for_status();
              } catch (const sim::net::client_response_error& e) {
                  world.print("{}", e.what());
              }
              co_await visit(world, session, "http://broken/early");
              co_await visit(world, session, "http://broken/late");
              co_await aio::gather(visit(world, session, "http://full/1"), visit(world, session, "http://full/2"),
                                   visit(world, session, "http://full/3"));
              co_await limited.close();
              co_await full.close();
              co_await broken.close();
          }) == "[t=0.200] /1 200\n[t=0.300] 429 1\n[t=0.300] 429, message='Too Many Requests', url='http://rate/2'\n"
                "[t=0.500] /early ServerDisconnectedError\n[t=0.700] /late ClientPayloadError\n[t=0.900] /2 503\n"
                "[t=0.900] /3 503\n[t=1.900] /1 200\n[end t=1.900] ok\n");
}

TEST_CASE("a download that is cancelled gives its place to the next") {
    CHECK(played([](sim::world& world) -> aio::coro<> {
              sim::net::network network(world);
              sim::net::server_options slow = near();
              slow.line.bandwidth = 16'384;
              sim::net::http_server server(network, "a.b", slow);
              server.route("/*", [](const sim::net::http_request&) { return after(0s, sim::net::http_response(200, {}, 1'000'000)); });
              server.start();
              sim::net::session_options options;
              options.pool.limit = 1;
              sim::net::client_session session(network, options);
              const aio::task<> download = aio::create_task(visit(world, session, "http://a.b/large"));
              const aio::task<> next = aio::create_task(visit(world, session, "http://a.b/missing"));
              co_await aio::sleep(5s);
              download.cancel();
              co_await aio::sleep(0.3);
              world.print("{} {}", download.cancelled(), next.done());
              next.cancel();
              co_await server.close();
          }).starts_with("[t=5.300] true false\n[end t=5.300] ok\n"));
}

namespace {

aio::coro<> draws(sim::world& world) {
    sim::net::network network(world);
    sim::net::server_options far;
    far.line.delay = latency::exponential(100ms);
    far.line.loss = 0.3;
    sim::net::http_server server(network, "a.b", far);
    server.start();
    sim::net::client_session session(network);
    for (int i = 0; i < 3; ++i) co_await visit(world, session, "http://a.b/");
    co_await server.close();
    world.print("{}", world.random().random());
}

aio::coro<> only_the_last(sim::world& world) {
    co_await aio::sleep(0);
    world.print("{}", world.random().random());
}

// What the last printed line says.
std::string last_word(const std::string& transcript) {
    const std::size_t end = transcript.rfind("\n[end");
    const std::size_t start = transcript.rfind("] ", end);
    return transcript.substr(start, end - start);
}

}  // namespace

TEST_CASE("one seed gives one run, another seed another, and the program's numbers are not shifted") {
    CHECK(played(draws) == played(draws));
    CHECK(played(draws, 1) != played(draws, 2));
    CHECK(last_word(played(draws, 5)) == last_word(played(only_the_last, 5)));
}
