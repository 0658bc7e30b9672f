#include "scenarios/runner/output_file.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "sim/scenario.hpp"

namespace runner {

void write_file(const std::string& path, std::string_view text) {
    const std::string beside = path + ".part";
    {
        std::ofstream file(beside, std::ios::binary | std::ios::trunc);
        file << text;
        file.close();
        if (!file) {
            const std::string why = std::strerror(errno);
            std::error_code ignored;
            std::filesystem::remove(beside, ignored);
            throw sim::usage_error{"cannot write '" + path + "': " + why};
        }
    }
    std::error_code error;
    std::filesystem::rename(beside, path, error);
    if (error) {
        std::error_code ignored;
        std::filesystem::remove(beside, ignored);
        throw sim::usage_error{"cannot write '" + path + "': " + error.message()};
    }
}

}  // namespace runner
