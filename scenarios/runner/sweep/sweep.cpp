// sweep and merge: many runs of one scenario. Each thread runs whole runs, one loop at a time; a run's place among the
// results is its number, so threads and their order leave no mark.

#include <fmt/format.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <thread>

#include "scenarios/catalogue.hpp"
#include "scenarios/runner/command.hpp"
#include "scenarios/runner/interrupt.hpp"
#include "scenarios/runner/progress.hpp"
#include "scenarios/runner/sweep/results.hpp"
#include "sim/diagnostics.hpp"
#include "sim/digest.hpp"

namespace runner {

namespace {

std::string error_line(const sim::session& session) {
    std::string_view text = session.error();
    if (session.state() == sim::run_state::deadlock) text.remove_prefix(std::min(text.find("deadlock"), text.size()));
    return std::string(text.substr(0, text.find('\n')));
}

sweep_row run_one(const sweep_plan& plan, std::uint64_t run) {
    sim::session session(plan.spec_of(run), scenarios::catalogue());
    sim::limits limits;
    limits.until_ns = plan.until_ns;
    limits.max_steps = plan.max_steps;
    limits.stop = &interrupted();
    sweep_row row;
    row.run = run;
    row.state = session.run_to_end(limits);
    if (!row.done()) return row;
    const sim::trace& events = session.events();
    row.events = events.size();
    row.end_ns = events.empty() ? 0 : events.back().time;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const sim::event_kind kind = events[static_cast<sim::event_id>(i)].kind;
        row.tasks += kind == sim::event_kind::task_created;
        row.warnings += sim::is_mistake(kind);
    }
    row.digest = sim::digest(events);
    row.error = error_line(session);
    return row;
}

int thread_count(const sweep_arguments& a) {
    const std::uint64_t cores = std::max(1u, std::thread::hardware_concurrency());
    if (!a.threads) return static_cast<int>(cores);
    const std::uint64_t wanted = whole_number("--threads", *a.threads);
    if (wanted < 1 || wanted > 1024) throw sim::usage_error{"--threads is '" + *a.threads + "'; expected 1 to 1024"};
    return static_cast<int>(wanted);
}

std::vector<sweep_row> run_all(const sweep_plan& plan, int threads) {
    const std::uint64_t count = plan.runs_of_part();
    std::vector<sweep_row> rows(count);
    if (count == 0) return rows;
    progress_line progress(count);
    const tbb::global_control allow(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads));
    tbb::task_arena arena(threads);
    arena.execute([&] {
        // Runs are taken one by one: they may be of very different length.
        tbb::parallel_for(
            tbb::blocked_range<std::uint64_t>(0, count, 1),
            [&](const tbb::blocked_range<std::uint64_t>& some) {
                for (std::uint64_t i = some.begin(); i != some.end() && !interrupted().load(std::memory_order_relaxed); ++i) {
                    rows[i] = run_one(plan, plan.run_of_part(i));
                    progress.advance();
                }
            });
    });
    std::erase_if(rows, [](const sweep_row& row) { return !row.done(); });
    return rows;
}

std::string read_whole(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file.is_open() || file.bad()) throw sim::usage_error{"cannot read '" + path + "'"};
    return text;
}

// Parts of one sweep agree on everything but which part they are.
bool same_sweep(sweep_results a, sweep_results b) {
    a.rows.clear();
    b.rows.clear();
    a.plan.part = b.plan.part = {};
    return to_json(a) == to_json(b);
}

}  // namespace

exit_status sweep(const sweep_arguments& a) {
    const results_output where{a.json, a.csv};
    check(where);
    sweep_results results{plan_of(a), {}};
    const int threads = thread_count(a);
    bool stopped = false;
    {
        const interruptible here;
        results.rows = run_all(results.plan, threads);
        stopped = interrupted();
    }
    put(results, where);
    if (stopped) {
        fmt::print(stderr, "orrery: interrupted; {} of {} runs are done and kept\n", results.rows.size(), results.plan.runs_of_part());
        return exit_status::limit;
    }
    return status_of(worst(results));
}

exit_status merge(const merge_arguments& a) {
    const results_output where{a.json, a.csv};
    check(where);
    sweep_results all;
    std::map<std::uint64_t, std::string> whence;
    for (const std::string& path : a.files) {
        sweep_results part = from_json(read_whole(path), path);
        if (path == a.files.front()) {
            all.plan = part.plan;
        } else if (!same_sweep(all, part)) {
            throw sim::usage_error{"'" + path + "' is of another sweep than '" + a.files.front() + "'"};
        }
        for (sweep_row& row : part.rows) {
            const auto [other, is_new] = whence.emplace(row.run, path);
            if (!is_new) throw sim::usage_error{fmt::format("run {} is in '{}' and in '{}'", row.run, other->second, path)};
            all.rows.push_back(std::move(row));
        }
    }
    all.plan.part = {};
    std::sort(all.rows.begin(), all.rows.end(), [](const sweep_row& x, const sweep_row& y) { return x.run < y.run; });
    put(all, where);
    return status_of(worst(all));
}

}  // namespace runner
