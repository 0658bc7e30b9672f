#pragma once
// What differs between Dear ImGui before and from 1.87 on, in one place: how input gets in. (1.86 has no event queue:
// the state is sampled once a frame.)

#include <imgui.h>

namespace gui::input {

#if IMGUI_VERSION_NUM < 18700

inline void mouse_position(ImVec2 p) { ImGui::GetIO().MousePos = p; }
inline void mouse_button(int button, bool down) { ImGui::GetIO().MouseDown[button] = down; }
inline void wheel(float dx, float dy) {
    ImGui::GetIO().MouseWheel += dy;
    ImGui::GetIO().MouseWheelH += dx;
}
inline void modifiers(bool ctrl, bool shift, bool alt) {
    ImGuiIO& io = ImGui::GetIO();
    io.KeyCtrl = ctrl;
    io.KeyShift = shift;
    io.KeyAlt = alt;
}
// Keys ImGui itself understands (editing text); a backend without native key codes uses ImGui's numbers for them.
inline void identity_key_map() {
    for (int k = 0; k < ImGuiKey_COUNT; ++k) ImGui::GetIO().KeyMap[k] = k;
}
inline void key(ImGuiKey key, bool down) {
    ImGuiIO& io = ImGui::GetIO();
    const int native = io.KeyMap[key];
    if (native >= 0) io.KeysDown[native] = down;
}

#else

inline void mouse_position(ImVec2 p) { ImGui::GetIO().AddMousePosEvent(p.x, p.y); }
inline void mouse_button(int button, bool down) { ImGui::GetIO().AddMouseButtonEvent(button, down); }
inline void wheel(float dx, float dy) { ImGui::GetIO().AddMouseWheelEvent(dx, dy); }
inline void modifiers(bool ctrl, bool shift, bool alt) {
    ImGuiIO& io = ImGui::GetIO();
    io.AddKeyEvent(ImGuiMod_Ctrl, ctrl);
    io.AddKeyEvent(ImGuiMod_Shift, shift);
    io.AddKeyEvent(ImGuiMod_Alt, alt);
}
inline void identity_key_map() {}
inline void key(ImGuiKey key, bool down) { ImGui::GetIO().AddKeyEvent(key, down); }

#endif

inline void text(const char* utf8) { ImGui::GetIO().AddInputCharactersUTF8(utf8); }

}  // namespace gui::input
