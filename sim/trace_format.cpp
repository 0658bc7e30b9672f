#include "sim/trace_format.hpp"

#include <fmt/core.h>
#include <xxhash.h>
#include <zstd.h>

#include <algorithm>
#include <bit>
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
constexpr std::uint32_t state_mark = 0x54415453;     // "STAT"
constexpr std::uint32_t names_mark = 0x454d414e;     // "NAME"
constexpr std::uint32_t index_mark = 0x58444e49;     // "INDX"
constexpr std::size_t largest_section = 1024 * 1024 * 1024;
constexpr std::size_t summary_size = 8 + 4 + 4 + 8 + 2 * state_sums::states * 4;
constexpr int block_level = 1;  // the next ones take twice the time for a tenth of the size
constexpr int state_level = 6;  // there are few

static_assert(3 * 4 + summary_size + 8 <= longest_section_head);

std::uint64_t checksum(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

std::string decompressed(std::string_view stored, std::size_t size) {
    std::string out(size, '\0');
    const std::size_t got = ZSTD_decompress(out.data(), out.size(), stored.data(), stored.size());
    if (ZSTD_isError(got) != 0 || got != size) damaged("a block cannot be decompressed");
    return out;
}

void put_summary(canonical_bytes& out, const block_place& b) {
    out.u64(b.first);
    out.u32(b.events);
    out.u32(b.tasks);
    out.i64(b.end_time);
    for (const float f : b.in_states.by_time) out.u32(std::bit_cast<std::uint32_t>(f));
    for (const float f : b.in_states.by_event) out.u32(std::bit_cast<std::uint32_t>(f));
}

block_place take_summary(byte_source& in) {
    block_place b;
    b.first = in.u64();
    b.events = in.u32();
    b.tasks = in.u32();
    b.end_time = in.i64();
    for (float& f : b.in_states.by_time) f = std::bit_cast<float>(in.u32());
    for (float& f : b.in_states.by_event) f = std::bit_cast<float>(in.u32());
    return b;
}

// A section, with what its head goes on with.
std::string section_bytes(std::uint32_t mark, std::string_view packed, std::size_t raw_size, const canonical_bytes& rest_of_head) {
    canonical_bytes out;
    out.u32(mark);
    out.u32(static_cast<std::uint32_t>(packed.size()));
    out.u32(static_cast<std::uint32_t>(raw_size));
    out.raw(rest_of_head.bytes());
    out.u64(checksum(out.bytes()));
    out.raw(packed);
    out.u64(checksum(packed));
    return out.bytes();
}

canonical_bytes first_event(event_id first) {
    canonical_bytes out;
    out.u64(first);
    return out;
}

// The rest of the file from `offset`, read step by step.
class reader {
public:
    reader(std::string_view bytes, std::size_t offset) : bytes_(bytes), offset_(offset) {}

    // Up to where the file stops; true: with its index.
    bool all(trace& into) {
        for (std::uint64_t state = 0;;) {
            const auto found = section_of(bytes_.substr(offset_));
            if (!found) return false;
            if (found->kind == section_kind::index) return index();
            if (bytes_.size() - offset_ - found->head < found->stored) return false;
            const std::string raw = bytes_of(*found, bytes_.substr(offset_ + found->head, found->stored));
            if (found->kind == section_kind::block) {
                block_place b = found->place;
                b.offset = offset_;
                b.state = std::exchange(state, 0);
                block(raw, b, into);
            } else if (found->kind == section_kind::state) {
                state = offset_;
            } else {
                places_.names = offset_;
            }
            offset_ += found->head + found->stored;
        }
    }

private:
    std::string_view bytes_;
    std::size_t offset_;
    places places_;

    void block(std::string_view raw, const block_place& b, trace& into) {
        const std::size_t before = into.size();
        decode_block(raw, into);
        if (into.size() == before) damaged("a block is empty");
        if (b.first != before || b.events != into.size() - before || b.end_time != into.back().time) damaged("a block is not what it says");
        places_.blocks.push_back(b);
    }

    // An index that just stops is one that a kill cut off.
    bool index() const {
        const std::string expected = trace_format::index(places_, offset_);
        const std::string_view found = bytes_.substr(offset_);
        if (found == expected) return true;
        if (found.size() < expected.size() && found == std::string_view(expected).substr(0, found.size())) return false;
        damaged("its index is wrong");
    }
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

struct section_maker::compressor {
    ZSTD_CCtx* const context = ZSTD_createCCtx();
    std::string packed;

    compressor() {
        if (context == nullptr) throw std::bad_alloc();
    }
    compressor(const compressor&) = delete;
    compressor& operator=(const compressor&) = delete;
    ~compressor() { ZSTD_freeCCtx(context); }

    // Stays until the next call.
    std::string_view operator()(std::string_view raw, int level) {
        packed.resize(std::max(packed.size(), ZSTD_compressBound(raw.size())));
        const std::size_t size = ZSTD_compressCCtx(context, packed.data(), packed.size(), raw.data(), raw.size(), level);
        if (ZSTD_isError(size) != 0) throw std::bad_alloc();  // its only cause with room enough for the result
        return std::string_view(packed).substr(0, size);
    }
};

section_maker::section_maker() : compress_(std::make_unique<compressor>()) {}
section_maker::~section_maker() = default;

std::string section_maker::block(const trace& t, const block_place& b) {
    const auto begin = static_cast<event_id>(b.first);
    const std::string_view raw = encoder_.encode(t, begin, begin + b.events);
    canonical_bytes summary;
    put_summary(summary, b);
    return section_bytes(block_mark, (*compress_)(raw, block_level), raw.size(), summary);
}

std::string section_maker::state(event_id first, std::string_view raw) {
    return section_bytes(state_mark, (*compress_)(raw, state_level), raw.size(), first_event(first));
}

std::string section_maker::names(const std::vector<task_id>& tasks) {
    canonical_bytes raw;
    raw.varint(tasks.size());
    for (const task_id t : tasks) raw.varint(t);
    return section_bytes(names_mark, (*compress_)(raw.bytes(), state_level), raw.size(), first_event(0));
}

std::string index(const places& all, std::uint64_t offset) {
    canonical_bytes out;
    out.u32(index_mark);
    out.u32(static_cast<std::uint32_t>(all.blocks.size()));
    for (const block_place& b : all.blocks) {
        out.u64(b.offset);
        out.u64(b.state);
        put_summary(out, b);
    }
    out.u64(all.names);
    out.u64(checksum(out.bytes()));
    out.u64(offset);
    return out.bytes();
}

file_head head_of(std::string_view beginning) {
    if (beginning.substr(0, magic.size()) != magic) throw usage_error{"is not an orrery trace"};
    byte_source in(beginning.substr(magic.size()));
    if (const std::uint32_t found = in.u32(); found != version) {
        throw usage_error{fmt::format("is a trace of format {}; this program reads format {}", found, version)};
    }
    file_head h;
    h.token = in.text();
    const std::size_t checked = beginning.size() - in.left();
    if (in.u64() != checksum(beginning.substr(0, checked))) damaged("its checksum is wrong");
    h.size = checked + 8;
    return h;
}

std::optional<section> section_of(std::string_view beginning) {
    if (beginning.size() < 4) return std::nullopt;
    byte_source in(beginning);
    const std::uint32_t mark = in.u32();
    section s;
    if (mark == index_mark) {
        s.kind = section_kind::index;
        return s;
    }
    if (mark != block_mark && mark != state_mark && mark != names_mark) damaged("something else stands where a block should");
    s.kind = mark == block_mark ? section_kind::block : mark == state_mark ? section_kind::state : section_kind::names;
    const std::size_t checked = 3 * 4 + (mark == block_mark ? summary_size : 8);
    s.head = checked + 8;
    if (beginning.size() < s.head) return std::nullopt;
    s.stored = std::size_t{in.u32()} + 8;
    s.raw = in.u32();
    if (mark == block_mark) s.place = take_summary(in);
    else s.place.first = in.u64();
    if (in.u64() != checksum(beginning.substr(0, checked))) damaged("its checksum is wrong");
    if (s.raw > largest_section) damaged("a block is too large");
    return s;
}

std::string bytes_of(const section& s, std::string_view stored) {
    byte_source in(stored);
    const std::string_view packed = in.take(s.stored - 8);
    if (in.u64() != checksum(packed)) damaged("its checksum is wrong");
    return decompressed(packed, s.raw);
}

std::vector<task_id> names_of(std::string_view bytes) {
    byte_source in(bytes);
    std::vector<task_id> tasks;
    for (std::uint64_t left = in.varint(); left > 0; --left) tasks.push_back(static_cast<task_id>(in.varint()));
    return tasks;
}

std::optional<places> places_in(std::string_view index) {
    constexpr std::size_t entry = 8 + 8 + summary_size, around = 4 + 4 + 8 + 8 + trailer;
    if (index.size() < around) return std::nullopt;
    byte_source in(index);
    if (in.u32() != index_mark) return std::nullopt;
    const std::size_t count = in.u32();
    if (count * entry + around != index.size()) return std::nullopt;
    if (byte_source(index.substr(index.size() - trailer - 8)).u64() != checksum(index.substr(0, index.size() - trailer - 8))) return std::nullopt;
    places all;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t offset = in.u64(), state = in.u64();
        block_place& b = all.blocks.emplace_back(take_summary(in));
        b.offset = offset;
        b.state = state;
    }
    all.names = in.u64();
    return all;
}

contents read(std::string_view bytes) {
    contents found;
    const file_head h = head_of(bytes);
    found.token = h.token;
    found.complete = reader(bytes, h.size).all(found.events);
    if (const std::string fault = fault_in(found.events); !fault.empty()) damaged(fault);
    return found;
}

}  // namespace sim::trace_format
