// "learn" below a warning leads to a scenario where it can be seen.

#include "gui/draw/warnings.hpp"

#include <doctest/doctest.h>

#include <map>
#include <set>
#include <string>

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
