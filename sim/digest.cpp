// The digest of a trace. Each event is hashed with the text it refers to in place of the text's number, so that the
// digest of a prefix depends on that prefix alone.

#include <fmt/core.h>
#include <xxhash.h>

#include <algorithm>
#include <memory>
#include <new>

#include "sim/canonical_bytes.hpp"
#include "sim/event_names.hpp"
#include "sim/trace.hpp"

namespace sim {
namespace {

constexpr std::size_t block = 64 * 1024;

void encode(canonical_bytes& out, const trace& t, const event& e) {
    out.u8(static_cast<std::uint8_t>(e.kind));
    out.u8(e.detail);
    out.i64(e.time);
    out.u32(e.cause);
    out.u32(e.task);
    out.u32(e.object);
    out.u32(e.extra);
    out.text(t.text(e.text));
    if (value_is_text(e.kind)) {
        out.text(t.text(static_cast<std::uint32_t>(e.value)));
    } else {
        out.i64(e.value);
    }
}

}  // namespace

std::string digest(const trace& t) { return digest(t, t.size()); }

std::string digest(const trace& t, std::size_t events) {
    const std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> state(XXH3_createState(), &XXH3_freeState);
    if (!state) {
        throw std::bad_alloc();
    }
    XXH3_128bits_reset(state.get());
    canonical_bytes buffer;
    const std::size_t end = std::min(events, t.size());
    for (std::size_t i = 0; i < end; ++i) {
        encode(buffer, t, t[static_cast<event_id>(i)]);
        if (buffer.size() >= block || i + 1 == end) {
            XXH3_128bits_update(state.get(), buffer.bytes().data(), buffer.size());
            buffer.clear();
        }
    }
    const XXH128_hash_t hash = XXH3_128bits_digest(state.get());
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace sim
