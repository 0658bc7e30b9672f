#include "gui/app/glfw_keys.hpp"

#include <GLFW/glfw3.h>

namespace gui {

namespace {

key_code code_of(int key) {
    if (key >= GLFW_KEY_F1 && key <= GLFW_KEY_F12) {
        return static_cast<key_code>(static_cast<int>(key_code::f1) + key - GLFW_KEY_F1);
    }
    if (key >= GLFW_KEY_KP_0 && key <= GLFW_KEY_KP_9) return key_of(static_cast<char>('0' + key - GLFW_KEY_KP_0));
    switch (key) {
        case GLFW_KEY_LEFT: return key_code::left;
        case GLFW_KEY_RIGHT: return key_code::right;
        case GLFW_KEY_UP: return key_code::up;
        case GLFW_KEY_DOWN: return key_code::down;
        case GLFW_KEY_HOME: return key_code::home;
        case GLFW_KEY_END: return key_code::end;
        case GLFW_KEY_PAGE_UP: return key_code::page_up;
        case GLFW_KEY_PAGE_DOWN: return key_code::page_down;
        case GLFW_KEY_KP_ENTER:
        case GLFW_KEY_ENTER: return key_code::enter;
        case GLFW_KEY_ESCAPE: return key_code::escape;
        case GLFW_KEY_BACKSPACE: return key_code::backspace;
        case GLFW_KEY_TAB: return key_code::tab;
        case GLFW_KEY_INSERT: return key_code::insert;
        case GLFW_KEY_DELETE: return key_code::del;
        case GLFW_KEY_KP_ADD: return key_of('+');
        case GLFW_KEY_KP_SUBTRACT: return key_of('-');
        case GLFW_KEY_KP_DECIMAL: return key_of('.');
        default: break;
    }
    // The printable keys of GLFW are their ASCII character on a US keyboard.
    if (key >= GLFW_KEY_SPACE && key <= GLFW_KEY_GRAVE_ACCENT) return key_of(static_cast<char>(key));
    return key_code::none;
}

}  // namespace

chord chord_of_glfw(int key, int modifiers) {
    chord c;
    c.key = code_of(key);
    c.ctrl = (modifiers & (GLFW_MOD_CONTROL | GLFW_MOD_SUPER)) != 0;
    c.shift = (modifiers & GLFW_MOD_SHIFT) != 0;
    c.alt = (modifiers & GLFW_MOD_ALT) != 0;
    return c;
}

}  // namespace gui
