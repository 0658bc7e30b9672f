#include "gui/app/screenshot.hpp"

#include <stb_image_write.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "gui/app/whole_file.hpp"

namespace gui {

std::string check_writable(const std::string& file) {
    namespace fs = std::filesystem;
    std::error_code failed;
    if (file.empty()) return "no file name for the picture; expected for example run.png";
    if (fs::is_directory(file, failed)) return "cannot write '" + file + "': it is a folder; expected a file name";
    // Renaming over a device or a pipe would replace it.
    if (fs::exists(file, failed) && !fs::is_regular_file(file, failed)) return "cannot write '" + file + "': it is no ordinary file";
    fs::path folder = fs::path(file).parent_path();
    if (folder.empty()) folder = ".";
    if (!fs::is_directory(folder, failed)) return "cannot write '" + file + "': there is no folder '" + folder.string() + "'";
    if (access(folder.c_str(), W_OK) != 0) return "cannot write '" + file + "': " + std::strerror(errno);
    return "";
}

std::string write_png(const std::string& file, const picture& p) {
    std::string bytes;
    const auto append = [](void* to, void* data, int size) {
        static_cast<std::string*>(to)->append(static_cast<const char*>(data), static_cast<std::size_t>(size));
    };
    if (stbi_write_png_to_func(append, &bytes, p.width, p.height, 3, p.rgb.data(), p.width * 3) == 0) {
        return "cannot encode the picture";
    }
    if (!write_whole_file(file, bytes)) return "cannot write '" + file + "': " + std::strerror(errno);
    return "";
}

}  // namespace gui
