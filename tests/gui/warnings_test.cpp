// "learn" below a warning leads to a scenario where it can be seen.

#include "gui/draw/warnings.hpp"

#include <doctest/doctest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "scenarios/catalogue.hpp"

namespace {

// The kinds of warnings that a run ends with, by title, and what each of them leads to.
std::map<std::string, std::string> warnings_in(const std::string& scenario) {
    sim::run_spec spec;
    spec.scenario = scenario;
    sim::session session(spec, scenarios::catalogue());
    session.run_to_end();
    std::map<std::string, std::string> found;
    for (const gui::warning& w : gui::warnings_of(session)) {
        const sim::scenario* shown = gui::scenario_showing(scenarios::catalogue(), w);
        found.emplace(w.title, shown != nullptr ? shown->name : "");
    }
    return found;
}

}  // namespace

TEST_CASE("the scenario that a warning leads to shows that warning") {
    std::set<std::string> titles;
    for (const sim::scenario* s : scenarios::catalogue()) {
        for (const auto& [title, leads_to] : warnings_in(s->name)) {
            if (!titles.insert(title).second) continue;
            CAPTURE(title);
            REQUIRE(leads_to != "");
            CHECK(warnings_in(leads_to).count(title) == 1);
        }
    }
    CHECK(titles.size() >= 10);  // the seven mistakes, leftovers, errors of the loop, deadlocks
}

TEST_CASE("a deadlock is told by its reason, and a program that fails is among what went wrong") {
    const auto sentences = [](const char* scenario) {
        sim::run_spec spec;
        spec.scenario = scenario;
        sim::session session(spec, scenarios::catalogue());
        session.run_to_end();
        std::vector<std::string> all;
        for (const gui::warning& w : gui::warnings_of(session)) all.push_back(w.sentence);
        return all;
    };
    const auto stuck = sentences("lock-order");
    REQUIRE(stuck.size() == 3);
    CHECK(stuck[1] == "transfer[0] waits for lock `ben`, held by transfer[1], which waits for lock `anna`, held by transfer[0]: a circle. Nothing alive can wake it.");
    const auto refused = sentences("too-many-tasks");
    REQUIRE(refused.size() == 1);
    CHECK(refused[0].find("RuntimeError: 180 requests were refused") != std::string::npos);
    CHECK(sentences("downloads").empty());
}
