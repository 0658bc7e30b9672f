#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <sstream>
#include <thread>

#include "scenarios/catalogue.hpp"
#include "scenarios/runner/command.hpp"
#include "scenarios/runner/terminal.hpp"
#include "sim/diagnostics.hpp"
#include "sim/export.hpp"
#include "sim/trace_file.hpp"
#include "sim/transcript.hpp"

namespace runner {

namespace {

// Prints the transcript as it grows.
class printer {
public:
    explicit printer(const sim::session& s) : session_(s) {}

    void print_new() {
        const sim::timeline& history = session_.history();
        for (; next_ < history.size(); ++next_) {
            const std::string line = sim::transcript_line(history, next_);
            if (!line.empty()) write(coloured(line) + "\n");
        }
    }

private:
    const sim::session& session_;
    sim::event_id next_ = 0;

    // The stamp steps back, what the runtime says stands out.
    static std::string coloured(const std::string& line) {
        if (!colours()) return line;
        const std::size_t end = line.find("] ");
        if (end == std::string::npos) return line;
        const std::string stamp = toned(line.substr(0, end + 1), tone::dim);
        const std::string text = line.substr(end + 2);
        if (line.starts_with("[end ")) return stamp + " " + toned(text, text == "ok" ? tone::good : tone::bad);
        return stamp + " " + (text.starts_with("!") ? toned(text, tone::bad) : text);
    }
};

// Shows the run at a pace people can follow: virtual time against the wall clock, which the run itself never sees.
void run_paced(sim::session& session, printer& out, double speed, const sim::limits& limits) {
    const auto start = std::chrono::steady_clock::now();
    std::uint64_t steps = 0;
    while (session.state() == sim::run_state::running && steps++ < limits.max_steps) {
        const auto before = session.events().size();
        session.step_handle();
        if (session.events().size() == before) continue;
        const std::int64_t now = session.history().end_time();
        if (limits.until_ns && now > *limits.until_ns) break;
        finish_output();
        std::this_thread::sleep_until(start + std::chrono::nanoseconds(static_cast<std::int64_t>(static_cast<double>(now) / speed)));
        out.print_new();
    }
}

// Without a limit the transcript is printed while the run goes on.
void run_streaming(sim::session& session, printer& out) {
    constexpr sim::event_id slice = 4096;
    while (session.state() == sim::run_state::running && session.events().size() < 50'000'000) {
        session.run_to_event(static_cast<sim::event_id>(session.events().size()) + slice);
        out.print_new();
    }
}

}  // namespace

exit_status run(const run_command_arguments& a) {
    const sim::run_spec spec = spec_of(a);
    const sim::limits limits = limits_of(a);
    sim::session session(spec, scenarios::catalogue());
    printer out(session);
    const bool text = !a.json && !a.digest;
    if (a.real_time && text) {
        run_paced(session, out, *a.real_time, limits);
    } else if (text && !a.until && !a.max_steps) {
        run_streaming(session, out);
    }
    session.run_to_end(limits);

    const std::string token = sim::to_token(session.spec(), scenarios::catalogue());
    if (a.json) {
        std::ostringstream json;
        sim::write_json(json, session.history(), token);
        write(json.str());
    } else if (a.digest) {
        write(sim::digest(session.events()) + "\n");
    } else {
        out.print_new();
    }
    finish_output();
    for (const std::string& line : sim::warnings(session.history())) fmt::print(stderr, "{}\n", line);
    if (!a.trace_file.empty()) sim::save_run(a.trace_file, session.events(), token);
    if (session.state() != sim::run_state::ok) {
        std::string_view error = session.error();
        if (session.state() == sim::run_state::deadlock) error.remove_prefix(std::min(error.find("deadlock"), error.size()));
        fmt::print(stderr, "orrery: {}\n", error);
    }
    return status_of(session.state());
}

}  // namespace runner
