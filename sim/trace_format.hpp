#pragma once
// The layout of a trace file:
//
//   head     "orrery\x1a\n"  u32 version  text token  u64 checksum of the head
//   section  its head: u32 mark  u32 bytes as stored  u32 bytes before that  the rest of the head  u64 checksum of it
//            its bytes, compressed with zstd  u64 checksum of them
//   ...
//   index    u32 'INDX'  u32 number of blocks  { u64 offset of the block, u64 offset of the state before it or 0, the rest
//            of its head } of each  u64 offset of the names or 0  u64 checksum of the index  u64 offset of the index
//
// A section is a block, 'BLCK', whose bytes encode_block() made and whose head goes on with a summary: u64 first event,
// u32 number of events, u32 tasks made so far, i64 time of the last event, the averages of state_sums as u32 bits, by time and by event; or a
// state, 'STAT', of a timeline and its iterations before the block that follows, and its head goes on with u64 first
// event; or the names, 'NAME', once before the index: the head goes on with u64 0, the bytes are tasks of which a later
// stretch of the run made the first sibling with the same function.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/state_sums.hpp"
#include "sim/trace.hpp"
#include "sim/trace_block.hpp"

namespace sim::trace_format {

inline constexpr std::uint32_t version = 4;
inline constexpr std::size_t longest_section_head = 128, trailer = 8;  // bytes; the trailer is the offset of the index

// A block of events: where it is, and what can be told without reading it.
struct block_place {
    std::uint64_t offset = 0;  // in the file
    std::uint64_t state = 0;   // offset of the state before it; 0: none
    std::uint64_t first = 0;   // number of its first event
    std::uint32_t events = 0;
    std::uint32_t tasks = 0;   // made in the run up to its end
    std::int64_t end_time = 0;
    state_sums::averages in_states;  // of its events, and of the time from the end of the block before it
};

struct places {
    std::vector<block_place> blocks;
    std::uint64_t names = 0;  // offset of that section; 0: none
};

std::string head(std::string_view token);
std::string index(const places&, std::uint64_t offset);

// Makes sections. Keeps its memory from one to the next.
class section_maker {
public:
    section_maker();
    ~section_maker();
    std::string block(const trace&, const block_place&);
    std::string state(event_id first, std::string_view bytes);
    std::string names(const std::vector<task_id>&);

private:
    struct compressor;
    std::unique_ptr<compressor> compress_;
    block_encoder encoder_;
};

// What a file holds. Throws usage_error, whose message goes on from its name. A file that just stops is no damage:
// `complete` is false then.
struct contents {
    std::string_view token;
    trace events;
    bool complete = false;
};
contents read(std::string_view bytes);

// --- a step at a time. All throw as read() does.

// The head of a file that begins with these bytes.
struct file_head {
    std::string_view token;
    std::size_t size = 0;  // of the head
};
file_head head_of(std::string_view beginning);

enum class section_kind : std::uint8_t { block, state, names, index };
struct section {
    section_kind kind{};
    std::size_t head = 0;         // bytes
    std::size_t stored = 0;       // bytes that follow the head, with their checksum
    std::size_t raw = 0;
    block_place place;            // of a block; of a state only `first`
};
// What begins here; of an index only its kind. Nothing: the bytes end within its head.
std::optional<section> section_of(std::string_view beginning);
// The bytes of a section, from the `stored` ones.
std::string bytes_of(const section&, std::string_view stored);
std::vector<task_id> names_of(std::string_view bytes);

// What an index says, given from its mark to the end of the file; nothing: that is no index, or a damaged one.
std::optional<places> places_in(std::string_view index);

}  // namespace sim::trace_format
