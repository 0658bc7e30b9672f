#include "gui/app/glfw_backend.hpp"

#include <GL/gl.h>
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

#include "gui/app/application.hpp"
#include "gui/app/glfw_keys.hpp"
#include "gui/app/offscreen.hpp"
#include "gui/panels/reading.hpp"

namespace gui {

namespace {

constexpr int frames_after_input = 4;     // popups and hover need a few frames to settle
constexpr double shortest_frame = 1 / 120.0;  // where nothing else holds the frame rate down
constexpr double longest_wait = 1.0;
constexpr double cursor_blink = 0.5;
constexpr double longest_step = 0.1;      // of playback, after the window did not get to run

std::string last_fault;

void remember_fault(int, const char* text) { last_fault = text; }

bool has_display() {
    const auto set = [](const char* name) {
        const char* value = std::getenv(name);
        return value != nullptr && *value != '\0';
    };
    return set("DISPLAY") || set("WAYLAND_DISPLAY");
}

}  // namespace

struct glfw_backend::state {
    window_options options;
    GLFWwindow* window = nullptr;
    application* driven = nullptr;
    int frames_due = frames_after_input;
    std::uint64_t frames = 0;
    std::string printed_hits, title;
    int left = 0, top = 0, width = 0, height = 0;  // of the window, while it fills the screen

    void start();
    void make_window();
    void install_callbacks();
    void paint(const theme&) const;
    void draw(application&, double seconds);
    void upload_fonts() const;
    void print_frame(const application&);
    void toggle_full_screen();
    void save_requested_picture(application&) const;
    picture read_pixels() const;
};

void glfw_backend::state::start() {
#ifdef __linux__
    if (!has_display()) throw window_error{"no display: set DISPLAY, or run `orrery run NAME` to see a run as text"};
#endif
    glfwSetErrorCallback(remember_fault);
    if (glfwInit() != GLFW_TRUE) throw window_error{"no display: " + last_fault + "; set DISPLAY, or run `orrery run NAME` to see a run as text"};
    make_window();
    IMGUI_CHECKVERSION();
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.ConfigWindowsMoveFromTitleBarOnly = true;
    install_callbacks();
    ImGui_ImplGlfw_InitForOpenGL(window, true);  // calls the callbacks that are there already
    ImGui_ImplOpenGL3_Init("#version 150");
}

void glfw_backend::state::make_window() {
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 2);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    glfwWindowHint(GLFW_VISIBLE, options.hidden ? GLFW_FALSE : GLFW_TRUE);
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, options.scale || options.hidden ? GLFW_FALSE : GLFW_TRUE);
    window = glfwCreateWindow(options.width, options.height, "Orrery", nullptr, nullptr);
    if (window == nullptr) {
        const std::string why = last_fault;
        glfwTerminate();
        throw window_error{"no window with OpenGL 3.2: " + why + "; update the graphics driver, or set LIBGL_ALWAYS_SOFTWARE=1"};
    }
    glfwMakeContextCurrent(window);
    if (options.hidden) return;
    glfwSwapInterval(1);
    glfwSetWindowSizeLimits(window, static_cast<int>(smallest_width), static_cast<int>(smallest_height), GLFW_DONT_CARE, GLFW_DONT_CARE);
    glfwSetWindowUserPointer(window, this);
}

void glfw_backend::state::install_callbacks() {
    if (options.hidden) return;
    static const auto due = [](GLFWwindow* w) {
        auto* s = static_cast<state*>(glfwGetWindowUserPointer(w));
        s->frames_due = frames_after_input;
        return s;
    };
    glfwSetKeyCallback(window, [](GLFWwindow* w, int key, int, int action, int modifiers) {
        state* s = due(w);
        if (action == GLFW_RELEASE || s->driven == nullptr) return;
        const chord pressed = chord_of_glfw(key, modifiers);
        if (pressed.key != key_code::none) s->driven->press({pressed, action == GLFW_REPEAT});
    });
    glfwSetCharCallback(window, [](GLFWwindow* w, unsigned) { due(w); });
    glfwSetCursorPosCallback(window, [](GLFWwindow* w, double, double) { due(w); });
    glfwSetCursorEnterCallback(window, [](GLFWwindow* w, int) { due(w); });
    glfwSetMouseButtonCallback(window, [](GLFWwindow* w, int, int, int) { due(w); });
    glfwSetScrollCallback(window, [](GLFWwindow* w, double, double) { due(w); });
    glfwSetDropCallback(window, [](GLFWwindow* w, int count, const char** paths) {
        state* s = due(w);
        if (count < 1 || s->driven == nullptr) return;
        command c;
        c.kind = command_kind::open_file;
        c.text = paths[0];
        s->driven->apply(c);
    });
    glfwSetWindowFocusCallback(window, [](GLFWwindow* w, int) { due(w); });
    glfwSetFramebufferSizeCallback(window, [](GLFWwindow* w, int, int) { due(w); });
    glfwSetWindowRefreshCallback(window, [](GLFWwindow* w) { due(w); });
    glfwSetWindowIconifyCallback(window, [](GLFWwindow* w, int) { due(w); });
    glfwSetWindowContentScaleCallback(window, [](GLFWwindow* w, float, float) { due(w); });
}

glfw_backend::glfw_backend(window_options options) : state_(std::make_unique<state>()) {
    state_->options = options;
    state_->start();
}

glfw_backend::~glfw_backend() {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
    glfwDestroyWindow(state_->window);
    glfwTerminate();
}

// The scale of text in window coordinates: where those are points already, the frame buffer is larger instead.
float glfw_backend::display_scale() const {
    if (state_->options.scale) return *state_->options.scale;
    if (state_->options.hidden) return 1;
    float x = 1, y = 1;
    glfwGetWindowContentScale(state_->window, &x, &y);
    int window_width = 0, pixel_width = 0, height = 0;
    glfwGetWindowSize(state_->window, &window_width, &height);
    glfwGetFramebufferSize(state_->window, &pixel_width, &height);
    const float density = window_width > 0 && pixel_width > 0 ? static_cast<float>(pixel_width) / static_cast<float>(window_width) : 1;
    return std::max(1.0F, std::round(std::max(x, y) / density * 4) / 4);
}

void glfw_backend::state::upload_fonts() const {
#if IMGUI_VERSION_NUM < 19200
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
#endif
}

picture glfw_backend::state::read_pixels() const {
    picture p;
    glfwGetFramebufferSize(window, &p.width, &p.height);
    read_current_buffer(p);
    return p;
}

void glfw_backend::state::save_requested_picture(application& app) const {
    const auto wanted = app.take_screenshot_request();
    if (!wanted) return;
    const std::string file = wanted->empty() ? fmt::format("orrery-{}-{}.png", app.session().spec().scenario, frames) : *wanted;
    std::string fault = check_writable(file);
    if (fault.empty()) fault = write_png(file, read_pixels());
    app.notify(fault.empty() ? "saved " + file : fault);
}

void glfw_backend::state::print_frame(const application& app) {
    std::string hits;
    for (const hit& h : app.hits().all()) {
        if (h.kind == hit_kind::button || h.kind == hit_kind::control || h.kind == hit_kind::scrub) {
            hits += fmt::format("hit {} {:.0f} {:.0f}\n", h.label, (h.min.x + h.max.x) / 2, (h.min.y + h.max.y) / 2);
        }
    }
    if (hits != printed_hits) std::fputs(hits.c_str(), stdout);
    printed_hits = hits;
    std::fputs(fmt::format("frame={} {}\n", frames, app.state_line()).c_str(), stdout);
    std::fflush(stdout);
}

void glfw_backend::state::toggle_full_screen() {
    if (glfwGetWindowMonitor(window) != nullptr) {
        glfwSetWindowMonitor(window, nullptr, left, top, width, height, GLFW_DONT_CARE);
        return;
    }
    GLFWmonitor* screen = glfwGetPrimaryMonitor();
    const GLFWvidmode* mode = screen == nullptr ? nullptr : glfwGetVideoMode(screen);
    if (mode == nullptr) return;
    glfwGetWindowPos(window, &left, &top);
    glfwGetWindowSize(window, &width, &height);
    glfwSetWindowMonitor(window, screen, 0, 0, mode->width, mode->height, mode->refreshRate);
}

// What ImGui has, on the window.
void glfw_backend::state::paint(const theme& colours) const {
    int width = 0, height = 0;
    glfwGetFramebufferSize(window, &width, &height);
    glViewport(0, 0, width, height);
    render(colours);
}

void glfw_backend::state::draw(application& app, double seconds) {
    if (app.take_full_screen_request()) toggle_full_screen();
    if (app.title() != title) {
        title = app.title();
        glfwSetWindowTitle(window, title.c_str());
    }
    if (app.prepare()) upload_fonts();
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    app.frame(seconds);
    paint(*app.state().colours);
    save_requested_picture(app);
    glfwSwapBuffers(window);
    ++frames;
    if (options.print_frames) print_frame(app);
}

void glfw_backend::say(const std::string& what, const theme& colours, float user_scale) {
    const float scale = display_scale() * user_scale;
    const fonts text = load_fonts(scale);
    state_->upload_fonts();
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    ImGui::NewFrame();
    paint_reading(*ImGui::GetBackgroundDrawList(), text, colours, scale, {{0, 0}, ImGui::GetIO().DisplaySize}, what);
    ImGui::Render();
    state_->paint(colours);
    glfwSwapBuffers(state_->window);
    glfwPollEvents();
    if (!state_->options.print_frames) return;
    std::puts(what.c_str());
    std::fflush(stdout);
}

void glfw_backend::run(application& app, const std::function<void()>& when_idle) {
    state& s = *state_;
    s.driven = &app;
    double last = glfwGetTime();
    while (glfwWindowShouldClose(s.window) == GLFW_FALSE && !app.done()) {
        double wait = s.frames_due > 0 ? 0 : app.next_change();
        if (ImGui::GetIO().WantTextInput) wait = std::min(wait, cursor_blink);
        const double left = std::max(wait, shortest_frame) - (glfwGetTime() - last);
        if (wait > 0) when_idle();
        if (glfwGetWindowAttrib(s.window, GLFW_ICONIFIED) != 0) glfwWaitEventsTimeout(longest_wait);
        else if (left > 0) glfwWaitEventsTimeout(std::min(left, longest_wait));
        else glfwPollEvents();
        const double elapsed = glfwGetTime() - last;
        const double due = s.frames_due > 0 ? shortest_frame : std::max(wait, shortest_frame);
        if (elapsed < due || glfwGetWindowAttrib(s.window, GLFW_ICONIFIED) != 0) continue;
        last += elapsed;
        if (s.frames_due > 0) --s.frames_due;
        app.set_display_scale(display_scale());
        s.draw(app, app.state().playing ? std::min(elapsed, longest_step) : elapsed);
        // What the frame itself changed has to be seen.
        if (app.next_change() == 0 && s.frames_due == 0) s.frames_due = 1;
    }
    s.driven = nullptr;
}

// Into the buffer that is bound.
void glfw_backend::render(const theme& colours) {
    const ImVec4 ground = ImGui::ColorConvertU32ToFloat4(colours.panel);
    glClearColor(ground.x, ground.y, ground.z, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

void glfw_backend::offscreen_frame(application& app, double seconds) {
    ImGuiIO& io = ImGui::GetIO();
    if (app.prepare()) state_->upload_fonts();
    ImGui_ImplOpenGL3_NewFrame();
    io.DisplaySize = ImVec2(static_cast<float>(state_->options.width), static_cast<float>(state_->options.height));
    io.DisplayFramebufferScale = ImVec2(1, 1);
    io.DeltaTime = seconds > 0 ? static_cast<float>(seconds) : 1 / 60.0F;
    app.frame(seconds);
}

void glfw_backend::resize_offscreen(int width, int height) {
    state_->options.width = width;
    state_->options.height = height;
}

picture glfw_backend::take_picture(application& app) {
    picture p;
    p.width = state_->options.width;
    p.height = state_->options.height;
    offscreen target(p.width, p.height);
    // Hover, auto-sized children and popups settle in three frames.
    for (int i = 0; i < 3; ++i) offscreen_frame(app, 0);
    target.bind();
    render(*app.state().colours);
    read_current_buffer(p);
    return p;
}

std::string glfw_backend::measure(application& app, int frames) {
    offscreen target(state_->options.width, state_->options.height);
    target.bind();
    const auto processor = [] { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; };
    double building = 0, wall = 0, used = 0;
    std::vector<double> each;
    for (int i = -5; i < frames; ++i) {
        if (i == 0) building = wall = used = 0;
        const double start = glfwGetTime(), before = processor();
        offscreen_frame(app, 0);
        building += glfwGetTime() - start;
        render(*app.state().colours);
        glFinish();
        used += processor() - before;
        wall += glfwGetTime() - start;
        if (i >= 0) each.push_back(glfwGetTime() - start);
    }
    std::nth_element(each.begin(), each.begin() + frames / 2, each.end());
    std::size_t vertices = 0;
    const ImDrawData* data = ImGui::GetDrawData();
    for (int i = 0; i < data->CmdListsCount; ++i) vertices += static_cast<std::size_t>(data->CmdLists[i]->VtxBuffer.Size);
    return fmt::format("{}x{}: {} frames, median {:.1f} ms, mean {:.1f} ms, of it {:.1f} ms to build; {:.1f} ms of processor time on all cores; {} vertices; {}",
                       state_->options.width, state_->options.height, frames, each[static_cast<std::size_t>(frames / 2)] * 1e3, wall / frames * 1e3,
                       building / frames * 1e3, used / frames * 1e3, vertices, reinterpret_cast<const char*>(glGetString(GL_RENDERER)));
}

}  // namespace gui
