#pragma once
// The window on no display: frames without pixels, input as if from a person. One instance at a time.

#include <imgui.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "gui/app/application.hpp"
#include "gui/core/imgui_compat.hpp"
#include "gui/core/keys.hpp"
#include "scenarios/catalogue.hpp"

namespace gui_test {

using namespace gui;
using enum command_kind;

// Of a test's own, for a catalogue of its own.
inline sim::scenario make_scenario(std::string name, aio::coro<void> (*program)(sim::world&)) {
    sim::scenario s;
    s.name = name;
    s.title = std::move(name);
    s.group = "tests";
    s.program = program;
    return s;
}

class null_backend {
public:
    explicit null_backend(std::string_view scenario = "downloads", ImVec2 size = ImVec2(1440, 900), bool autoplay = false) {
        application_options options;
        options.autoplay = autoplay;
        open(scenario, scenarios::catalogue(), std::move(options), size);
    }
    // Scenarios of a test's own.
    null_backend(std::string_view scenario, sim::catalogue all, application_options options = {}) {
        options.autoplay = false;
        open(scenario, all, std::move(options), ImVec2(1440, 900));
    }
    ~null_backend() {
        app.reset();
        ImGui::DestroyContext();
    }
    null_backend(const null_backend&) = delete;
    null_backend& operator=(const null_backend&) = delete;

    std::unique_ptr<application> app;

    static std::string& clipboard() {
        static std::string text;
        return text;
    }

    void frame(double seconds = 1 / 60.0) {
        ImGuiIO& io = ImGui::GetIO();
        io.DeltaTime = seconds > 0 ? static_cast<float>(seconds) : 1 / 60.0F;
        if (app->prepare()) build_atlas();
        app->frame(seconds);
    }
    void frames(int count) {
        for (int i = 0; i < count; ++i) frame();
    }
    void resize(ImVec2 size) {
        ImGui::GetIO().DisplaySize = size;
        frames(2);
    }

    void move(ImVec2 to) { input::mouse_position(to); }
    void click(ImVec2 at, int button = 0) {
        move(at);
        frame();
        input::mouse_button(button, true);
        frame();
        input::mouse_button(button, false);
        frames(2);
    }
    void click(hit_kind kind, std::string_view label) { click(place(kind, label)); }
    void drag(ImVec2 from, ImVec2 to, int button = 0) {
        move(from);
        frame();
        input::mouse_button(button, true);
        frame();
        for (int i = 1; i <= 4; ++i) {
            const float share = static_cast<float>(i) / 4;
            move({from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share});
            frame();
        }
        input::mouse_button(button, false);
        frames(2);
    }
    void turn(ImVec2 at, float notches, bool ctrl = false, bool shift = false) {
        move(at);
        input::modifiers(ctrl, shift, false);
        frame();
        input::wheel(0, notches);
        frame();
        input::modifiers(false, false, false);
        frame();
    }
    void type(const char* text) {
        input::text(text);
        // Characters arrive one a frame from 1.87 on.
        frames(2 + static_cast<int>(std::string_view(text).size()));
    }
    void tap(ImGuiKey key) {  // one ImGui itself understands, in a text field
        input::key(key, true);
        frame();
        input::key(key, false);
        frame();
    }
    void press(std::string_view keys, bool repeat = false) {
        const auto what = parse_chord(keys);
        if (!what) throw std::logic_error("no such key");
        app->press({*what, repeat});
        frame();
    }

    void send(command c) {
        app->apply(c);
        frame();
    }
    void send(command_kind kind, double number = 0, std::string text = "") {
        command c;
        c.kind = kind;
        c.number = number;
        c.text = std::move(text);
        send(std::move(c));
    }

    void set(std::string parameter, std::int64_t value) {
        command c;
        c.kind = set_parameter;
        c.text = std::move(parameter);
        c.value = value;
        send(std::move(c));
    }

    sim::object_id object_named(std::string_view name) const {  // 0: there is none
        for (const auto& o : run().history().objects()) {
            if (o.name == name) return o.id;
        }
        return 0;
    }

    void select(sim::task_id task) {
        command c;
        c.kind = command_kind::select_task;
        c.task = task;
        send(std::move(c));
    }

    ImVec2 place(hit_kind kind, std::string_view label) const {
        const hit* found = app->hits().find(kind, label);
        if (found == nullptr) throw std::logic_error("nothing to click is called " + std::string(label));
        return {(found->min.x + found->max.x) / 2, (found->min.y + found->max.y) / 2};
    }
    const view& see() const { return app->state(); }
    const sim::session& run() const { return app->session(); }

private:
    void open(std::string_view scenario, sim::catalogue all, application_options options, ImVec2 size) {
        ImGui::CreateContext();
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.DisplaySize = size;
        io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
        io.GetClipboardTextFn = [](void*) -> const char* { return clipboard().c_str(); };
        io.SetClipboardTextFn = [](void*, const char* text) { clipboard() = text; };
        input::identity_key_map();
        sim::run_spec spec;
        spec.scenario = scenario;
        app = std::make_unique<application>(sim::normalised(spec, all), all, std::move(options));
        move({-1000, -1000});
        frames(3);
    }
    static void build_atlas() {
#if IMGUI_VERSION_NUM < 19200
        unsigned char* pixels = nullptr;
        int width = 0, height = 0;
        ImGui::GetIO().Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
        ImGui::GetIO().Fonts->SetTexID(ImTextureID{});
#else
        ImGui::GetIO().BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
#endif
    }
};

inline double visible_length(const null_backend& b) { return b.see().axis.last() - b.see().axis.first(); }

}  // namespace gui_test
