// Every mistake shows its symptom: a diagnostic, a task left over, an error or a deadlock. Corrected, there is nothing.

#include <doctest/doctest.h>

#include "scenarios/catalogue.hpp"
#include "sim/diagnostics.hpp"
#include "sim/session.hpp"
#include "sim/transcript.hpp"

namespace {

// What Orrery says about a run: its warnings, the marked lines of its transcript, how it ended.
std::string complaints(const std::string& scenario, bool corrected) {
    sim::run_spec spec;
    spec.scenario = scenario;
    spec.parameters = {{"corrected", corrected}};
    sim::session session(spec, scenarios::catalogue());
    session.run_to_end();
    std::string all;
    for (const std::string& line : sim::warnings(session.history())) all += line + "\n";
    for (sim::event_id i = 0; i < session.history().size(); ++i) {
        const std::string line = sim::transcript_line(session.history(), i);
        if (line.find("] !") != std::string::npos) all += line + "\n";
    }
    if (session.state() != sim::run_state::ok) all += session.error();
    return all;
}

struct mistake {
    const char* scenario;
    std::vector<const char*> symptoms;
};

const std::vector<mistake>& mistakes() {
    static const std::vector<mistake> all = {
        {"forgotten-await", {"let go of coroutine `save`, which was never awaited"}},
        {"sync-and-async", {"let go of coroutine `is_member`, which was never awaited"}},
        {"never-starts", {"main blocked the loop for 5.000 s", "!leftover Task-2 (tea)", "still no tea"}},
        {"blocking-in-the-loop", {"download[0] blocked the loop for 1.000 s", "download[2] blocked the loop"}},
        {"computing-in-the-loop", {"compute[0] blocked the loop for 1.000 s"}},
        {"too-many-tasks", {"RuntimeError: 180 requests were refused"}},
        {"swallowed-cancellation", {"was cancelled, caught that and ended as if nothing had happened"}},
        {"cancelled-with-lock", {"!deadlock Task-1 (main)", "lock `file`, held by"}},
        {"gather-siblings", {"!leftover Task-2 (successful_task)", "!leftover Task-4 (successful_task)"}},
        {"producer-consumer-sentinel", {"!deadlock Task-1 (main)", "queue.join() of queue `queue`"}},
        {"lock-order", {"cycle: Task-2 (transfer) waits for lock `ben` held by Task-3 (transfer)"}},
    };
    return all;
}

}  // namespace

TEST_CASE("every scenario of the group mistakes shows its symptom, with the words that name it") {
    for (const mistake& m : mistakes()) {
        CAPTURE(m.scenario);
        const std::string said = complaints(m.scenario, false);
        for (const char* symptom : m.symptoms) {
            CAPTURE(said);
            CHECK(said.find(symptom) != std::string::npos);
        }
    }
}

TEST_CASE("corrected, a mistake ends well and nothing is said about it") {
    for (const mistake& m : mistakes()) {
        CAPTURE(m.scenario);
        CHECK(complaints(m.scenario, true) == "");
    }
}

TEST_CASE("no scenario of the group mistakes is left out of this test") {
    std::size_t in_the_group = 0;
    for (const sim::scenario* s : scenarios::catalogue()) in_the_group += s->group == "mistakes" ? 1 : 0;
    CHECK(in_the_group == mistakes().size());
}
