#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "scenarios/catalogue.hpp"
#include "scenarios/runner/command.hpp"
#include "scenarios/runner/output_file.hpp"
#include "scenarios/runner/progress.hpp"
#include "scenarios/runner/terminal.hpp"
#include "sim/diagnostics.hpp"
#include "sim/digest.hpp"
#include "sim/export.hpp"
#include "sim/trace_file.hpp"
#include "sim/transcript.hpp"

namespace runner {

namespace {

// A run of more events than this is forgotten behind what is printed and written: it needs no more memory than one of as
// many. Of a shorter one the mistakes can be told in full.
constexpr std::size_t kept_events = 1'000'000;
constexpr sim::event_id slice = 16'384;
constexpr std::size_t forgotten_at_once = 3 * slice;  // a block of a file

// The stamp steps back, what the runtime says stands out.
std::string coloured(std::string_view line) {
    const std::size_t end = line.find("] ");
    if (end == std::string::npos) return std::string(line);
    const std::string stamp = toned(line.substr(0, end + 1), tone::dim);
    const std::string_view text = line.substr(end + 2);
    if (line.starts_with("[end ")) return stamp + " " + toned(text, text == "ok" ? tone::good : tone::bad);
    return stamp + " " + (text.starts_with("!") ? toned(text, tone::bad) : std::string(text));
}

void print_coloured(std::string_view lines) {
    while (!lines.empty()) {
        const std::size_t end = lines.find('\n');
        write(coloured(lines.substr(0, end)) + "\n");
        lines.remove_prefix(end + 1);
    }
}

// Follows a run: prints, writes and hashes what is new.
class follower {
public:
    follower(sim::session& session, const run_command_arguments& a, const std::string& token)
        : session_(session), text_(!a.json && !a.digest), digest_(a.digest), keep_(a.json), lines_(session.events()) {
        if (!a.trace_file.empty()) file_.emplace(a.trace_file, token);
    }

    void follow() {
        const sim::trace& events = session_.events();
        if (text_) print_lines(lines_.next_lines());
        for (; next_ < events.size(); ++next_) {
            if (digest_) hash_.add(events, next_);
            mistakes_ += sim::is_mistake(events[next_].kind);
        }
        if (file_) file_->write_whole_blocks(events);
        if (keep_ || events.size() < kept_events || events.size() - events.first() < forgotten_at_once) return;
        if (file_) file_->write(events);
        session_.forget();
    }
    void finish() {
        follow();
        if (digest_) write(hash_.digest() + "\n");
        finish_output();
        if (file_) file_->finish(session_.events());
        if (mistakes_ == 0) return;  // the history need not be built
        if (session_.events().first() == 0) {
            for (const std::string& line : sim::warnings(session_.history())) fmt::print(stderr, "{}\n", line);
        } else {
            fmt::print(stderr, "warning: {} likely mistakes; the run is too long to name them here\n", mistakes_);
        }
    }

private:
    sim::session& session_;
    bool text_, digest_, keep_;
    sim::transcript_reader lines_;
    sim::digester hash_;
    std::optional<sim::trace_writer> file_;
    sim::event_id next_ = 0;
    std::uint64_t mistakes_ = 0;

    static void print_lines(const std::string& lines) {
        if (colours()) {
            print_coloured(lines);
        } else {
            write(lines);
        }
    }
};

// Shows the run at a pace people can follow: virtual time against the wall clock, which the run itself never sees.
void run_paced(sim::session& session, follower& out, double speed, const sim::limits& limits) {
    const auto start = std::chrono::steady_clock::now();
    while (session.state() == sim::run_state::running) {
        const auto before = session.events().size();
        session.run_on(limits, static_cast<sim::event_id>(before));
        const auto now = static_cast<double>(session.events().back().time);
        finish_output();
        std::this_thread::sleep_until(start + std::chrono::nanoseconds(static_cast<std::int64_t>(now / speed)));
        out.follow();
    }
}

void print_json(const sim::session& session, const std::string& token) {
    progress_line progress(session.events().size(), progress_after_ms, "writing ");
    output out("");
    sim::write_json(out.stream(), session.history(), token, [&progress](std::uint64_t events) { progress.advance(events); });
    out.finish();
}

}  // namespace

exit_status run(const run_command_arguments& a) {
    const sim::limits limits = limits_of(a);
    sim::session session(spec_of(a), scenarios::catalogue());
    const std::string token = sim::to_token(session.spec(), scenarios::catalogue());
    follower out(session, a, token);
    if (a.real_time && !a.json && !a.digest) run_paced(session, out, *a.real_time, limits);
    while (session.state() == sim::run_state::running) {
        session.run_on(limits, static_cast<sim::event_id>(session.events().size()) + slice);
        out.follow();
        if (a.json) session.pack();  // all of it is kept
    }
    if (a.json) print_json(session, token);
    out.finish();
    if (session.state() != sim::run_state::ok) {
        std::string_view error = session.error();
        if (session.state() == sim::run_state::deadlock) error.remove_prefix(std::min(error.find("deadlock"), error.size()));
        fmt::print(stderr, "orrery: {}\n", error);
    }
    return status_of(session.state());
}

}  // namespace runner
