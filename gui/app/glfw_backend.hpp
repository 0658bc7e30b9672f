#pragma once
// The application in a window of GLFW's, drawn with OpenGL 3.2. Frames are made only when something changed: after
// input, while the run plays or is computed; an idle window costs nothing.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "gui/app/screenshot.hpp"

namespace gui {

class application;
struct theme;

struct window_options {
    int width = 1440, height = 900;
    std::optional<float> scale;  // instead of the display's
    bool hidden = false;         // for pictures
    bool print_frames = false;   // the application's state after each frame, as a line on stdout
};

// What is missing to open a window: one line.
struct window_error {
    std::string message;
};

class glfw_backend {
public:
    explicit glfw_backend(window_options);  // throws window_error; makes ImGui's context
    ~glfw_backend();
    glfw_backend(const glfw_backend&) = delete;
    glfw_backend& operator=(const glfw_backend&) = delete;

    float display_scale() const;
    // A frame that says what is read, before there is an application to show.
    void say(const std::string& what, const theme&, float user_scale);
    // Until the window is closed or the application is done. `when_idle` is called before each wait.
    void run(application&, const std::function<void()>& when_idle);
    // A frame that is seen by nobody, of the size of pictures.
    void offscreen_frame(application&, double seconds);
    void resize_offscreen(int width, int height);
    // The application as it stands, on its own pixels: independent of screen, window manager and time.
    picture take_picture(application&);
    // What such frames take, in words, each drawn to its last pixel.
    std::string measure(application&, int frames);

private:
    struct state;
    std::unique_ptr<state> state_;
    static void render(const theme&);
};

}  // namespace gui
