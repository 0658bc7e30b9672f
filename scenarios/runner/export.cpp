// export and diff: runs made now or recorded before.

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <sstream>

#include "scenarios/catalogue.hpp"
#include "scenarios/runner/command.hpp"
#include "scenarios/runner/output_file.hpp"
#include "scenarios/runner/terminal.hpp"
#include "sim/diff.hpp"
#include "sim/export.hpp"
#include "sim/trace_file.hpp"
#include "sim/transcript.hpp"

namespace runner {

namespace {

// A run to look at: either made now, or read from a file.
struct recorded {
    std::unique_ptr<sim::session> session;
    std::unique_ptr<sim::saved_run> file;
    std::unique_ptr<sim::timeline> from_file;
    std::string token;

    const sim::timeline& history() const { return session != nullptr ? session->history() : *from_file; }
};

recorded open(const run_arguments& a) {
    recorded r;
    std::error_code none;
    if (std::filesystem::exists(a.name, none) && std::filesystem::is_regular_file(a.name, none)) {
        if (a.seed || !a.settings.empty()) {
            throw sim::usage_error{"'" + a.name + "' is a recorded run; --seed and --set have no part in it"};
        }
        r.file = std::make_unique<sim::saved_run>(sim::load_run(a.name));
        r.from_file = std::make_unique<sim::timeline>(r.file->events);
        r.from_file->extend();
        r.token = r.file->token;
        if (!r.file->missing.empty()) fmt::print(stderr, "orrery: '{}': {}\n", a.name, r.file->missing);
        return r;
    }
    r.session = std::make_unique<sim::session>(spec_of(a), scenarios::catalogue());
    r.session->run_to_end(limits_of(a));
    r.token = sim::to_token(r.session->spec(), scenarios::catalogue());
    return r;
}

}  // namespace

exit_status export_run(const export_arguments& a) {
    const recorded r = open(a);
    std::ostringstream text;
    if (a.format == "chrome") {
        sim::write_chrome_trace(text, r.history());
    } else if (a.format == "json") {
        sim::write_json(text, r.history(), r.token);
    } else if (a.format == "csv") {
        sim::write_csv(text, r.history());
    } else if (a.format == "text") {
        text << sim::transcript(r.history());
    } else {
        throw sim::usage_error{"no format '" + a.format.substr(0, 40) + "'; there are chrome, json, csv, text"};
    }
    if (a.output.empty()) {
        write(text.str());
    } else {
        write_file(a.output, text.str());
    }
    return exit_status::ok;
}

exit_status diff(const diff_arguments& d) {
    run_arguments a;
    a.name = d.a;
    run_arguments b;
    b.name = d.b;
    std::error_code none;
    if (!std::filesystem::is_regular_file(d.a, none)) a.seed = d.seed;
    if (!std::filesystem::is_regular_file(d.b, none)) b.seed = d.seed;
    const recorded left = open(a);
    const recorded right = open(b);
    const auto parting = sim::first_divergence(left.history(), right.history());
    if (!parting) {
        write(fmt::format("equal: {} events\n", left.history().size()));
        return exit_status::ok;
    }
    write(fmt::format("they part at event {}\n{}\n", parting->event, parting->sentence));
    return exit_status::failed;
}

}  // namespace runner
