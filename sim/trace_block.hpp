#pragma once
// A stretch of a trace as bytes. A block has the texts and source lines its events refer to, so that each can be read
// alone and what was written before a kill is whole.
//
// Values of one field stand together, as differences to the event before where they run on, in variable length: a block
// takes about a tenth of what its events take in memory once it is compressed.

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "sim/canonical_bytes.hpp"
#include "sim/renumbering.hpp"
#include "sim/trace.hpp"

namespace sim {

inline constexpr std::size_t block_events = 65'536;  // at most

// Keeps its memory from block to block.
class block_encoder {
public:
    block_encoder();
    // Events `begin` to before `end`, at most block_events of them, not compressed. Stays until the next call.
    std::string_view encode(const trace&, event_id begin, event_id end);

private:
    // kind, detail, time, cause, task, object, text, source line, extra, value: bytes each takes at most.
    static constexpr std::array<std::size_t, 10> longest{1, 1, 10, 5, 5, 5, 5, 3, 5, 10};
    canonical_bytes out_;
    renumbering texts_, sites_;
    std::unique_ptr<char[]> bytes_;  // room for the longest block there can be
    std::array<char*, longest.size()> columns_, ends_;

    void add(const trace&, std::span<const event>, event_id begin, const event& before);
};

// Appends a block's events to a trace, whose texts and source lines take new numbers. Throws usage_error, whose message
// goes on from a name, when the bytes are no block that encode_block made, or one of other events than come next.
void decode_block(std::string_view bytes, trace& into);

}  // namespace sim
