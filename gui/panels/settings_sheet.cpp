#include "gui/panels/settings_sheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "gui/draw/text.hpp"
#include "gui/panels/widgets.hpp"

namespace gui {

namespace {

class sheet_view {
public:
    sheet_view(const view& v, rect sheet, command_bus& bus, hit_map& hits)
        : v_(v), bus_(bus), hits_(hits), area_{{sheet.min.x, sheet.min.y + 8 * v.scale}, {sheet.max.x - 4 * v.scale, sheet.max.y - 8 * v.scale}},
          s_(v.scale), left_(sheet.min.x + 20 * v.scale), right_(sheet.max.x - 20 * v.scale) {}

    void run() {
        ImGui::SetCursorScreenPos(area_.min);
        ImGui::BeginChild("rows", {area_.width(), area_.height()}, false, ImGuiWindowFlags_NoNav);
        list_ = ImGui::GetWindowDrawList();
        const float top = std::floor(area_.min.y - ImGui::GetScrollY());
        y_ = top + 8 * s_;
        text_line(*list_, v_.text->large, {left_, y_}, v_.colours->text, "Settings", right_ - left_);
        y_ += 34 * s_;
        choice("Theme", {{"theme:dark", "Dark", v_.colours->name == "dark", with_text(command_kind::set_theme, "dark")},
                         {"theme:light", "Light", v_.colours->name == "light", with_text(command_kind::set_theme, "light")}});
        const std::string size = fmt::format("{:.0f} %", v_.user_scale * 100);
        choice("Size of everything", {{"scale:less", "-", false, with_number(command_kind::set_scale, std::max(0.75, static_cast<double>(v_.user_scale) - 0.25))},
                                      {"scale:one", size, false, with_number(command_kind::set_scale, 1)},
                                      {"scale:more", "+", false, with_number(command_kind::set_scale, std::min(3.0, static_cast<double>(v_.user_scale) + 0.25))}});
        on_off("Without colours", "colour-free", "Textures and letters tell states apart", v_.colour_free, command_kind::set_colour_free);
        on_off("Reduced motion", "reduced-motion", "Nothing begins to move by itself", v_.reduced_motion, command_kind::set_reduced_motion);
        on_off("Wheel zooms", "wheel-zooms", "Over the lanes; otherwise it scrolls them", v_.wheel_zooms, command_kind::set_wheel_zooms);
        y_ += 8 * s_;
        choice("This run", {{"save_run", "Save as a file", false, with_text(command_kind::save_run, "")},
                            {"settings:copy", "Copy as a link", false, with_text(command_kind::copy_token, "")}});
        choice("As a picture", {{"export:png", "PNG", false, with_text(command_kind::save_screenshot, ""), "The window"},
                                {"export:svg", "SVG", false, with_text(command_kind::export_run, "svg"), "The stretch of time the lanes show"}});
        choice("For other programs", {{"export:chrome", "Chrome trace", false, with_text(command_kind::export_run, "chrome"), "For Perfetto, Tracy and chrome://tracing"},
                                      {"export:json", "JSON", false, with_text(command_kind::export_run, "json"), "Tasks, objects and all events"},
                                      {"export:csv", "CSV", false, with_text(command_kind::export_run, "csv"), "All events, one a line"},
                                      {"export:txt", "Text", false, with_text(command_kind::export_run, "txt"), "What the run prints"}});
        open_field();
        y_ += 8 * s_;
        recent();
        end_scrolling(area_, top, y_);
    }

private:
    struct option {
        std::string label, text;
        bool active;
        command send;
        std::string_view tooltip = {};
    };
    const view& v_;
    command_bus& bus_;
    hit_map& hits_;
    rect area_;
    ImDrawList* list_ = nullptr;
    float s_, left_, right_, y_ = 0;

    bool visible(float height) const { return y_ + height > area_.min.y && y_ < area_.max.y; }

    static command with_text(command_kind kind, std::string text) {
        command c;
        c.kind = kind;
        c.text = std::move(text);
        return c;
    }
    static command with_number(command_kind kind, double number) {
        command c;
        c.kind = kind;
        c.number = number;
        return c;
    }

    void choice(std::string_view name, const std::vector<option>& options) {
        const float height = std::round(28 * s_);
        text_line(*list_, v_.text->normal, {left_, y_ + std::floor((height - font_size(v_.text->normal)) / 2)}, v_.colours->text, name, 150 * s_);
        float x = left_ + 160 * s_;
        for (const option& o : options) {
            button_look look;
            look.active = o.active;
            look.tooltip = o.tooltip;
            const float width = std::max(button_width(v_, o.text, icon::none), 36 * s_);
            if (visible(height) && x + width <= right_ && button(v_, hits_, box_at(x, y_, width, height), o.label, o.text, look)) bus_.push(o.send);
            x += width + 4 * s_;
        }
        y_ += height + 8 * s_;
    }

    void on_off(std::string_view name, const std::string& label, std::string_view about, bool on, command_kind kind) {
        const float top = y_;
        choice(name, {{label, on ? "On" : "Off", on, with_number(kind, on ? 0 : 1)}});
        const float x = left_ + 218 * s_;
        text_line(*list_, v_.text->small, {x, top + std::floor((std::round(28 * s_) - font_size(v_.text->small)) / 2)}, v_.colours->muted, about, right_ - x);
    }

    void open_field() {
        static std::array<char, 512> path{};
        const float height = std::round(28 * s_);
        text_line(*list_, v_.text->normal, {left_, y_ + std::floor((height - font_size(v_.text->normal)) / 2)}, v_.colours->text, "Open a saved run", 150 * s_);
        const rect box{{left_ + 160 * s_, y_}, {right_, y_ + height}};
        if (visible(height) && text_field(v_, hits_, box, "open_file", path.data(), path.size(), false, false, "its path, or drop it on the window")) {
            bus_.push(with_text(command_kind::open_file, path.data()));
        }
        y_ += height + 8 * s_;
    }

    void recent() {
        if (v_.recent.size() < 2) return;
        text_line(*list_, v_.text->small, {left_, y_}, v_.colours->muted, "Recent runs", right_ - left_);
        y_ += 20 * s_;
        const float height = std::round(26 * s_);
        for (std::size_t i = 1; i < v_.recent.size(); ++i) {
            button_look look;
            look.quiet = true;
            const rect row = box_at(left_ - 8 * s_, y_, right_ - left_ + 16 * s_, height);
            if (visible(height) && button(v_, hits_, row, fmt::format("recent:{}", i), "", look)) {
                bus_.push(with_text(command_kind::open_scenario, v_.recent[i]));
                bus_.push(command_kind::toggle_settings);
            }
            text_line(*list_, v_.text->normal, {left_, y_ + std::floor((height - font_size(v_.text->normal)) / 2)}, v_.colours->text, described(v_.recent[i]), right_ - left_);
            y_ += height;
        }
    }

    // "Downloads with progress, seed 42, 1 setting": what a token stands for.
    std::string described(const std::string& token) const {
        try {
            const sim::run_spec spec = sim::from_token(token, v_.session->scenarios());
            std::string text = fmt::format("{}, seed {}", sim::find(v_.session->scenarios(), spec.scenario).what->title, spec.seed);
            for (const auto& [name, value] : spec.parameters) {
                const sim::parameter* p = sim::find_parameter(*sim::find(v_.session->scenarios(), spec.scenario).what, name);
                if (p != nullptr) text += fmt::format(", {} {}", name, sim::to_string(*p, value));
            }
            return text;
        } catch (const sim::usage_error&) {
            return token;  // of another version of the program
        }
    }
};

}  // namespace

void settings_panel(const view& v, rect area, command_bus& bus, hit_map& hits) {
    const float width = std::min(std::round(520 * v.scale), area.width() - 16 * v.scale);
    const float recent = v.recent.size() < 2 ? 0 : 20 + 26 * static_cast<float>(v.recent.size() - 1);
    const float height = std::min(std::round((414 + recent) * v.scale), area.height() - 56 * v.scale);  // of all rows, or they scroll
    const rect sheet = box_at(std::floor(area.max.x - width - 8 * v.scale), std::floor(area.min.y + 44 * v.scale), width, height);
    push_control(hits, sheet, "settings");
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(sheet.min, sheet.max, v.colours->panel, 6 * v.scale);
    list.AddRect(sheet.min, sheet.max, mixed(v.colours->raised, v.colours->muted, 0.35F), 6 * v.scale);
    sheet_view(v, sheet, bus, hits).run();
}

}  // namespace gui
