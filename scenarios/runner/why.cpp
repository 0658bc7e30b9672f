// Why a task is where it is at a moment of a run.

#include <fmt/format.h>

#include <algorithm>

#include "runtime/core/clock.hpp"
#include "scenarios/catalogue.hpp"
#include "scenarios/runner/command.hpp"
#include "scenarios/runner/terminal.hpp"
#include "sim/narration.hpp"
#include "sim/transcript.hpp"
#include "sim/why.hpp"

namespace runner {

namespace {

// By path or by the last part of it; several tasks may share that.
sim::task_id task_named(const sim::timeline& t, const std::string& name) {
    std::vector<std::string> names;
    std::vector<sim::task_id> found;
    for (const sim::task_info& task : t.tasks()) {
        if (task.path == name || task.name == name) return task.id;
        const std::string brief = sim::short_name(t, task.id);
        const std::string last = task.path.substr(task.path.rfind('/') + 1);
        if (brief == name || last == name) found.push_back(task.id);
        names.push_back(brief);
        names.push_back(task.path);
    }
    if (found.size() == 1) return found[0];
    if (found.size() > 1) {
        std::string paths;
        for (std::size_t i = 0; i < std::min<std::size_t>(found.size(), 4); ++i) paths += (i == 0 ? "" : ", ") + t.task(found[i])->path;
        throw sim::usage_error{fmt::format("{} tasks are called '{}'; say which: {}", found.size(), name, paths)};
    }
    const std::string near = sim::nearest(name, names);
    throw sim::usage_error{fmt::format("no task is called '{}'{}", name.substr(0, 60), near.empty() ? "" : "; did you mean '" + near + "'?")};
}

// "1.2s" as elsewhere, or "#128": an event.
sim::event_id moment_of(const sim::timeline& t, const std::string& at) {
    if (t.size() == 0) throw sim::usage_error{"nothing has happened in this run"};
    const auto last = static_cast<sim::event_id>(t.size() - 1);
    if (at.empty()) return last;
    if (at.front() != '#') {
        const sim::parameter moment = sim::duration("--at", 0, 0, 1e9, "");
        return t.event_at(static_cast<std::int64_t>(std::get<double>(sim::parse_value(moment, at)) * 1e9 + 0.5));
    }
    const std::uint64_t number = whole_number("--at #", at.substr(1));
    if (number > last) throw sim::usage_error{fmt::format("there is no event #{}; the last one is #{}", number, last)};
    return static_cast<sim::event_id>(number);
}

const char* root_text(sim::wait_root root) {
    switch (root) {
        case sim::wait_root::runs: return "runs, or is ready to";
        case sim::wait_root::timer: return "a timer will wake it";
        case sim::wait_root::program: return "another task will wake it";
        case sim::wait_root::nothing: return "nothing alive will wake it";
        case sim::wait_root::circle: return "a circle: each waits for the next";
        case sim::wait_root::ended: return "it is over";
    }
    return "";
}

void print_chain(const sim::timeline& t, sim::task_id task, sim::event_id at) {
    const sim::wait_chain chain = sim::chain_of(t, task, at);
    if (chain.links.size() < 2) return;
    std::string text = "chain: ";
    for (const sim::wait_link& l : chain.links) {
        text += sim::short_name(t, l.task);
        if (l.object != 0 && l.wait != aio::wait_kind::sleep) text += " > " + sim::describe(t, l.object);
        text += " > ";
    }
    write(text + root_text(chain.root) + "\n");
}

}  // namespace

exit_status why(const why_arguments& a) {
    sim::session session(spec_of(a), scenarios::catalogue());
    session.run_to_end(limits_of(a));
    const sim::timeline& t = session.history();
    const sim::event_id at = moment_of(t, a.at);
    if (a.task.empty()) {
        for (const sim::task_info& task : t.tasks()) {
            if (task.created <= at && at != sim::no_event && !sim::ended(t.state_at(task.id, at))) write(sim::why(t, task.id, at) + "\n");
        }
        return exit_status::ok;
    }
    const sim::task_id task = task_named(t, a.task);
    write(sim::why(t, task, at) + "\n");
    print_chain(t, task, at);
    for (const sim::cancel_hop& hop : sim::cancel_hops(t, task, at)) {
        write(fmt::format("[t={}] #{} {}\n", sim::format_time(t.source()[hop.event].time), hop.event, sim::to_string(t, hop)));
    }
    return exit_status::ok;
}

}  // namespace runner
