// Waits for the simulated network are told apart from sleeps and from waits for queues of the program's own.

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "scenarios/catalogue.hpp"
#include "sim/narration.hpp"
#include "sim/session.hpp"
#include "sim/why.hpp"

namespace {

struct finished_run {
    sim::session session;
    explicit finished_run(const std::string& scenario) : session(spec_of(scenario), scenarios::catalogue()) { session.run_to_end(); }
    static sim::run_spec spec_of(const std::string& scenario) {
        sim::run_spec spec;
        spec.scenario = scenario;
        return spec;
    }
    // The states in which tasks of a function were.
    std::set<sim::task_state> states(const std::string& function) const {
        std::set<sim::task_state> found;
        for (const sim::task_info& task : session.history().tasks()) {
            if (task.function != function) continue;
            for (const sim::span& s : task.spans) found.insert(s.state);
        }
        return found;
    }
};

}  // namespace

TEST_CASE("a client connects and reads in the state io; a server sends in it, and takes requests from a queue") {
    const finished_run run("streaming");
    const auto client = run.states("download"), server = run.states("serve");
    CHECK(client.contains(sim::task_state::io));
    CHECK_FALSE(client.contains(sim::task_state::queue));
    CHECK_FALSE(client.contains(sim::task_state::sleeping));
    CHECK(server.contains(sim::task_state::io));
    CHECK(server.contains(sim::task_state::queue));
}

TEST_CASE("a server that works on a request sleeps: that is no wait for the network") {
    const finished_run run("crawl");
    CHECK(run.states("serve").contains(sim::task_state::sleeping));
    CHECK(run.states("visit").contains(sim::task_state::lock));
}

TEST_CASE("queues and sleeps of a program without a network are no connections and no io") {
    for (const char* scenario : {"chat-room", "producer-consumer", "downloads"}) {
        const finished_run run(scenario);
        for (const sim::object_info& o : run.session.history().objects()) CHECK_FALSE(o.connection);
        for (const sim::task_info& task : run.session.history().tasks()) {
            for (const sim::span& s : task.spans) CHECK(s.state != sim::task_state::io);
        }
    }
}

TEST_CASE("what waits for the network says so, in the events and when asked why") {
    const finished_run run("streaming");
    const sim::timeline& history = run.session.history();
    const auto reader = std::find_if(history.tasks().begin(), history.tasks().end(), [](const auto& task) { return task.function == "download"; });
    REQUIRE(reader != history.tasks().end());
    const auto connects = std::find_if(reader->spans.begin(), reader->spans.end(), [](const auto& s) { return s.wait == aio::wait_kind::sleep; });
    const auto reads = std::find_if(reader->spans.begin(), reader->spans.end(), [](const auto& s) { return s.wait == aio::wait_kind::queue_get; });
    REQUIRE(connects != reader->spans.end());
    REQUIRE(reads != reader->spans.end());
    CHECK(sim::narrate(history, connects->begin).find("waits for the network until") != std::string::npos);
    CHECK(sim::why(history, reader->id, connects->begin).find("waits for the network until") != std::string::npos);
    CHECK(sim::narrate(history, reads->begin).find("reads from connection `films.example#") != std::string::npos);
    CHECK(sim::why(history, reader->id, reads->begin).find("waits for what comes over connection `films.example#") != std::string::npos);
    CHECK(sim::label(history, reads->begin) == "waits for network");
}
