#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <string_view>

namespace runner {

// A file, whole or not at all: written beside its place, moved in at the end. Or standard output. A piece at a time goes
// out, so that what is written need not fit into memory; what cannot be written throws, and so does Ctrl-C (see
// interrupt.hpp).
class output {
public:
    explicit output(std::string path);  // "": standard output. Throws usage_error naming the path and the reason
    output(const output&) = delete;
    output& operator=(const output&) = delete;
    ~output();  // unless finished, no file is left

    std::ostream& stream() { return stream_; }
    void finish();

private:
    class buffer;
    std::unique_ptr<buffer> buffer_;
    std::ostream stream_;
};

void write_file(const std::string& path, std::string_view text);  // the same of a text that is there

}  // namespace runner
