// export and diff: runs made now or recorded before.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <optional>

#include "runtime/core/clock.hpp"
#include "scenarios/runner/command.hpp"
#include "scenarios/runner/feed.hpp"
#include "scenarios/runner/interrupt.hpp"
#include "scenarios/runner/output_file.hpp"
#include "scenarios/runner/progress.hpp"
#include "scenarios/runner/terminal.hpp"
#include "sim/diff.hpp"
#include "sim/export.hpp"
#include "sim/export_svg.hpp"
#include "sim/transcript.hpp"

namespace runner {

namespace {

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

// Options that are for one form, with another.
void check_form(const export_arguments& a) {
    static constexpr std::array<std::string_view, 6> forms{"chrome", "json", "csv", "svg", "png", "text"};
    if (std::find(forms.begin(), forms.end(), a.format) == forms.end()) {
        throw sim::usage_error{"no format '" + a.format.substr(0, 40) + "'; there are chrome, json, csv, svg, png, text"};
    }
    const bool pixels = a.format == "png";
    if (!a.range.empty() && a.format != "svg" && !pixels) throw sim::usage_error{"--range is for svg and png; the other forms hold the whole run"};
    for (const auto& [option, value] : {std::pair("--at", &a.at), std::pair("--size", &a.size), std::pair("--theme", &a.theme)}) {
        if (!value->empty() && !pixels) throw sim::usage_error{std::string(option) + " is for png, a picture of the window"};
    }
}

exit_status export_pixels(export_arguments a, const sim::svg_options& picture) {
    if (!a.range.empty()) {
        a.range = fmt::format("{}ns..", picture.from_ns.value_or(0));
        if (picture.to_ns) a.range += fmt::format("{}ns", *picture.to_ns);
    }
    return export_picture(a);
}

// Forms that go through a run once, and forget it behind them.
template <class Take>
void pass_through(feed& run, Take take) {
    progress_line progress(run.total(), progress_after_ms);
    for (std::size_t before = 0; run.more(); before = run.events().size()) {
        take();
        progress.advance(run.events().size() - before);
        run.forget();
    }
}

// Of a file, part by part: each is a timeline of its own.
void write_chrome_parts(std::ostream& out, const sim::recording& file) {
    progress_line progress(file.events(), progress_after_ms);
    sim::chrome_writer writer(out, [&progress](std::uint64_t events) {
        stop_if_interrupted();
        progress.advance(events);
    });
    sim::earlier_events earlier(file);
    std::unique_ptr<sim::run_part> part;
    for (std::size_t p = 0; p < file.parts(); ++p) {
        part.reset();  // one at a time is in memory
        part = file.read(p);
        if (!part->damage.empty()) throw sim::usage_error{part->damage};
        writer.add(part->history, [&earlier](sim::event_id e) { return earlier[e]; });
    }
    const sim::trace nothing;
    const sim::timeline empty(nothing);
    writer.close(part != nullptr ? part->history : empty);
}

void write_whole(std::ostream& out, feed& run, const export_arguments& a, const sim::svg_options& picture) {
    const sim::timeline& history = run.whole();
    progress_line progress(history.size(), progress_after_ms, "writing ");
    if (a.format == "json") {
        sim::write_json(out, history, run.token(), [&progress](std::uint64_t events) { progress.advance(events); });
    } else if (a.format == "chrome") {
        sim::write_chrome_trace(out, history);
    } else {
        sim::write_svg(out, history, picture);
    }
}

}  // namespace

exit_status export_run(const export_arguments& given) {
    const export_arguments a = resolved(given);
    const sim::svg_options picture = picture_options(a.range);
    check_form(a);
    if (a.format == "png") return export_pixels(a, picture);
    const interruptible here;
    feed run(a);
    output out(a.output);
    if (a.format == "csv") {
        sim::csv_writer rows(out.stream());
        pass_through(run, [&] { rows.add(run.events()); });
    } else if (a.format == "text") {
        sim::transcript_reader lines(run.events());
        pass_through(run, [&] { out.stream() << lines.next_lines(); });
    } else if (a.format == "chrome" && run.file() != nullptr) {
        write_chrome_parts(out.stream(), *run.file());
    } else {
        write_whole(out.stream(), run, a, picture);
    }
    out.finish();
    return exit_status::ok;
}

namespace {

// Both runs side by side, to the first event that differs or that one of them has alone. Nothing: they are equal.
std::optional<sim::event_id> first_difference(feed& a, feed& b) {
    progress_line progress(std::max(a.total(), b.total()), progress_after_ms);
    sim::event_id number = 0;
    for (;;) {
        const auto common = static_cast<sim::event_id>(std::min(a.events().size(), b.events().size()));
        progress.advance(common - number);
        for (; number < common; ++number) {
            if (!sim::same_event(a.events(), b.events(), number)) return number;
        }
        for (feed* side : {&a, &b}) {
            if (side->file() != nullptr && side->events().size() == number) side->forget();
        }
        const bool a_goes_on = a.events().size() > number || a.more(), b_goes_on = b.events().size() > number || b.more();
        if (!a_goes_on && !b_goes_on) return std::nullopt;
        if (!a_goes_on || !b_goes_on) return number;
    }
}

}  // namespace

exit_status diff(const diff_arguments& d) {
    run_arguments a;
    a.name = d.a;
    run_arguments b;
    b.name = d.b;
    if (!is_recording(d.a)) a.seed = d.seed;
    if (!is_recording(d.b)) b.seed = d.seed;
    const interruptible here;
    feed left(a), right(b);
    const std::optional<sim::event_id> number = first_difference(left, right);
    if (!number) {
        write(fmt::format("equal: {} events\n", left.events().size()));
        return exit_status::ok;
    }
    const sim::divergence parting = sim::parting(left.around(*number), right.around(*number), *number);
    write(fmt::format("they part at event {}\n{}\n", parting.event, parting.sentence));
    return exit_status::failed;
}

}  // namespace runner
