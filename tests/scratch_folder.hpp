#pragma once
// A folder of its own for one test: tests run side by side, also those of two builds.

#include <cstdlib>
#include <filesystem>
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
