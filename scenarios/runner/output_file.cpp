#include "scenarios/runner/output_file.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <streambuf>
#include <utility>

#include "scenarios/runner/interrupt.hpp"
#include "scenarios/runner/terminal.hpp"
#include "sim/scenario.hpp"

namespace runner {

class output::buffer final : public std::streambuf {
public:
    explicit buffer(std::string path) : path_(std::move(path)) {
        setp(room_.data(), room_.data() + room_.size());
        if (path_.empty()) return;
        file_.open(part(), std::ios::binary | std::ios::trunc);
        if (!file_) cannot_write(std::strerror(errno));
        made_ = true;
    }
    ~buffer() override { drop(); }

    void finish() {
        send();
        if (path_.empty()) return finish_output();
        file_.close();
        if (!file_) cannot_write(std::strerror(errno));
        std::error_code error;
        std::filesystem::rename(part(), path_, error);
        if (error) cannot_write(error.message());
        made_ = false;
    }

protected:
    int_type overflow(int_type c) override {
        send();
        return traits_type::eq_int_type(c, traits_type::eof()) ? traits_type::not_eof(c) : sputc(traits_type::to_char_type(c));
    }

private:
    std::string path_;  // "": standard output
    std::ofstream file_;
    bool made_ = false;  // and not in its place yet
    std::array<char, 65'536> room_;

    std::string part() const { return path_ + ".part"; }
    void send() {
        stop_if_interrupted();
        const std::string_view text(pbase(), static_cast<std::size_t>(pptr() - pbase()));
        setp(room_.data(), room_.data() + room_.size());
        if (path_.empty()) return write(text);
        if (!file_.write(text.data(), static_cast<std::streamsize>(text.size()))) cannot_write(std::strerror(errno));
    }
    void drop() {
        if (!std::exchange(made_, false)) return;
        file_.close();
        std::error_code ignored;
        std::filesystem::remove(part(), ignored);
    }
    [[noreturn]] void cannot_write(const std::string& why) {
        drop();
        throw sim::usage_error{"cannot write '" + path_ + "': " + why};
    }
};

output::output(std::string path) : buffer_(std::make_unique<buffer>(std::move(path))), stream_(buffer_.get()) {
    stream_.exceptions(std::ios::badbit);  // what the buffer throws goes on to the writer
}

output::~output() = default;

void output::finish() { buffer_->finish(); }

void write_file(const std::string& path, std::string_view text) {
    output file(path);
    file.stream() << text;
    file.finish();
}

}  // namespace runner
