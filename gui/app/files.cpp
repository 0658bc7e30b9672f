// Commands that read and write files: a recorded run, and a run for other programs.

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <sstream>
#include <utility>

#include "gui/app/application.hpp"
#include "gui/app/whole_file.hpp"
#include "gui/core/moment.hpp"
#include "gui/draw/text.hpp"
#include "sim/export.hpp"
#include "sim/export_svg.hpp"
#include "sim/plain_text.hpp"
#include "sim/trace_file.hpp"

namespace gui {

namespace {

constexpr std::uint64_t bytes_per_event = 1;  // of a file, about

}  // namespace

// A recorded run is made again from its token: it can be stepped and asked like any other, and is the same run. A large
// one is read from its file, a part at a time.
void application::open_file(const std::string& path) {
    const sim::run_outline saved = sim::outline_of(path, options_.most_made_again);
    if (saved.token.empty()) throw sim::usage_error{fmt::format("'{}' does not say which run it is", path)};
    if (saved.file != nullptr) open_recording(saved.file);
    else open_text(saved.token);
    view_.show_picker = false;
    view_.show_settings = false;
    if (!session_.trouble().empty()) view_.notice = session_.trouble();
    else if (!saved.missing.empty()) view_.notice = saved.missing;
    else if (session_.history().size() > saved.events) view_.notice = fmt::format("opened {}: a limit ended it after {} events; made again, it goes on", path, count_text(saved.events));
    else view_.notice = fmt::format("opened {}", path);
}

// What a command is going to read that takes a moment; "": nothing.
std::string application::what_it_reads(const command& c) const {
    if (c.kind == command_kind::open_file) {
        std::error_code fault;
        const auto size = std::filesystem::file_size(c.text, fault);
        return fault || size < options_.noticeable * bytes_per_event ? "" : "reading " + c.text.substr(c.text.rfind('/') + 1);
    }
    const sim::recording* file = session_.recorded();
    if (file == nullptr || file->parts() < 2 || session_.run_events() / file->parts() < options_.noticeable) return "";
    const sim::timeline& here = session_.history();
    const sim::event_id cursor = session_.cursor();
    const auto numbered = [&] {
        return std::find_if(view_.bookmarks.begin(), view_.bookmarks.end(), [&](const bookmark& b) { return b.number == static_cast<int>(c.number); });
    };
    bool elsewhere = false;
    switch (c.kind) {
        case command_kind::go_to_event:
        case command_kind::select_event: elsewhere = c.event != sim::no_event && c.event < session_.run_events() && !here.knows(c.event); break;
        case command_kind::go_to_time: elsewhere = c.time_ns < here.start_time() || (c.time_ns > here.end_time() && here.size() < session_.run_events()); break;
        case command_kind::set_view_range: elsewhere = is_in_another_part(c); break;
        case command_kind::go_to_text: {
            const auto moment = parse_moment(c.text);
            return moment && moment->kind != command_kind::go_to_text ? what_it_reads(*moment) : "";
        }
        case command_kind::go_to_start: elsewhere = here.first() > 0; break;
        case command_kind::go_to_end: elsewhere = here.size() < session_.run_events(); break;
        case command_kind::step: elsewhere = cursor != sim::no_event && cursor + 1 >= here.size() && cursor + 1 < session_.run_events(); break;
        case command_kind::step_back: elsewhere = cursor != sim::no_event && cursor == here.first() && cursor > 0; break;
        case command_kind::go_to_bookmark: elsewhere = numbered() != view_.bookmarks.end() && !here.knows(numbered()->event); break;
        default: break;
    }
    return elsewhere ? "reading another part of the run" : "";
}

// True: it is done after the next frame, which says so.
bool application::announce(const command& c) {
    if (announced_) read_announced();
    view_.reading = what_it_reads(c);
    if (view_.reading.empty()) return false;
    announced_ = c;
    said_so_ = false;
    return true;
}

void application::read_announced() {
    const command c = *std::exchange(announced_, std::nullopt);
    view_.reading.clear();
    execute(c);
}

void application::save_run(const std::string& path) {
    if (const sim::recording* from = session_.recorded()) {
        throw sim::usage_error{fmt::format("this run is in {} already: copy that", sim::quoted(from->file().string()))};
    }
    const std::string file = path.empty() ? fmt::format("orrery-{}-{}.run", session_.spec().scenario, session_.spec().seed) : path;
    sim::save_run(file, session_.events(), sim::to_token(session_.spec(), session_.scenarios()));
    view_.notice = "saved " + file;
}

// By the file's name: .svg is a picture of what the lanes show, .csv the events, .json a trace for Perfetto and Tracy. An
// ending alone stands for a name made from the run's.
void application::export_run(const std::string& path) {
    const bool named = path.find('.') != path.npos;
    const std::string ending = named ? path.substr(path.rfind('.') + 1) : path;
    const std::string file = named ? path : fmt::format("orrery-{}-{}.{}", session_.spec().scenario, session_.spec().seed, ending);
    const sim::timeline& history = session_.history();
    std::ostringstream text;
    if (ending == "svg") {
        const auto time_at = [&](double position) {
            if (view_.axis.mode() != axis_mode::event) return view_.axis.time_of(position);
            if (position < static_cast<double>(history.first()) || history.size() == 0) return history.start_time();
            return session_.events()[static_cast<sim::event_id>(std::min(position, static_cast<double>(history.size() - 1)))].time;
        };
        sim::svg_options options;
        options.from_ns = std::clamp<std::int64_t>(time_at(view_.axis.first()), history.start_time(), history.end_time());
        options.to_ns = std::clamp<std::int64_t>(time_at(view_.axis.last()), *options.from_ns, history.end_time());
        if (*options.to_ns == *options.from_ns) ++*options.to_ns;
        sim::write_svg(text, history, options);
    } else if (ending == "csv") {
        sim::write_csv(text, history);
    } else if (ending == "json") {
        sim::write_chrome_trace(text, history);
    } else {
        throw sim::usage_error{fmt::format("'{}' is no export; expected a name that ends in .svg, .csv or .json", path.substr(0, 60))};
    }
    if (!write_whole_file(file, text.str())) throw sim::usage_error{fmt::format("cannot write '{}': {}", file, std::strerror(errno))};
    view_.notice = "saved " + file;
    if (session_.recorded() != nullptr && ending != "svg") view_.notice += fmt::format(": only the part shown, events {} to {}", history.first(), history.size() - 1);
}

}  // namespace gui
