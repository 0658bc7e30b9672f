#include "gui/panels/widgets.hpp"

#include <array>
#include <cmath>

#include "gui/core/keys.hpp"
#include "gui/draw/text.hpp"
#include "gui/panels/palette.hpp"

namespace gui {

namespace {

void triangle(ImDrawList& list, ImVec2 c, float r, bool right, ImU32 colour) {
    const float d = right ? 1.0F : -1.0F;
    list.AddTriangleFilled(ImVec2(c.x - d * r * 0.8F, c.y - r), ImVec2(c.x + d * r * 0.9F, c.y),
                           ImVec2(c.x - d * r * 0.8F, c.y + r), colour);
}

void upright(ImDrawList& list, float x, float y, float r, float line, ImU32 colour) {
    x = std::floor(x - line / 2);
    list.AddRectFilled(ImVec2(x, std::floor(y - r)), ImVec2(x + line, std::ceil(y + r)), colour);
}

void arc(ImDrawList& list, ImVec2 c, float r, float from, float to, float line, ImU32 colour) {
    list.PathArcTo(c, r, from, to, 20);
    list.PathStroke(colour, 0, line);
}

constexpr float pi = 3.14159265F;

void draw_dice(ImDrawList& list, ImVec2 c, float r, float line, ImU32 colour) {
    list.AddRect(ImVec2(c.x - r, c.y - r), ImVec2(c.x + r, c.y + r), colour, r * 0.35F, 0, line);
    const float d = r * 0.46F;
    for (const float o : {-d, 0.0F, d}) list.AddCircleFilled(ImVec2(c.x + o, c.y + o), r * 0.19F, colour, 10);
}

void draw_link(ImDrawList& list, ImVec2 c, float r, float line, ImU32 colour) {
    const float w = r * 0.72F, h = r * 0.42F, o = r * 0.52F;
    list.AddRect(ImVec2(c.x - o - w, c.y - h), ImVec2(c.x - o + w, c.y + h), colour, h, 0, line);
    list.AddRect(ImVec2(c.x + o - w, c.y - h), ImVec2(c.x + o + w, c.y + h), colour, h, 0, line);
}

void draw_sun(ImDrawList& list, ImVec2 c, float r, float line, ImU32 colour) {
    list.AddCircleFilled(c, r * 0.45F, colour, 20);
    for (int i = 0; i < 8; ++i) {
        const float a = static_cast<float>(i) * pi / 4;
        const ImVec2 d(std::cos(a), std::sin(a));
        list.AddLine(ImVec2(c.x + d.x * r * 0.7F, c.y + d.y * r * 0.7F), ImVec2(c.x + d.x * r * 1.05F, c.y + d.y * r * 1.05F), colour, line);
    }
}

// The outline of a disc less another one. The arcs end where the two circles meet: 0.9 r around the centre, 0.75 r
// around (0.45, -0.25) r.
void draw_moon(ImDrawList& list, ImVec2 c, float r, float line, ImU32 colour) {
    const auto degrees = [](float angle) { return angle * pi / 180; };
    list.PathArcTo(c, r * 0.9F, degrees(27.4F), degrees(274.5F), 24);
    list.PathArcTo(ImVec2(c.x + r * 0.45F, c.y - r * 0.25F), r * 0.75F, degrees(239.6F), degrees(62.3F), 20);
    list.PathStroke(colour, ImDrawFlags_Closed, line);
}

}  // namespace

void draw_icon(ImDrawList& list, icon which, ImVec2 at, float size, ImU32 colour) {
    const ImVec2 c(std::floor(at.x) + 0.5F, std::floor(at.y) + 0.5F);
    const float r = size / 2;
    const float line = std::max(1.5F, size / 10);
    switch (which) {
        case icon::none: return;
        case icon::to_start:
            upright(list, c.x - r * 0.75F, c.y, r * 0.8F, line + 0.5F, colour);
            triangle(list, ImVec2(c.x + r * 0.25F, c.y), r * 0.8F, false, colour);
            return;
        case icon::to_end:
            triangle(list, ImVec2(c.x - r * 0.25F, c.y), r * 0.8F, true, colour);
            upright(list, c.x + r * 0.75F, c.y, r * 0.8F, line + 0.5F, colour);
            return;
        case icon::step_back:
        case icon::step: {
            // A bare chevron: less than a triangle, and less far.
            const float d = which == icon::step ? 1.0F : -1.0F;
            const std::array v = {ImVec2(c.x - d * r * 0.35F, c.y - r * 0.75F), ImVec2(c.x + d * r * 0.4F, c.y),
                                  ImVec2(c.x - d * r * 0.35F, c.y + r * 0.75F)};
            list.AddPolyline(v.data(), 3, colour, 0, line + 1);
            return;
        }
        case icon::play: triangle(list, ImVec2(c.x, c.y), r * 0.9F, true, colour); return;
        case icon::fast:
            triangle(list, ImVec2(c.x - r * 0.45F, c.y), r * 0.7F, true, colour);
            triangle(list, ImVec2(c.x + r * 0.45F, c.y), r * 0.7F, true, colour);
            return;
        case icon::pause:
            upright(list, c.x - r * 0.4F, c.y, r * 0.8F, std::round(r * 0.45F), colour);
            upright(list, c.x + r * 0.4F, c.y, r * 0.8F, std::round(r * 0.45F), colour);
            return;
        case icon::dice: draw_dice(list, c, r * 0.85F, line, colour); return;
        case icon::link: draw_link(list, c, r, line, colour); return;
        case icon::sun: draw_sun(list, c, r * 0.9F, line, colour); return;
        case icon::moon: draw_moon(list, c, r, line, colour); return;
        case icon::chevron: {
            const std::array v = {ImVec2(c.x - r * 0.5F, c.y - r * 0.25F), ImVec2(c.x, c.y + r * 0.3F), ImVec2(c.x + r * 0.5F, c.y - r * 0.25F)};
            list.AddPolyline(v.data(), 3, colour, 0, line);
            return;
        }
        case icon::search:
            list.AddCircle(ImVec2(c.x - r * 0.2F, c.y - r * 0.2F), r * 0.6F, colour, 20, line);
            list.AddLine(ImVec2(c.x + r * 0.25F, c.y + r * 0.25F), ImVec2(c.x + r * 0.8F, c.y + r * 0.8F), colour, line);
            return;
        case icon::reset:
            arc(list, c, r * 0.7F, -pi * 0.25F, pi * 1.35F, line, colour);
            list.AddTriangleFilled(ImVec2(c.x + r * 0.1F, c.y - r * 0.65F), ImVec2(c.x + r * 0.85F, c.y - r * 0.95F),
                                   ImVec2(c.x + r * 0.75F, c.y - r * 0.1F), colour);
            return;
        case icon::close:
            list.AddLine(ImVec2(c.x - r * 0.6F, c.y - r * 0.6F), ImVec2(c.x + r * 0.6F, c.y + r * 0.6F), colour, line);
            list.AddLine(ImVec2(c.x - r * 0.6F, c.y + r * 0.6F), ImVec2(c.x + r * 0.6F, c.y - r * 0.6F), colour, line);
            return;
        case icon::help: {
            const float x = c.x;
            arc(list, ImVec2(x, c.y - r * 0.35F), r * 0.42F, -pi * 0.95F, pi * 0.45F, line, colour);
            list.AddLine(ImVec2(x + r * 0.05F, c.y + r * 0.05F), ImVec2(x, c.y + r * 0.38F), colour, line);
            list.AddCircleFilled(ImVec2(x, c.y + r * 0.78F), line * 0.75F, colour, 10);
            return;
        }
        case icon::fit: {
            upright(list, c.x - r * 0.85F, c.y, r * 0.6F, line, colour);
            upright(list, c.x + r * 0.85F, c.y, r * 0.6F, line, colour);
            list.AddLine(ImVec2(c.x - r * 0.5F, c.y), ImVec2(c.x + r * 0.5F, c.y), colour, line);
            return;
        }
        case icon::gear:
            list.AddCircle(c, r * 0.55F, colour, 20, line);
            for (int i = 0; i < 8; ++i) {
                const float a = static_cast<float>(i) * pi / 4;
                const ImVec2 d(std::cos(a), std::sin(a));
                list.AddLine(ImVec2(c.x + d.x * r * 0.6F, c.y + d.y * r * 0.6F), ImVec2(c.x + d.x * r * 0.95F, c.y + d.y * r * 0.95F), colour, line + 1);
            }
            return;
        case icon::axis:
            list.AddLine(ImVec2(c.x - r * 0.9F, c.y + r * 0.35F), ImVec2(c.x + r * 0.9F, c.y + r * 0.35F), colour, line);
            for (const float x : {-0.8F, -0.25F, 0.3F, 0.85F}) upright(list, c.x + r * x, c.y - r * 0.05F, r * 0.4F, line, colour);
            return;
    }
}

void end_scrolling(rect area, float top, float end) {
    ImGui::SetCursorScreenPos({area.min.x, top});
    ImGui::Dummy({1, end - top});
    ImGui::EndChild();
}

void push_control(hit_map& hits, rect r, std::string_view label) {
    hits.push({.min = r.min, .max = r.max, .kind = hit_kind::control, .label = std::string(label)});
}

float button_width(const view& v, std::string_view text, icon mark) {
    const float pad = 10 * v.scale;
    const float mark_width = mark == icon::none ? 0 : 16 * v.scale;
    const float gap = mark != icon::none && !text.empty() ? 6 * v.scale : 0;
    return std::ceil(pad + mark_width + gap + (text.empty() ? 0 : text_width(v.text->normal, text)) + pad);
}

void tooltip(const view& v, std::string_view text, std::string_view key) {
    if (text.empty() || !ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) return;
    const std::string hint = key.empty() ? std::string() : key_hint(key);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(8 * v.scale, 6 * v.scale));
    ImGui::BeginTooltip();
    ImGui::PushTextWrapPos(320 * v.scale);
    ImGui::TextUnformatted(text.data(), text.data() + text.size());
    ImGui::PopTextWrapPos();
    if (!hint.empty()) {
        ImGui::SameLine();
        ImGui::TextDisabled("%s", hint.c_str());
    }
    ImGui::EndTooltip();
    ImGui::PopStyleVar();
}

bool button(const view& v, hit_map& hits, rect box, std::string_view label, std::string_view text, const button_look& look) {
    const theme& t = *v.colours;
    ImGui::SetCursorScreenPos(box.min);
    ImGui::PushID(label.data(), label.data() + label.size());
    ImGui::BeginDisabled(!look.enabled);
    const bool clicked = ImGui::InvisibleButton("button", ImVec2(box.width(), box.height()));
    const bool over = ImGui::IsItemHovered();
    const bool held = ImGui::IsItemActive();
    ImGui::EndDisabled();
    ImGui::PopID();

    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImU32 ground = held || look.active ? t.accent : over ? mixed(t.raised, t.muted, 0.25F) : t.raised;
    if (!look.quiet || over || look.active) list.AddRectFilled(box.min, box.max, faded(ground, look.enabled ? 1 : 0.5F), 4 * v.scale);
    const ImU32 ink = faded(t.text, look.enabled ? 1 : 0.4F);
    ImFont* font = v.text->normal;
    const float mark = look.mark == icon::none ? 0 : 16 * v.scale;
    const float gap = mark > 0 && !text.empty() ? 6 * v.scale : 0;
    const float room = box.width() - mark - gap - 8 * v.scale;
    const std::string shown = text.empty() ? std::string() : fitted(font, text, room);
    const float width = mark + gap + (shown.empty() ? 0 : text_width(font, shown));
    float x = std::floor(box.min.x + (box.width() - width) / 2);
    if (mark > 0) {
        draw_icon(list, look.mark, ImVec2(x + mark / 2, centre_of(box).y), mark, ink);
        x += mark + gap;
    }
    if (!shown.empty()) text_line(list, font, ImVec2(x, box.min.y + (box.height() - font_size(font)) / 2), ink, shown, room + 2);

    hits.push({.min = box.min, .max = box.max, .kind = hit_kind::button, .label = std::string(label)});
    tooltip(v, look.tooltip, look.key);
    return clicked && look.enabled;
}

namespace {

bool is_prefix(std::string_view text) { return text.size() == 1 && is_palette(text); }

}  // namespace

bool text_field(const view& v, hit_map& hits, rect box, std::string_view label, char* buffer, std::size_t size, bool take_focus,
                bool only_digits, const char* hint) {
    ImGui::SetCursorScreenPos(box.min);
    ImGui::PushID(label.data(), label.data() + label.size());
    ImGui::SetNextItemWidth(box.width());
    const float pad = std::floor((box.height() - font_size(v.text->normal)) / 2);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(8 * v.scale, pad));
    if (take_focus) ImGui::SetKeyboardFocusHere();
    ImGuiInputTextFlags flags = ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll;
    if (only_digits) flags |= ImGuiInputTextFlags_CharsDecimal;
    // What a command has put into the field is gone on from; all else is replaced by what is typed.
    static const char* goes_on = nullptr;
    if (take_focus && is_prefix(buffer)) goes_on = label.data();
    const auto at_end = [](ImGuiInputTextCallbackData* data) {
        if (goes_on == nullptr || !data->HasSelection()) return 0;
        data->ClearSelection();
        data->CursorPos = data->BufTextLen;
        goes_on = nullptr;
        return 0;
    };
    if (goes_on == label.data()) flags |= ImGuiInputTextFlags_CallbackAlways;
    const bool entered = ImGui::InputTextWithHint("##field", hint, buffer, size, flags, at_end);
    ImGui::PopStyleVar();
    ImGui::PopID();
    push_control(hits, box, label);
    return entered;
}

}  // namespace gui
