// Runs that are large, endless, stuck or broken: the window shows them and stays usable.

#include <doctest/doctest.h>

#include <array>
#include <stdexcept>

#include "runtime/aio.hpp"
#include "sim/world.hpp"
#include "tests/gui/null_backend.hpp"

using namespace gui_test;

namespace {

aio::coro<> spin(sim::world&) {
    for (;;) co_await aio::sleep(aio::duration(0));
}

aio::coro<> tick(sim::world&) {
    for (;;) co_await aio::sleep(aio::seconds(1));
}

aio::coro<> fall(sim::world&) {
    co_await aio::sleep(aio::seconds(0.5));
    throw std::runtime_error("the bottom fell out");
}

aio::coro<> nothing(sim::world&) { co_return; }

aio::coro<> misuse(sim::world& world) {
    co_await aio::sleep(aio::seconds(0.1));
    world.print("{}", world.integer("undeclared"));
}

aio::coro<> sleeper(sim::world& world) {
    for (int i = 0; i < 300; ++i) co_await aio::sleep(aio::seconds(world.random().uniform(0.01, 0.2)));
}

aio::coro<> crowd(sim::world& world) {
    std::vector<aio::task<>> all;
    for (int i = 0; i < 150; ++i) all.push_back(aio::create_task(sleeper(world)));
    for (auto& each : all) co_await each;
}

sim::catalogue troubles() {
    static const std::array all = {make_scenario("spin", spin), make_scenario("tick", tick),       make_scenario("fall", fall),
                                   make_scenario("nothing", nothing), make_scenario("misuse", misuse), make_scenario("crowd", crowd)};
    static const std::array list = {&all[0], &all[1], &all[2], &all[3], &all[4], &all[5]};
    return list;
}

}  // namespace

TEST_CASE("an endless run is computed a slice a frame, up to a limit that is told") {
    for (const char* name : {"spin", "tick"}) {
        CAPTURE(name);
        application_options options;
        options.first_slice = 100;
        options.most_events = 50'000;
        null_backend b(name, troubles(), options);
        while (b.app->computing()) {
            CHECK(b.app->next_change() == 0);
            b.frame();
            REQUIRE(b.run().cursor() == sim::no_event);
        }
        CHECK(b.run().history().size() >= 50'000);
        CHECK(b.run().history().size() < 60'000);
        CHECK(b.see().notice.find("only these are shown") != std::string::npos);
        CHECK(b.app->next_change() > 1e9);
        // Nothing computes on by itself, or hangs in the attempt.
        b.press("End");
        b.press("Right");
        b.press("Down");
        b.press("Ctrl+Right");
        b.press("Shift+Right");
        b.send(go_to_text, 0, "9999999");
        b.press("Space");
        b.press("9");
        b.frames(3);
        CHECK(b.run().history().size() < 60'000);
        CHECK_FALSE(b.see().playing);
    }
}

TEST_CASE("an error of the scenario is shown, and the window goes on") {
    for (const char* name : {"fall", "misuse"}) {
        null_backend b(name, troubles());
        CHECK(b.run().state() == sim::run_state::exception);
        CHECK_FALSE(b.run().error().empty());
        b.press("End");
        for (int i = 0; i < 10; ++i) b.press("Left");
        b.send(open_scenario, 0, "nothing");
        CHECK(b.run().state() == sim::run_state::ok);
    }
    null_backend b("fall", troubles());
    CHECK(b.run().error().find("the bottom fell out") != std::string::npos);
}

TEST_CASE("a run of no virtual time plays event by event") {
    null_backend b("nothing", troubles());
    CHECK(b.run().history().end_time() == 0);
    b.press("Space");
    CHECK(b.see().playing);
    b.frame(0.01);
    CHECK(b.see().playing);
    for (int i = 0; i < 1000 && b.see().playing; ++i) b.frame(0.05);
    CHECK(b.run().cursor() + 1 == b.run().history().size());
}

TEST_CASE("three hundred thousand events fit into the budget of one frame") {
    null_backend b("crowd", troubles());
    while (b.app->computing()) b.frame();
    CHECK(b.run().history().size() > 300'000);
    for (const char* tab : {"resources", "events"}) {
        b.send(set_tab, 0, tab);
        for (const char* keys : {"Home", "End", "T", "W", "T"}) {
            b.press(keys);
            b.frame();
            CHECK(ImGui::GetDrawData()->TotalVtxCount < 60'000);
        }
    }
}
