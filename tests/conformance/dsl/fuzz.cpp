// libFuzzer's target: a mutated program must run to its end, or be refused, and leave no memory behind.
//
//   cmake --preset fuzz && ninja -C build/fuzz dsl_fuzz
//   build/fuzz/bin/dsl_fuzz -max_len=65536 FOLDER_OF_PROGRAMS

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/conformance/dsl/check.hpp"
#include "tests/conformance/dsl/interpreter.hpp"
#include "tests/conformance/dsl/mutate.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace {

using dsl::json;

constexpr std::size_t max_steps = 1000;  // more tests little more, and costs the time of many other programs

json parsed(const std::uint8_t* data, std::size_t size) { return json::parse(data, data + size, nullptr, false); }

std::size_t written(const json& program, std::uint8_t* data, std::size_t max_size) {
    const std::string text = program.dump(-1, ' ', false, json::error_handler_t::replace);
    if (text.size() > max_size) return 0;
    text.copy(reinterpret_cast<char*>(data), text.size());
    return text.size();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const json program = parsed(data, size);
    if (program.is_discarded() || dsl::problem(program)) return -1;
    const std::int64_t before = aio::frame_pool::live();
    for (const auto way : {dsl::drive::watched, dsl::drive::by_handles, dsl::drive::at_once}) {
        try {
            dsl::interpreter interpreter(program, way, max_steps);
            interpreter.run();
        } catch (const dsl::limit_reached&) {
        }
        if (aio::frame_pool::live() != before) {
            std::fprintf(stderr, "%lld blocks of memory left\n", static_cast<long long>(aio::frame_pool::live() - before));
            std::abort();
        }
    }
    return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size, unsigned seed) {
    std::mt19937 random(seed);
    json program = parsed(data, size);
    if (program.is_discarded() || random() % 50 == 0) return LLVMFuzzerMutate(data, size, max_size);
    for (unsigned i = random() % 4 + 1; i > 0; --i) dsl::mutate(program, random);
    const std::size_t length = written(program, data, max_size);
    return length > 0 ? length : size;
}

extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* one, std::size_t one_size, const std::uint8_t* other,
                                                 std::size_t other_size, std::uint8_t* out, std::size_t max_size, unsigned seed) {
    std::mt19937 random(seed);
    json program = parsed(one, one_size);
    const json second = parsed(other, other_size);
    if (program.is_discarded() || second.is_discarded()) return 0;
    dsl::cross(program, second, random);
    return written(program, out, max_size);
}
