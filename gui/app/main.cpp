#include <algorithm>
#include <cstdio>
#include <exception>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "gui/app/application.hpp"
#include "gui/app/glfw_backend.hpp"
#include "gui/app/options.hpp"
#include "gui/app/ui_script.hpp"
#include "scenarios/catalogue.hpp"

namespace {

using namespace gui;

int fail(int status, const std::string& message) {
    std::fprintf(stderr, "orrery-gui: %s\n", message.c_str());
    return status;
}

application_options start_of(const options& o, const settings& chosen, float display_scale, const std::optional<sim::run_outline>& recorded) {
    application_options a;
    if (!o.screenshot && !o.ui_script) a.recent = load_recent(recent_path());
    a.chosen = chosen;
    if (o.theme) a.chosen.theme = *o.theme;
    a.display_scale = display_scale;
    if (recorded) a.recording = recorded->file;
    a.start_at = o.at;
    a.autoplay = o.autoplay && !o.screenshot;
    if (o.ui_script) a.chosen.toured = !o.autoplay;
    return a;
}

void show_range(const options& o, application& app) {
    if (!o.range) return;
    command c = *o.range;
    c.time_ns_2 = std::min(c.time_ns_2, app.session().run_end_time());
    if (c.time_ns < c.time_ns_2) app.apply(c);
}

int take_picture(const options& o, application& app, glfw_backend& backend) {
    // A picture shows the run as far as the window would compute it, whatever the machine's speed.
    while (app.computing()) app.compute();
    if (o.at) app.apply(*o.at);
    show_range(o, app);
    const picture taken = backend.take_picture(app);
    const std::string fault = write_png(*o.screenshot, taken);
    return fault.empty() ? 0 : fail(1, fault);
}

class offscreen_stage : public script_stage {
public:
    offscreen_stage(application& app, glfw_backend& backend) : app_(app), backend_(backend) {}
    void frame(double seconds) override { backend_.offscreen_frame(app_, seconds); }
    void resize(int width, int height) override { backend_.resize_offscreen(width, height); }
    void picture(const std::string& file) override {
        std::string fault = check_writable(file);
        if (fault.empty()) fault = write_png(file, backend_.take_picture(app_));
        if (!fault.empty()) throw sim::usage_error{fault};
    }
    void measure(int frames) override { std::puts(backend_.measure(app_, frames).c_str()); }

private:
    application& app_;
    glfw_backend& backend_;
};

std::vector<script_step> script_of(const std::string& file) {
    std::ifstream in(file);
    if (!in) throw sim::usage_error{"cannot read '" + file + "'"};
    std::ostringstream text;
    text << in.rdbuf();
    try {
        return parse_script(text.str());
    } catch (const sim::usage_error& e) {
        throw sim::usage_error{file + ", " + e.message};
    }
}

int open_window(const options& o) {
    const sim::catalogue scenarios = scenarios::catalogue();
    const bool hidden = o.screenshot || o.ui_script;
    const std::string reading = hidden ? std::string() : what_is_read(o.scenario);
    std::optional<sim::run_outline> recording;
    sim::run_spec spec;
    const auto find_run = [&] {
        recording = recording_of(o);
        spec = recording ? sim::from_token(recording->token, scenarios) : spec_of(o, scenarios);
    };
    if (reading.empty()) find_run();
    const std::vector<script_step> script = o.ui_script ? script_of(*o.ui_script) : std::vector<script_step>();
    if (o.screenshot) {
        const std::string fault = check_writable(*o.screenshot);
        if (!fault.empty()) return fail(2, fault);
    }
    // A picture depends on its arguments alone.
    const std::string path = hidden ? std::string() : settings_path();
    const loaded_settings loaded = load_settings(path);

    find_font("DejaVuSans.ttf");
    find_font("DejaVuSansMono.ttf");
    window_options w;
    w.width = o.width;
    w.height = o.height;
    w.scale = o.scale;
    w.hidden = hidden;
    w.print_frames = o.print_state;
    glfw_backend backend(w);
    if (!reading.empty()) {
        backend.say(reading, theme_of(o.theme.value_or(loaded.values.theme), loaded.values.colour_free), loaded.values.user_scale);
        find_run();
    }
    application app(spec, scenarios, start_of(o, loaded.values, backend.display_scale(), recording));
    if (o.tab) {
        command c;
        c.kind = command_kind::set_tab;
        c.text = *o.tab;
        app.apply(c);
    }
    show_range(o, app);
    if (o.ui_script) {
        offscreen_stage stage(app, backend);
        run_script(app, stage, script);
        return 0;
    }
    if (o.screenshot) return take_picture(o, app, backend);

    if (!loaded.notice.empty()) app.notify(loaded.notice);
    else if (!app.session().trouble().empty()) app.notify(std::string(app.session().trouble()));
    else if (recording && !recording->missing.empty()) app.notify(recording->missing);
    settings saved = app.chosen();
    std::vector<std::string> runs;
    const auto keep = [&] {
        if (app.recent() != runs) save_recent(recent_path(), runs = app.recent());
        if (app.chosen() == saved) return;
        saved = app.chosen();
        save_settings(path, saved);
    };
    backend.run(app, keep);
    keep();
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    try {
        const options o = parse_options({arguments + 1, arguments + count});
        if (o.help) return std::fputs(usage_text().c_str(), stdout), 0;
        if (o.version) return std::puts("orrery-gui " ORRERY_VERSION), 0;
        if (o.list) return std::fputs(list_text(scenarios::catalogue()).c_str(), stdout), 0;
        return open_window(o);
    } catch (const sim::usage_error& e) {
        return fail(2, e.message);
    } catch (const window_error& e) {
        return fail(2, e.message);
    } catch (const std::exception& e) {
        return fail(1, e.what());
    }
}
