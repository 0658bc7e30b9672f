#pragma once
// A folder of its own for one test: tests run side by side, also those of two builds. And what is done to files in it.

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

class scratch_folder {
public:
    scratch_folder() {
        std::string name = (std::filesystem::temp_directory_path() / "orrery-test-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
        path_ = name;
    }
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;
    ~scratch_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

// The same, and the folder the test works in.
class working_folder {
public:
    working_folder() { std::filesystem::current_path(scratch_.path()); }
    working_folder(const working_folder&) = delete;
    working_folder& operator=(const working_folder&) = delete;
    ~working_folder() { std::filesystem::current_path(before_); }
    const std::filesystem::path& path() const noexcept { return scratch_.path(); }

private:
    scratch_folder scratch_;
    std::filesystem::path before_ = std::filesystem::current_path();
};

// As a fault of a disk does.
inline void flip_byte(const std::filesystem::path& file, std::uint64_t offset) {
    std::fstream f(file, std::ios::in | std::ios::out | std::ios::binary);
    f.seekg(static_cast<std::streamoff>(offset));
    const int before = f.get();
    f.seekp(static_cast<std::streamoff>(offset));
    f.put(static_cast<char>(before ^ 0x55));
}
