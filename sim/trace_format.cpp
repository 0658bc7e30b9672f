#include "sim/trace_format.hpp"

#include <fmt/core.h>
#include <xxhash.h>
#include <zstd.h>

#include <memory>
#include <new>

#include "sim/byte_source.hpp"
#include "sim/canonical_bytes.hpp"
#include "sim/trace_block.hpp"
#include "sim/trace_check.hpp"

namespace sim::trace_format {
namespace {

constexpr std::string_view magic = "orrery\x1a\n";  // ends like PNG's: a file sent as text does not survive
constexpr std::uint32_t block_mark = 0x4b434c42;     // "BLCK"
constexpr std::uint32_t index_mark = 0x58444e49;     // "INDX"
constexpr std::size_t largest_block = 256 * 1024 * 1024;
constexpr std::size_t block_head = 4 + 4 + 4 + 8;
constexpr int level = 1;  // the next ones take twice the time for a tenth of the size

std::uint64_t checksum(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

std::string compressed(std::string_view raw) {
    std::string out(ZSTD_compressBound(raw.size()), '\0');
    const std::size_t size = ZSTD_compress(out.data(), out.size(), raw.data(), raw.size(), level);
    if (ZSTD_isError(size) != 0) throw std::bad_alloc();  // its only cause with room enough for the result
    out.resize(size);
    return out;
}

std::string decompressed(std::string_view stored, std::size_t size) {
    std::string out(size, '\0');
    const std::size_t got = ZSTD_decompress(out.data(), out.size(), stored.data(), stored.size());
    if (ZSTD_isError(got) != 0 || got != size) damaged("a block cannot be decompressed");
    return out;
}

// The rest of the file from `offset`, read step by step.
class reader {
public:
    explicit reader(std::string_view bytes) : bytes_(bytes) {}

    void head(contents& into) {
        if (bytes_.substr(0, magic.size()) != magic) throw usage_error{"is not an orrery trace"};
        byte_source in(bytes_.substr(magic.size()));
        if (const std::uint32_t found = in.u32(); found != version) {
            throw usage_error{fmt::format("is a trace of format {}; this program reads format {}", found, version)};
        }
        into.token = in.text();
        offset_ = bytes_.size() - in.left();
        if (in.u64() != checksum(bytes_.substr(0, offset_))) damaged("its checksum is wrong");
        offset_ += 8;
    }

    // False: the file stops here, or within the block.
    bool block(contents& into) {
        byte_source in(bytes_.substr(offset_));
        if (in.left() < block_head) return false;
        in.u32();
        const std::uint32_t stored = in.u32();
        const std::uint32_t raw = in.u32();
        if (in.u64() != checksum(bytes_.substr(offset_, block_head - 8))) damaged("its checksum is wrong");
        if (raw > largest_block) damaged("a block is too large");
        if (in.left() < std::size_t{stored} + 8) return false;
        const std::string_view packed = in.take(stored);
        if (in.u64() != checksum(packed)) damaged("its checksum is wrong");
        places_.push_back({offset_, into.events.size(), 0});
        decode_block(decompressed(packed, raw), into.events);
        if (into.events.size() == places_.back().first) damaged("a block is empty");
        places_.back().end_time = into.events.back().time;
        offset_ += block_head + stored + 8;
        return true;
    }

    bool at_index() const { return bytes_.size() - offset_ >= 4 && byte_source(bytes_.substr(offset_)).u32() == index_mark; }
    bool at_block() const { return bytes_.size() - offset_ >= 4 && byte_source(bytes_.substr(offset_)).u32() == block_mark; }
    bool at_end() const { return bytes_.size() - offset_ < 4; }

    // An index that just stops is one that a kill cut off.
    bool index(std::size_t events) const {
        const std::string expected = trace_format::index(places_, events, offset_);
        const std::string_view found = bytes_.substr(offset_);
        if (found == expected) return true;
        if (found.size() < expected.size() && found == std::string_view(expected).substr(0, found.size())) return false;
        damaged("its index is wrong");
    }

private:
    std::string_view bytes_;
    std::size_t offset_ = 0;
    std::vector<block_place> places_;
};

}  // namespace

std::string head(std::string_view token) {
    canonical_bytes out;
    out.raw(magic);
    out.u32(version);
    out.text(token);
    out.u64(checksum(out.bytes()));
    return out.bytes();
}

std::string block(const trace& t, event_id begin, event_id end) {
    const std::string raw = encode_block(t, begin, end);
    const std::string packed = compressed(raw);
    canonical_bytes out;
    out.u32(block_mark);
    out.u32(static_cast<std::uint32_t>(packed.size()));
    out.u32(static_cast<std::uint32_t>(raw.size()));
    out.u64(checksum(out.bytes()));
    out.raw(packed);
    out.u64(checksum(packed));
    return out.bytes();
}

std::string index(const std::vector<block_place>& blocks, std::uint64_t events, std::uint64_t offset) {
    canonical_bytes out;
    out.u32(index_mark);
    out.u32(static_cast<std::uint32_t>(blocks.size()));
    for (const block_place& b : blocks) {
        out.u64(b.offset);
        out.u64(b.first);
        out.i64(b.end_time);
    }
    out.u64(events);
    out.u64(checksum(out.bytes()));
    out.u64(offset);
    return out.bytes();
}

std::string_view token_of(std::string_view beginning) {
    contents found;
    reader(beginning).head(found);
    return found.token;
}

std::optional<std::uint64_t> events_in_index(std::string_view index) {
    constexpr std::size_t entry = 24, around = 4 + 4 + 8 + 8;
    if (index.size() < around) return std::nullopt;
    byte_source in(index);
    if (in.u32() != index_mark || in.u32() * entry + around != index.size()) return std::nullopt;
    byte_source end(index.substr(index.size() - 16));
    const std::uint64_t events = end.u64();
    return end.u64() == checksum(index.substr(0, index.size() - 8)) ? std::optional(events) : std::nullopt;
}

contents read(std::string_view bytes) {
    contents all;
    reader in(bytes);
    in.head(all);
    for (;;) {
        if (in.at_index()) {
            all.complete = in.index(all.events.size());
            break;
        }
        if (in.at_end() || (in.at_block() && !in.block(all))) break;
        if (!in.at_index() && !in.at_block() && !in.at_end()) damaged("something else stands where a block should");
    }
    if (const std::string fault = fault_in(all.events); !fault.empty()) damaged(fault);
    return all;
}

}  // namespace sim::trace_format
