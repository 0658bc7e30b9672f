#include "gui/panels/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gui/draw/text.hpp"
#include "gui/panels/widgets.hpp"

namespace gui {

namespace {

using sim::parameter;
using sim::parameter_type;
using sim::parameter_value;

const parameter_value& value_of(const view& v, const parameter& p) {
    for (const auto& [name, value] : v.session->spec().parameters) {
        if (name == p.name) return value;
    }
    return p.standard;
}

void set(command_bus& bus, const parameter& p, parameter_value value) {
    command c;
    c.kind = command_kind::set_parameter;
    c.text = p.name;
    c.value = std::move(value);
    bus.push(std::move(c));
}

// A slider where every value of the range is within reach of the mouse, otherwise a number to drag; both take typing.
void whole_number(const view& v, const parameter& p, command_bus& bus) {
    auto value = std::get<std::int64_t>(value_of(v, p));
    const auto low = static_cast<std::int64_t>(p.minimum), high = static_cast<std::int64_t>(p.maximum);
    const bool changed = high - low <= 1000
                             ? ImGui::SliderScalar("##value", ImGuiDataType_S64, &value, &low, &high, "%lld", ImGuiSliderFlags_AlwaysClamp)
                             : ImGui::DragScalar("##value", ImGuiDataType_S64, &value, std::max(1.0F, static_cast<float>(high - low) / 2000),
                                                 &low, &high, "%lld", ImGuiSliderFlags_AlwaysClamp);
    if (changed) set(bus, p, value);
}

void real_number(const view& v, const parameter& p, command_bus& bus) {
    auto value = std::get<double>(value_of(v, p));
    const bool wide = p.minimum > 0 && p.maximum / p.minimum > 100;
    const ImGuiSliderFlags flags = ImGuiSliderFlags_AlwaysClamp | (wide ? ImGuiSliderFlags_Logarithmic : 0);
    const char* format = p.type == parameter_type::duration ? "%.4g s" : "%.4g";
    if (ImGui::SliderScalar("##value", ImGuiDataType_Double, &value, &p.minimum, &p.maximum, format, flags)) {
        set(bus, p, std::clamp(value, p.minimum, p.maximum));
    }
}

void one_of(const view& v, const parameter& p, command_bus& bus) {
    const auto& value = std::get<std::string>(value_of(v, p));
    if (!ImGui::BeginCombo("##value", value.c_str())) return;
    for (const std::string& option : p.choices) {
        if (ImGui::Selectable(option.c_str(), option == value) && option != value) set(bus, p, option);
    }
    ImGui::EndCombo();
}

// `shown` is what scrolling leaves visible: a control that is cut off is nothing to click.
void cell(const view& v, const parameter& p, rect area, rect shown, command_bus& bus, hit_map& all_hits) {
    hit_map cut_off;
    hit_map& hits = area.min.y >= shown.min.y && area.max.y <= shown.max.y ? all_hits : cut_off;
    const auto px = [&](float pixels) { return std::round(pixels * v.scale); };
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const parameter_value& value = value_of(v, p);
    const bool changed = value != p.standard;
    const float label = px(104);
    const float height = px(24);
    const rect control = box_at(area.min.x + label, area.min.y, area.width() - label - px(32), height);

    ImGui::PushID(p.name.c_str());
    text_line(list, v.text->normal, ImVec2(area.min.x, area.min.y + std::floor((height - font_size(v.text->normal)) / 2)),
              changed ? v.colours->text : mixed(v.colours->text, v.colours->muted, 0.4F), p.name, label - px(8));
    ImGui::SetCursorScreenPos(control.min);
    ImGui::SetNextItemWidth(control.width());
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(px(8), std::floor((height - font_size(v.text->normal)) / 2)));
    switch (p.type) {
        case parameter_type::integer: whole_number(v, p, bus); break;
        case parameter_type::number:
        case parameter_type::duration: real_number(v, p, bus); break;
        case parameter_type::flag: {
            bool on = std::get<bool>(value);
            if (ImGui::Checkbox(on ? "yes" : "no", &on)) set(bus, p, on);
            break;
        }
        case parameter_type::choice: one_of(v, p, bus); break;
    }
    ImGui::PopStyleVar();
    tooltip(v, fmt::format("{}\n{}; without a change {}", p.help, sim::range_text(p), sim::to_string(p, p.standard)));
    push_control(hits, control, "parameter:" + p.name);
    if (changed) {
        button_look look;
        look.mark = icon::reset;
        look.quiet = true;
        const std::string hint = "Back to " + sim::to_string(p, p.standard);
        look.tooltip = hint;
        if (button(v, hits, box_at(control.max.x + px(4), area.min.y, height, height), "reset:" + p.name, "", look)) set(bus, p, p.standard);
    }
    ImGui::PopID();
    text_line(list, v.text->small, ImVec2(area.min.x, area.min.y + height + px(4)), v.colours->muted,
              fmt::format("{} ({})", p.help, sim::range_text(p)), area.width());
}

}  // namespace

void parameters_panel(const view& v, rect area, command_bus& bus, hit_map& hits) {
    const auto px = [&](float pixels) { return std::round(pixels * v.scale); };
    const auto& parameters = v.session->what().parameters;
    if (parameters.empty()) {
        text_line(*ImGui::GetWindowDrawList(), v.text->normal, ImVec2(area.min.x + px(16), area.min.y + px(12)), v.colours->muted,
                  "This scenario has no parameters; only the seed above changes it.", area.width() - px(32));
        return;
    }
    ImGui::SetCursorScreenPos(area.min);
    ImGui::BeginChild("cells", ImVec2(area.width(), area.height()));
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const float inner = area.width() - px(32);
    const float columns = std::max(1.0F, std::floor(inner / px(320)));
    const float width = std::min(std::floor((inner + px(32)) / columns), px(420));
    const float height = px(56);
    std::size_t i = 0;
    for (const sim::parameter& p : parameters) {
        const float column = std::fmod(static_cast<float>(i), columns);
        const float line = std::floor(static_cast<float>(i) / columns);
        cell(v, p, box_at(origin.x + px(16) + column * width, origin.y + px(12) + line * height, width - px(32), height), area, bus, hits);
        ++i;
    }
    ImGui::SetCursorScreenPos(ImVec2(origin.x, origin.y + px(12) + std::ceil(static_cast<float>(i) / columns) * height));
    ImGui::Dummy(ImVec2(1, 1));
    ImGui::EndChild();
}

}  // namespace gui
