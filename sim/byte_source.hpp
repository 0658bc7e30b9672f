#pragma once
// Reads what canonical_bytes wrote. Never past the end: throws usage_error, whose message goes on from a file's name.

#include <fmt/core.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sim/scenario.hpp"

namespace sim {

[[noreturn]] inline void damaged(std::string_view how) { throw usage_error{fmt::format("is a damaged trace: {}", how)}; }

class byte_source {
public:
    explicit byte_source(std::string_view bytes) : rest_(bytes) {}

    std::string_view take(std::size_t n) {
        if (n > rest_.size()) damaged("it ends too early");
        const std::string_view part = rest_.substr(0, n);
        rest_.remove_prefix(n);
        return part;
    }
    std::uint8_t u8() { return static_cast<std::uint8_t>(take(1)[0]); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(fixed(4)); }
    std::uint64_t u64() { return fixed(8); }
    std::int64_t i64() { return static_cast<std::int64_t>(u64()); }
    std::string_view text() { return take(u32()); }
    std::uint64_t varint() {
        std::uint64_t v = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const std::uint8_t byte = u8();
            v |= std::uint64_t{byte & 0x7fu} << shift;
            if (byte < 0x80) return v;
        }
        damaged("a number is too long");
    }
    // Small for small negative numbers too.
    std::int64_t zigzag() {
        const std::uint64_t v = varint();
        return static_cast<std::int64_t>(v >> 1) ^ -static_cast<std::int64_t>(v & 1);
    }
    std::uint32_t number() {
        const std::uint64_t v = varint();
        if (v > 0xffff'ffff) damaged("a number is too large");
        return static_cast<std::uint32_t>(v);
    }
    // How many follow, each of at least a byte.
    std::size_t count() {
        const std::uint64_t n = varint();
        if (n > left()) damaged("it ends too early");
        return static_cast<std::size_t>(n);
    }
    template <class Enum>
    Enum one_of(Enum last) {
        const std::uint8_t v = u8();
        if (v > static_cast<std::uint8_t>(last)) damaged("a kind is unknown");
        return static_cast<Enum>(v);
    }
    std::size_t left() const { return rest_.size(); }

private:
    std::string_view rest_;

    std::uint64_t fixed(std::size_t width) {
        std::uint64_t v = 0;
        const std::string_view part = take(width);
        for (std::size_t i = 0; i < width; ++i) v |= std::uint64_t{static_cast<unsigned char>(part[i])} << (8 * i);
        return v;
    }
};

}  // namespace sim
