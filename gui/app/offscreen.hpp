#pragma once
// A frame buffer of any size that no window can cover.

#include "gui/app/screenshot.hpp"

namespace gui {

class offscreen {
public:
    offscreen(int width, int height);  // needs a current OpenGL 3 context; throws window_error
    ~offscreen();
    offscreen(const offscreen&) = delete;
    offscreen& operator=(const offscreen&) = delete;

    void bind() const;  // drawing goes here until it is destroyed

private:
    int width_, height_;
    unsigned buffer_ = 0, colour_ = 0;
};

// The pixels of the bound frame buffer; width and height are set already.
void read_current_buffer(picture&);

}  // namespace gui
