#pragma once
// A script that drives the window: the same commands as a person's, and pictures. One step a line, `#` begins a comment:
//
//   open downloads        a scenario, an alias or a token      key Ctrl+P         as on the key sheet
//   set limit=2           a parameter                          click step         a button or control by name
//   seed 7                                                     select download[2] a task by path or short name
//   go 1.8                a moment, as typed: 250ms, #128      tab warnings
//   view 0.2 0.8          seconds, left and right edge         theme light
//   wait 2.5              seconds of frames                    size 1024x640
//   scale 1.5             text and controls                    picture FILE.png   relative to the current folder

#include <string>
#include <string_view>
#include <vector>

namespace gui {

class application;

struct script_step {
    int line = 0;
    std::string verb, argument;
};

// Throws sim::usage_error naming the line.
std::vector<script_step> parse_script(std::string_view text);

// What a script needs beyond the application.
class script_stage {
public:
    virtual ~script_stage() = default;
    virtual void frame(double seconds) = 0;
    virtual void resize(int width, int height) = 0;
    virtual void picture(const std::string& file) = 0;  // throws sim::usage_error
    virtual void measure(int frames) = 0;               // prints what a frame takes, drawn to its last pixel
};

// Throws sim::usage_error naming the line that could not be done.
void run_script(application&, script_stage&, const std::vector<script_step>&);

}  // namespace gui
