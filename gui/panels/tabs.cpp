#include "gui/panels/tabs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "gui/draw/text.hpp"
#include "gui/draw/warnings.hpp"
#include "gui/panels/widgets.hpp"

namespace gui {

void tabs_panel(const view& v, rect area, command_bus& bus, hit_map& hits) {
    const auto px = [&](float pixels) { return std::round(pixels * v.scale); };
    const std::size_t changed = v.session->spec().parameters.size();
    const float most = area.width() - px(16) - 3 * px(4);
    const auto width_of = [&](std::string_view text) { return button_width(v, text, icon::none); };
    float wanted = width_of("Resources") + width_of("Events") + width_of("Warnings (99)") + width_of("Parameters (9 set)");
    const bool counts = wanted <= most;  // where there is room for them
    if (!counts) wanted = width_of("Resources") + width_of("Events") + width_of("Warnings") + width_of("Parameters");
    const float share = std::min(1.0F, most / wanted);
    const std::string parameters = changed == 0 || !counts ? "Parameters" : fmt::format("Parameters ({} set)", changed);
    const std::size_t found = warnings_of(*v.session).size();
    const std::string warned = found == 0 || !counts ? "Warnings" : fmt::format("Warnings ({})", found);
    struct tab {
        std::string_view id, text, hint;
    };
    const std::array all = {
        tab{"resources", "Resources", "Queues, locks, permits and progress over the same axis"},
        tab{"events", "Events", "Every event of the run, in order"},
        tab{"warnings", warned, "What went wrong, or nearly always is a mistake"},
        tab{"parameters", parameters, "What the scenario can be asked for"},
    };
    float x = area.min.x + px(8);
    const float y = area.min.y + px(4);
    for (const tab& t : all) {
        button_look look;
        look.active = v.tab == t.id;
        look.quiet = true;
        look.tooltip = t.hint;
        look.key = "next_tab";
        const float width = std::floor(width_of(t.text) * share);
        if (button(v, hits, box_at(x, y, width, px(24)), t.id, t.text, look) && v.tab != t.id) {
            command c;
            c.kind = command_kind::set_tab;
            c.text = t.id;
            bus.push(std::move(c));
        }
        x += width + px(4);
    }
    const float room = area.max.x - px(8) - x - px(16);
    if (room < px(120)) return;
    text_right(*ImGui::GetWindowDrawList(), v.text->small,
               ImVec2(area.max.x - px(8), area.min.y + std::floor((area.height() - font_size(v.text->small)) / 2)), v.colours->muted,
               v.session->what().lesson, room);
}

}  // namespace gui
