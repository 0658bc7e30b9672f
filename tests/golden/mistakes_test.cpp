// Every mistake shows its symptom: a diagnostic, a task left over, an error or a deadlock. Corrected, there is nothing.

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "scenarios/catalogue.hpp"
#include "sim/diagnostics.hpp"
#include "sim/session.hpp"
#include "sim/transcript.hpp"
#include "tests/golden/command.hpp"

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
        {"unheard-error", {"main/save[1] failed and nobody looked at its exception: ValueError: disk full", "!unretrieved"}},
        {"last-upload", {"was destroyed while pending in upload > ", "!leftover Task-2 (film)"}},
        {"not-my-lock", {"main/print_page[1] released lock `printer`, which is held by main/print_page[0]", "RuntimeError: Lock"}},
        {"done-twice", {"called task_done() of queue `jobs` more often than items were put", "ValueError: task_done()"}},
        {"swallowed-cancellation", {"was cancelled, caught that and ended as if nothing had happened"}},
        {"cancelled-with-lock", {"!deadlock Task-1 (main)", "lock `file`, held by"}},
        {"gather-siblings", {"!leftover Task-2 (successful_task)", "!leftover Task-4 (successful_task)"}},
        {"producer-consumer-sentinel", {"!deadlock Task-1 (main)", "queue.join() of queue `queue`"}},
        {"lock-order", {"cycle: Task-2 (transfer) waits for lock `ben` held by Task-3 (transfer)"}},
    };
    return all;
}

// A mistake that is legal: how the command speaks of it.
struct warning {
    const char* scenario;
    const char* kind;    // of the event in the trace
    const char* detail;  // null: of any
    const char* says;    // on stderr, up to the source line
};

constexpr warning warnings[] = {
    {"forgotten-await", "diagnostic", "never_awaited", "main let go of coroutine `save`, which was never awaited"},
    {"unheard-error", "unretrieved", nullptr, "main/save[1] failed and nobody looked at its exception: ValueError: disk full"},
    {"last-upload", "diagnostic", "destroyed_pending", "main/film[0]/upload[0] was destroyed while pending in upload > "},
    {"blocking-in-the-loop", "diagnostic", "loop_blocked", "main/download[0] blocked the loop for 1.000 s"},
    {"swallowed-cancellation", "diagnostic", "cancellation_swallowed", "main/poll_server[0] was cancelled, caught that"},
    {"not-my-lock", "diagnostic", "not_held", "main/print_page[1] released lock `printer`, which is held by main/print_page[0]"},
    {"done-twice", "diagnostic", "task_done_too_often", "main/consume[0] called task_done() of queue `jobs` more often"},
};

std::string source_of(const std::string& scenario) {
    const auto all = scenarios::catalogue();
    return (*std::ranges::find(all, scenario, &sim::scenario::name))->source;
}

// The line of a text that has it; "" for none.
std::string line_with(const std::string& text, const std::string& part) {
    const std::size_t at = text.find(part);
    if (at == std::string::npos) return "";
    const std::size_t begin = text.rfind('\n', at) + 1;  // npos + 1 is 0
    return text.substr(begin, text.find('\n', at) - begin);
}

}  // namespace

TEST_CASE("the command says each legal mistake on stderr, with task, file and line, and as an event of the trace") {
    for (const warning& w : warnings) {
        CAPTURE(w.scenario);
        const std::string place = source_of(w.scenario) + ":";
        const golden::finished run = golden::orrery(std::string("run ") + w.scenario);
        const std::string line = line_with(run.err, w.says);
        CAPTURE(run.err);
        CHECK(line.rfind("warning: [t=", 0) == 0);
        CHECK(line.find("] main") != std::string::npos);  // the path of a task
        CHECK(line.find(" (" + place) != std::string::npos);
        CHECK(line.rfind(")") + 1 == line.size());
        CHECK(run.out.find("warning:") == std::string::npos);

        const auto trace = nlohmann::json::parse(golden::orrery(std::string("run ") + w.scenario + " --json").out);
        const auto is_it = [&](const nlohmann::json& e) {
            return e["kind"] == w.kind && (w.detail == nullptr || e["detail"] == w.detail) &&
                   e.value("site", "").rfind(place, 0) == 0;
        };
        CHECK(std::any_of(trace["events"].begin(), trace["events"].end(), is_it));
    }
}

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
