// The table of a sweep.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "scenarios/catalogue.hpp"
#include "scenarios/runner/sweep/results.hpp"
#include "sim/transcript.hpp"

namespace runner {

namespace {

struct group {
    std::string settings;
    std::vector<std::int64_t> ends;
    std::uint64_t events = 0;
    std::size_t outcomes[5] = {};
};

std::vector<group> grouped(const sweep_results& results) {
    std::map<std::uint64_t, group> groups;
    for (const sweep_row& row : results.rows) {
        const std::uint64_t combination = results.plan.combination_of(row.run);
        group& g = groups[combination];
        if (g.ends.empty()) g.settings = results.plan.settings_text(combination);
        g.ends.push_back(row.end_ns);
        g.events += row.events;
        ++g.outcomes[static_cast<std::size_t>(row.state)];
    }
    std::vector<group> all;
    for (auto& [number, g] : groups) {
        std::sort(g.ends.begin(), g.ends.end());
        all.push_back(std::move(g));
    }
    return all;
}

// The nearest rank: a value that occurred.
std::string percentile(const std::vector<std::int64_t>& sorted, std::size_t percent) {
    const std::size_t rank = (sorted.size() * percent + 99) / 100;
    return sim::format_time(sorted[rank == 0 ? 0 : rank - 1]);
}

std::size_t count_distinct(const sweep_results& results) {
    std::vector<std::string_view> digests;
    for (const sweep_row& row : results.rows) digests.push_back(row.digest);
    std::sort(digests.begin(), digests.end());
    return static_cast<std::size_t>(std::unique(digests.begin(), digests.end()) - digests.begin());
}

std::string first_of_each_outcome(const sweep_results& results) {
    std::string text;
    for (const sim::run_state state : {sim::run_state::exception, sim::run_state::deadlock, sim::run_state::limit}) {
        for (const sweep_row& row : results.rows) {
            if (row.state != state) continue;
            text += fmt::format("first {}: orrery run {}\n", outcome_name(state),
                                sim::to_token(results.plan.spec_of(row.run), scenarios::catalogue()));
            if (!row.error.empty()) text += fmt::format("    {}\n", row.error);
            break;
        }
    }
    return text;
}

}  // namespace

std::string summary(const sweep_results& results) {
    const sweep_plan& plan = results.plan;
    std::string text = fmt::format("{}, seeds {}", plan.base.scenario, to_string(plan.seeds));
    if (plan.part.count > 1) text += fmt::format(", shard {}/{}", plan.part.index, plan.part.count);
    text += fmt::format(": {} run{}, {} of them different\n", results.rows.size(), results.rows.size() == 1 ? "" : "s",
                        count_distinct(results));
    const std::uint64_t planned = plan.runs_of_part();
    if (results.rows.size() < planned) text += fmt::format("not done: {} of {}\n", planned - results.rows.size(), planned);
    if (results.rows.empty()) return text;

    const std::vector<group> groups = grouped(results);
    std::size_t width = plan.parameters.empty() ? 0 : 7;
    for (const group& g : groups) width = std::max(width, g.settings.size());
    text += fmt::format("\n{:<{}}  {:>8} {:>8} {:>8} {:>8} {:>8}  {:>10} {:>10} {:>10} {:>10}  {:>12}\n",
                        plan.parameters.empty() ? "" : "setting", width, "runs", "ok", "error", "deadlock", "limit", "end min s",
                        "median", "90 %", "max", "events a run");
    for (const group& g : groups) {
        const auto count = [&](sim::run_state s) { return g.outcomes[static_cast<std::size_t>(s)]; };
        text += fmt::format("{:<{}}  {:>8} {:>8} {:>8} {:>8} {:>8}  {:>10} {:>10} {:>10} {:>10}  {:>12}\n", g.settings, width, g.ends.size(),
                            count(sim::run_state::ok), count(sim::run_state::exception), count(sim::run_state::deadlock),
                            count(sim::run_state::limit), percentile(g.ends, 0), percentile(g.ends, 50), percentile(g.ends, 90),
                            percentile(g.ends, 100), g.events / g.ends.size());
    }
    const std::string firsts = first_of_each_outcome(results);
    return firsts.empty() ? text : text + "\n" + firsts;
}

}  // namespace runner
