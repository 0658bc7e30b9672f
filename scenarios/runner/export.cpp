// export and diff: runs made now or recorded before.

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <sstream>

#include "runtime/core/clock.hpp"
#include "scenarios/catalogue.hpp"
#include "scenarios/runner/command.hpp"
#include "scenarios/runner/output_file.hpp"
#include "scenarios/runner/terminal.hpp"
#include "sim/diff.hpp"
#include "sim/export.hpp"
#include "sim/export_svg.hpp"
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
    if (is_recording(a.name)) {
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

std::int64_t moment(const std::string& text) {
    const sim::parameter p = sim::duration("--range", 0, 0, 9e9, "");
    return aio::seconds(std::get<double>(sim::parse_value(p, text))).count();
}

// "1s..3s", "1s..", "..3s"
sim::svg_options picture_options(const std::string& range) {
    sim::svg_options options;
    if (range.empty()) return options;
    const std::size_t dots = range.find("..");
    if (dots == std::string::npos || range == "..") {
        throw sim::usage_error{"--range is '" + range.substr(0, 40) + "'; expected FROM..TO, as in --range 1s..2.5s"};
    }
    const std::string from = range.substr(0, dots), to = range.substr(dots + 2);
    if (!from.empty()) options.from_ns = moment(from);
    if (!to.empty()) options.to_ns = moment(to);
    if (options.to_ns && *options.to_ns <= options.from_ns.value_or(0)) {
        throw sim::usage_error{"--range is '" + range.substr(0, 40) + "'; its end must come after its beginning"};
    }
    return options;
}

// --to svg, or --to FILE.svg: the form by the file's name.
export_arguments resolved(export_arguments a) {
    if (a.to.empty()) return a;
    const std::filesystem::path path(a.to);
    a.format = a.to;
    if (!path.has_extension()) return a;
    a.output = a.to;
    a.format = path.extension().string().substr(1);
    if (a.format == "txt") a.format = "text";
    return a;
}

}  // namespace

exit_status export_run(const export_arguments& given) {
    const export_arguments a = resolved(given);
    const sim::svg_options picture = picture_options(a.range);
    const bool pixels = a.format == "png";
    if (!a.range.empty() && a.format != "svg" && !pixels) throw sim::usage_error{"--range is for svg and png; the other forms hold the whole run"};
    for (const auto& [option, value] : {std::pair("--at", &a.at), std::pair("--size", &a.size), std::pair("--theme", &a.theme)}) {
        if (!value->empty() && !pixels) throw sim::usage_error{std::string(option) + " is for png, a picture of the window"};
    }
    if (pixels) {
        export_arguments shown = a;
        if (!a.range.empty()) {
            shown.range = fmt::format("{}ns..", picture.from_ns.value_or(0));
            if (picture.to_ns) shown.range += fmt::format("{}ns", *picture.to_ns);
        }
        return export_picture(shown);
    }
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
    } else if (a.format == "svg") {
        sim::write_svg(text, r.history(), picture);
    } else {
        throw sim::usage_error{"no format '" + a.format.substr(0, 40) + "'; there are chrome, json, csv, svg, png, text"};
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
    if (!is_recording(d.a)) a.seed = d.seed;
    if (!is_recording(d.b)) b.seed = d.seed;
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
