#include "gui/panels/palette.hpp"

#include <algorithm>

#include "gui/core/keys.hpp"
#include "gui/core/moment.hpp"
#include "gui/draw/run_index.hpp"
#include "gui/panels/picker_search.hpp"
#include "sim/narration.hpp"

namespace gui {

namespace {

constexpr std::size_t most_tasks = 200;

std::vector<palette_entry> commands(const view& v, std::string_view words) {
    std::vector<palette_entry> found;
    for (const binding& b : key_table()) {
        if (!has_words(std::string(b.label) + '\n' + std::string(b.id) + '\n' + std::string(b.category), words)) continue;
        found.push_back({std::string(b.id), std::string(b.label), key_hint(b.id), b.make(v)});
    }
    return found;
}

std::vector<palette_entry> tasks(const view& v, std::string_view words) {
    const sim::timeline& history = v.session->history();
    std::vector<palette_entry> found;
    for (const sim::task_info& task : history.tasks()) {
        if (found.size() == most_tasks) break;
        if (!has_words(task.path + '\n' + task.name, words)) continue;
        command c;
        c.kind = command_kind::select_task;
        c.task = task.id;
        const auto state = history.state_at(task.id, v.now.event);
        found.push_back({task.path, task.path, v.colours->of(state).name, c});
    }
    return found;
}

std::vector<palette_entry> moment(std::string_view typed) {
    const std::string text(typed.front() == ':' ? typed.substr(1) : typed);
    const auto there = parse_moment(text);
    if (!there) return {};
    return {{text, "Go to " + text, there->kind == command_kind::go_to_event ? "an event" : "a time", *there}};
}

}  // namespace

bool is_palette(std::string_view typed) { return !typed.empty() && std::string_view(">@#:").find(typed.front()) != std::string_view::npos; }

std::vector<palette_entry> palette_of(const view& v, std::string_view typed) {
    if (!is_palette(typed)) return {};
    if (typed.front() == '>') return commands(v, typed.substr(1));
    if (typed.front() == '@') return tasks(v, typed.substr(1));
    return moment(typed);
}

const palette_entry* chosen_of(const std::vector<palette_entry>& found, std::string_view picked) {
    if (found.empty()) return nullptr;
    const auto there = std::find_if(found.begin(), found.end(), [&](const palette_entry& e) { return e.id == picked; });
    return there == found.end() ? &found.front() : &*there;
}

}  // namespace gui
