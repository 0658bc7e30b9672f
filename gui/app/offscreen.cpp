#include "gui/app/offscreen.hpp"

#include <GL/gl.h>
#include <GL/glext.h>
#include <GLFW/glfw3.h>

#include "gui/app/glfw_backend.hpp"

namespace gui {

namespace {

// These four are all that is needed beyond OpenGL 1.1; a loader library would be more than this.
template <class Function>
Function load(const char* name) {
    const auto found = reinterpret_cast<Function>(glfwGetProcAddress(name));
    if (found == nullptr) throw window_error{std::string("the graphics driver has no ") + name + "; set LIBGL_ALWAYS_SOFTWARE=1"};
    return found;
}

struct functions {
    PFNGLGENFRAMEBUFFERSPROC generate = load<PFNGLGENFRAMEBUFFERSPROC>("glGenFramebuffers");
    PFNGLBINDFRAMEBUFFERPROC bind = load<PFNGLBINDFRAMEBUFFERPROC>("glBindFramebuffer");
    PFNGLFRAMEBUFFERTEXTURE2DPROC attach = load<PFNGLFRAMEBUFFERTEXTURE2DPROC>("glFramebufferTexture2D");
    PFNGLDELETEFRAMEBUFFERSPROC remove = load<PFNGLDELETEFRAMEBUFFERSPROC>("glDeleteFramebuffers");
};

const functions& gl() {
    static const functions loaded;
    return loaded;
}

}  // namespace

offscreen::offscreen(int width, int height) : width_(width), height_(height) {
    glGenTextures(1, &colour_);
    glBindTexture(GL_TEXTURE_2D, colour_);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    gl().generate(1, &buffer_);
    gl().bind(GL_FRAMEBUFFER, buffer_);
    gl().attach(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, colour_, 0);
}

offscreen::~offscreen() {
    gl().bind(GL_FRAMEBUFFER, 0);
    gl().remove(1, &buffer_);
    glDeleteTextures(1, &colour_);
}

void offscreen::bind() const {
    gl().bind(GL_FRAMEBUFFER, buffer_);
    glViewport(0, 0, width_, height_);
}

void read_current_buffer(picture& p) {
    const auto row = static_cast<std::size_t>(p.width) * 3;
    std::vector<std::uint8_t> bottom_up(row * static_cast<std::size_t>(p.height));
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, p.width, p.height, GL_RGB, GL_UNSIGNED_BYTE, bottom_up.data());
    p.rgb.clear();
    p.rgb.reserve(bottom_up.size());
    for (auto y = static_cast<std::size_t>(p.height); y-- > 0;) {
        const auto first = bottom_up.begin() + static_cast<std::ptrdiff_t>(y * row);
        p.rgb.insert(p.rgb.end(), first, first + static_cast<std::ptrdiff_t>(row));
    }
}

}  // namespace gui
