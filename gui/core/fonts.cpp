#include "gui/core/fonts.hpp"

#include <cmath>
#include <filesystem>
#include <vector>

#include "sim/scenario.hpp"

namespace gui {

namespace fs = std::filesystem;

std::string find_font(const char* file_name) {
    std::vector<fs::path> places;
    std::error_code failed;
    const fs::path program = fs::read_symlink("/proc/self/exe", failed);
    // The build tree has the shape of the installed tree.
    if (!failed) places.push_back(program.parent_path().parent_path() / "share/orrery/fonts" / file_name);
    places.push_back(fs::path("/usr/local/share/orrery/fonts") / file_name);
    places.push_back(fs::path("/usr/share/orrery/fonts") / file_name);
    places.push_back(fs::path("/usr/share/fonts/truetype/dejavu") / file_name);
    std::string tried;
    for (const fs::path& place : places) {
        if (fs::is_regular_file(place, failed)) return place.string();
        tried += (tried.empty() ? "" : ", ") + place.parent_path().string();
    }
    throw sim::usage_error{std::string("font ") + file_name + " not found in " + tried +
                           "; install fonts-dejavu-core or build again"};
}

fonts load_fonts(float scale) {
    // Latin with accents, Greek, punctuation, arrows, mathematics, box drawing and shapes: what logs are likely to say.
    static const ImWchar ranges[] = {0x20,   0x17F,  0x370,  0x3FF,  0x2010, 0x205E, 0x20A0, 0x20BF,
                                     0x2190, 0x21FF, 0x2200, 0x22FF, 0x2500, 0x25FF, 0x2700, 0x27BF, 0};
    ImFontAtlas* atlas = ImGui::GetIO().Fonts;
    atlas->Clear();
    const std::string sans = find_font("DejaVuSans.ttf");
    const std::string mono = find_font("DejaVuSansMono.ttf");
    const auto add = [&](const std::string& file, float pixels) {
        ImFontConfig config;
        config.OversampleH = scale > 1.5F ? 1 : 2;
        config.OversampleV = 1;
        config.PixelSnapH = true;
        return atlas->AddFontFromFileTTF(file.c_str(), std::round(pixels * scale), &config, ranges);
    };
    fonts f;
    f.normal = add(sans, 13);  // first: ImGui's default
    f.small = add(sans, 11);
    f.large = add(sans, 16);
    f.mono = add(mono, 12);
    return f;
}

}  // namespace gui
