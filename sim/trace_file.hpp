#pragma once
// A recorded run in a file: the trace and the token of the run that made it. Binary, versioned, with a checksum.

#include <filesystem>
#include <string>
#include <string_view>

#include "sim/trace.hpp"

namespace sim {

struct saved_run {
    std::string token;
    trace events;
};

// The file is either whole or not there: it is written beside its place and moved in. Throws usage_error.
void save_run(const std::filesystem::path&, const trace&, std::string_view token);

// Throws usage_error with one line when the file is missing, damaged, of another version or not a trace at all.
saved_run load_run(const std::filesystem::path&);

// The same as bytes.
std::string encode_run(const trace&, std::string_view token);
saved_run decode_run(std::string_view bytes);  // the message of its usage_error goes on from a name: "is damaged"

}  // namespace sim
