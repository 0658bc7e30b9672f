#include "gui/core/theme.hpp"

#include <cmath>

namespace gui {

namespace {

constexpr ImU32 rgb(unsigned hex, unsigned alpha = 0xff) {
    return IM_COL32((hex >> 16) & 0xff, (hex >> 8) & 0xff, hex & 0xff, alpha);
}

constexpr ImU32 ink = rgb(0x0B0D10);
constexpr ImU32 paper = rgb(0xFFFFFF);

std::array<state_style, sim::task_state_count> dark_states() {
    return {{
        {rgb(0x2A313B), paper, 2, texture::solid, "", "not created yet"},
        {rgb(0xC9FCFF), ink, 12, texture::solid, "RD", "ready"},
        {rgb(0x32D499), ink, 18, texture::solid, "RU", "running"},
        {rgb(0x67656D), paper, 8, texture::dotted_line, "TM", "sleeping"},
        {rgb(0xFB930C), ink, 12, texture::diagonal, "LK", "waits for a lock"},
        {rgb(0xFBDE22), ink, 12, texture::dots, "QU", "waits for a queue"},
        {rgb(0xD342B6), ink, 12, texture::vertical, "JN", "waits for a task"},
        {rgb(0x1D8AFA), ink, 12, texture::horizontal, "IO", "waits for network"},
        {rgb(0xC02A12), paper, 18, texture::cross, "CX", "cancelling"},
        {rgb(0x9AA3AF), ink, 8, texture::solid, "OK", "done"},
        {rgb(0xC02A12), paper, 8, texture::solid, "ER", "failed"},
        {rgb(0x9AA3AF), ink, 8, texture::solid, "CA", "cancelled"},
    }};
}

std::array<state_style, sim::task_state_count> light_states() {
    auto s = dark_states();
    const auto set = [&s](sim::task_state state, ImU32 fill, ImU32 label) {
        s[static_cast<std::size_t>(state)].fill = fill;
        s[static_cast<std::size_t>(state)].label = label;
    };
    set(sim::task_state::unborn, rgb(0xDDE2E8), ink);
    set(sim::task_state::running, rgb(0x74BF7C), ink);
    set(sim::task_state::ready, rgb(0x5AE4DD), ink);
    set(sim::task_state::sleeping, rgb(0x8B8795), ink);
    set(sim::task_state::lock, rgb(0xC46616), ink);
    set(sim::task_state::queue, rgb(0xECD927), ink);
    set(sim::task_state::join, rgb(0x8B418D), paper);
    set(sim::task_state::io, rgb(0x216AF6), paper);
    set(sim::task_state::cancelling, rgb(0xA61F21), paper);
    set(sim::task_state::done, rgb(0x5B6572), paper);
    set(sim::task_state::failed, rgb(0xA61F21), paper);
    set(sim::task_state::cancelled, rgb(0x5B6572), paper);
    return s;
}

theme make_dark() {
    theme t;
    t.name = "dark";
    t.background = rgb(0x14171C);
    t.panel = rgb(0x1B2027);
    t.raised = rgb(0x2A313B);
    t.grid = rgb(0x2A313B);
    t.text = rgb(0xE6EAF0);
    t.muted = rgb(0x9AA3AF);
    t.arrow = rgb(0xAEB6C2);
    t.selection = rgb(0xFFFFFF);
    t.playhead = rgb(0xFFFFFF);
    t.accent = rgb(0x2F4260);
    t.outline = rgb(0x14171C);
    t.states = dark_states();
    t.outlined = false;
    return t;
}

theme make_light() {
    theme t;
    t.name = "light";
    t.background = rgb(0xFAFBFC);
    t.panel = rgb(0xF0F2F5);
    t.raised = rgb(0xDDE2E8);
    t.grid = rgb(0xDDE2E8);
    t.text = rgb(0x1B2027);
    t.muted = rgb(0x5B6572);
    t.arrow = rgb(0x5B6572);
    t.selection = rgb(0x000000);
    t.playhead = rgb(0x000000);
    t.accent = rgb(0xC9D6EA);
    t.outline = rgb(0x3A3F47);
    t.states = light_states();
    t.outlined = true;
    return t;
}

ImVec4 mix(ImU32 a, ImU32 b, float share) {
    const ImVec4 x = ImGui::ColorConvertU32ToFloat4(a);
    const ImVec4 y = ImGui::ColorConvertU32ToFloat4(b);
    const auto between = [share](float from, float to) { return from + (to - from) * share; };
    return {between(x.x, y.x), between(x.y, y.y), between(x.z, y.z), between(x.w, y.w)};
}

}  // namespace

const theme& dark_theme() {
    static const theme t = make_dark();
    return t;
}

const theme& light_theme() {
    static const theme t = make_light();
    return t;
}

namespace {

// Greys far enough apart to be told side by side; textures and letters say the rest.
theme without_colours(theme t) {
    constexpr std::array<unsigned char, 8> dark_greys = {0xF2, 0xD8, 0x58, 0x9A, 0xBC, 0x74, 0x40, 0x88};
    constexpr std::array<unsigned char, 8> light_greys = {0xC8, 0xEC, 0x9A, 0x70, 0xDC, 0x84, 0x50, 0xB2};
    constexpr std::array states = {sim::task_state::running, sim::task_state::ready, sim::task_state::sleeping, sim::task_state::lock,
                                   sim::task_state::queue, sim::task_state::join, sim::task_state::cancelling, sim::task_state::io};
    const auto& greys = t.name == "dark" ? dark_greys : light_greys;
    for (std::size_t i = 0; i < states.size(); ++i) {
        const unsigned g = greys[i];
        state_style& style = t.states[static_cast<std::size_t>(states[i])];
        style.fill = IM_COL32(g, g, g, 255);
        style.label = g >= 0x78 ? IM_COL32(11, 13, 16, 255) : IM_COL32_WHITE;
    }
    t.colour_free = true;
    t.outlined = true;
    return t;
}

}  // namespace

const theme& theme_of(std::string_view name, bool colour_free) {
    static const theme dark = without_colours(dark_theme()), light = without_colours(light_theme());
    if (colour_free) return name == "light" ? light : dark;
    return name == "light" ? light_theme() : dark_theme();
}

void apply(const theme& t, float scale) {
    ImGuiStyle style;  // from ImGui's defaults each time: ScaleAllSizes() is not idempotent
    style.WindowPadding = {8, 8};
    style.FramePadding = {8, 5};
    style.ItemSpacing = {8, 8};
    style.ItemInnerSpacing = {8, 4};
    style.CellPadding = {8, 2};
    style.ScrollbarSize = 10;
    style.GrabMinSize = 12;
    style.WindowRounding = 6;
    style.PopupRounding = 6;
    style.FrameRounding = 4;
    style.GrabRounding = 4;
    style.ScrollbarRounding = 5;
    style.WindowBorderSize = 1;
    style.ChildBorderSize = 0;
    style.FrameBorderSize = 0;
    style.PopupBorderSize = 1;
    style.WindowMinSize = {16, 16};
    style.ScaleAllSizes(scale);
    style.AntiAliasedLinesUseTex = true;

    const auto of = [](ImU32 colour) { return ImGui::ColorConvertU32ToFloat4(colour); };
    ImVec4* c = style.Colors;
    if (t.name == "light") ImGui::StyleColorsLight(&style);
    else ImGui::StyleColorsDark(&style);
    c[ImGuiCol_Text] = of(t.text);
    c[ImGuiCol_TextDisabled] = of(t.muted);
    c[ImGuiCol_WindowBg] = of(t.panel);
    c[ImGuiCol_ChildBg] = {0, 0, 0, 0};
    c[ImGuiCol_PopupBg] = of(t.panel);
    c[ImGuiCol_Border] = mix(t.raised, t.muted, 0.35F);
    c[ImGuiCol_FrameBg] = of(t.raised);
    c[ImGuiCol_FrameBgHovered] = mix(t.raised, t.muted, 0.25F);
    c[ImGuiCol_FrameBgActive] = of(t.accent);
    c[ImGuiCol_Button] = of(t.raised);
    c[ImGuiCol_ButtonHovered] = mix(t.raised, t.muted, 0.25F);
    c[ImGuiCol_ButtonActive] = of(t.accent);
    c[ImGuiCol_Header] = of(t.accent);
    c[ImGuiCol_HeaderHovered] = mix(t.panel, t.accent, 0.6F);
    c[ImGuiCol_HeaderActive] = of(t.accent);
    c[ImGuiCol_CheckMark] = of(t.text);
    c[ImGuiCol_SliderGrab] = of(t.muted);
    c[ImGuiCol_SliderGrabActive] = of(t.text);
    c[ImGuiCol_ScrollbarBg] = {0, 0, 0, 0};
    c[ImGuiCol_ScrollbarGrab] = mix(t.raised, t.muted, 0.2F);
    c[ImGuiCol_ScrollbarGrabHovered] = mix(t.raised, t.muted, 0.4F);
    c[ImGuiCol_ScrollbarGrabActive] = of(t.muted);
    c[ImGuiCol_Separator] = of(t.grid);
    c[ImGuiCol_TableHeaderBg] = of(t.panel);
    c[ImGuiCol_TableBorderStrong] = of(t.grid);
    c[ImGuiCol_TableBorderLight] = of(t.grid);
    c[ImGuiCol_TableRowBg] = {0, 0, 0, 0};
    c[ImGuiCol_TableRowBgAlt] = {0, 0, 0, 0};
    c[ImGuiCol_TextSelectedBg] = mix(t.accent, t.muted, 0.2F);
    c[ImGuiCol_NavHighlight] = {0, 0, 0, 0};
    ImGui::GetStyle() = style;
}

}  // namespace gui
