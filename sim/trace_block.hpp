#pragma once
// A stretch of a trace as bytes. A block has the texts and source lines its events refer to, so that each can be read
// alone and what was written before a kill is whole.
//
// Values of one field stand together, as differences to the event before where they run on, in variable length: a block
// takes about a tenth of what its events take in memory once it is compressed.

#include <cstddef>
#include <string>
#include <string_view>

#include "sim/trace.hpp"

namespace sim {

inline constexpr std::size_t block_events = 65'536;  // at most

// Events `begin` to before `end`, at most block_events of them, not compressed.
std::string encode_block(const trace&, event_id begin, event_id end);

// Appends a block's events to a trace, whose texts and source lines take new numbers. Throws usage_error, whose message
// goes on from a name, when the bytes are no block that encode_block made, or one of other events than come next.
void decode_block(std::string_view bytes, trace& into);

}  // namespace sim
