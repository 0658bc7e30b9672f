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
#include "sim/transcript.hpp"

namespace gui {

std::string what_is_read(const std::string& path, std::uint64_t noticeable) {
    std::error_code none;
    if (!std::filesystem::is_regular_file(path, none)) return "";
    try {
        return sim::recording(path).events() < noticeable ? "" : "reading " + path.substr(path.rfind('/') + 1);
    } catch (const sim::usage_error&) {
        return "";  // whoever reads it says what is wrong with it
    }
}

// A recorded run is made again from its token: it can be stepped and asked like any other, and is the same run. A large
// one is read from its file, a part at a time.
void application::open_file(const std::string& path) {
    if (!said_so_) view_.reading = what_is_read(path, options_.noticeable);
    if (!said_so_ && !view_.reading.empty()) throw not_said_yet{};
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

// True: the event is in another part of a recorded run, to read that takes a moment, and no frame has said so yet; the
// next one will.
bool application::must_say(sim::event_id where) {
    const sim::recording* file = session_.recorded();
    if (said_so_ || file == nullptr || session_.history().knows(where) || where >= session_.run_events()) return false;
    if (session_.run_events() / file->parts() < options_.noticeable) return false;
    view_.reading = "reading another part of the run";
    return true;
}

void application::read_announced() {
    said_so_ = true;
    execute(*std::exchange(announced_, std::nullopt));
    nothing_is_read();
}

void application::nothing_is_read() {
    view_.reading.clear();
    said_so_ = false;
}

void application::save_run(const std::string& path) {
    if (const sim::recording* from = session_.recorded()) {
        throw sim::usage_error{fmt::format("this run is in {} already: copy that", sim::quoted(from->file().string()))};
    }
    const std::string file = path.empty() ? fmt::format("orrery-{}-{}.run", session_.spec().scenario, session_.spec().seed) : path;
    sim::save_run(file, session_.events(), sim::to_token(session_.spec(), session_.scenarios()));
    view_.notice = "saved " + file;
}

// By the file's name, as `orrery export` does; an ending alone stands for a name made from the run's.
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
        sim::write_json(text, history, sim::to_token(session_.spec(), session_.scenarios()));
    } else if (ending == "chrome") {
        sim::write_chrome_trace(text, history);
    } else if (ending == "txt") {
        text << sim::transcript(history);
    } else {
        throw sim::usage_error{fmt::format("'{}' is no export; expected a name that ends in .svg, .csv, .json, .chrome or .txt", path.substr(0, 60))};
    }
    if (!write_whole_file(file, text.str())) throw sim::usage_error{fmt::format("cannot write '{}': {}", file, std::strerror(errno))};
    view_.notice = "saved " + file;
    if (session_.recorded() != nullptr && ending != "svg") view_.notice += fmt::format(": only the part shown, events {} to {}", history.first(), history.size() - 1);
}

}  // namespace gui
