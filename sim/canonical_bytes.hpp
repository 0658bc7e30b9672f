#pragma once
// Bytes for hashes and files: little-endian and packed, so that they are the same on every machine and in every build.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sim {

class canonical_bytes {
public:
    void u8(std::uint8_t v) { bytes_.push_back(static_cast<char>(v)); }
    void u32(std::uint32_t v) { put<4>(v); }
    void u64(std::uint64_t v) { put<8>(v); }
    void i64(std::int64_t v) { u64(static_cast<std::uint64_t>(v)); }
    void text(std::string_view t) {  // length, then the bytes
        u32(static_cast<std::uint32_t>(t.size()));
        bytes_.append(t);
    }
    void varint(std::uint64_t v) {  // seven bits a byte, the lowest first
        while (v >= 0x80) {
            bytes_.push_back(static_cast<char>(v | 0x80));
            v >>= 7;
        }
        bytes_.push_back(static_cast<char>(v));
    }
    // Small for small negative numbers too.
    void zigzag(std::int64_t v) { varint((static_cast<std::uint64_t>(v) << 1) ^ static_cast<std::uint64_t>(v >> 63)); }
    void raw(std::string_view t) { bytes_.append(t); }

    const std::string& bytes() const { return bytes_; }
    std::size_t size() const { return bytes_.size(); }
    void clear() { bytes_.clear(); }

private:
    std::string bytes_;

    template <std::size_t Width, class Value>
    void put(Value v) {
        char out[Width];
        for (std::size_t i = 0; i < Width; ++i) {
            out[i] = static_cast<char>(static_cast<unsigned char>(v >> (8 * i)));
        }
        bytes_.append(out, Width);
    }
};

}  // namespace sim
