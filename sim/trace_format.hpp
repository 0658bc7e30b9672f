#pragma once
// The layout of a trace file:
//
//   head    "orrery\x1a\n"  u32 version  text token  u64 checksum of the head
//   block   u32 'BLCK'  u32 bytes as stored  u32 bytes as encode_block made them  u64 checksum of this line
//           the block, compressed with zstd  u64 checksum of it
//   ...
//   index   u32 'INDX'  u32 number of blocks  { u64 offset, u64 first event, i64 time of its last event } of each
//           u64 number of events  u64 checksum of the index  u64 offset of the index

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/trace.hpp"

namespace sim::trace_format {

inline constexpr std::uint32_t version = 3;

struct block_place {
    std::uint64_t offset = 0;  // in the file
    std::uint64_t first = 0;   // number of its first event
    std::int64_t end_time = 0;
};

std::string head(std::string_view token);
std::string block(const trace&, event_id begin, event_id end);
std::string index(const std::vector<block_place>&, std::uint64_t events, std::uint64_t offset);

// What a file holds. Throws usage_error, whose message goes on from its name. A file that just stops is no damage:
// `complete` is false then.
struct contents {
    std::string_view token;
    trace events;
    bool complete = false;
};
contents read(std::string_view bytes);

// The token in the head of a file that begins with these bytes. Throws as read() does.
std::string_view token_of(std::string_view beginning);
// The number of events an index tells of, given from its mark up to its checksum; none: that is no index, or a damaged one.
std::optional<std::uint64_t> events_in_index(std::string_view index);

}  // namespace sim::trace_format
