#include "sim/digest.hpp"

#include <fmt/core.h>
#include <xxhash.h>

#include <algorithm>
#include <new>

#include "sim/canonical_bytes.hpp"
#include "sim/event_names.hpp"

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

struct digester::state {
    std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> hash{XXH3_createState(), &XXH3_freeState};
    canonical_bytes buffer;

    state() {
        if (!hash) {
            throw std::bad_alloc();
        }
        XXH3_128bits_reset(hash.get());
    }
    void flush() {
        XXH3_128bits_update(hash.get(), buffer.bytes().data(), buffer.size());
        buffer.clear();
    }
};

digester::digester() : state_(std::make_unique<state>()) {}
digester::digester(digester&&) noexcept = default;
digester& digester::operator=(digester&&) noexcept = default;
digester::~digester() = default;

void digester::add(const trace& t, event_id number) {
    encode(state_->buffer, t, t[number]);
    if (state_->buffer.size() >= block) {
        state_->flush();
    }
}

std::string digester::digest() const {
    state_->flush();
    const XXH128_hash_t hash = XXH3_128bits_digest(state_->hash.get());
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

std::string digest(const trace& t) { return digest(t, t.size()); }

std::string digest(const trace& t, std::size_t events) {
    digester all;
    const std::size_t end = std::min(events, t.size());
    for (std::size_t i = 0; i < end; ++i) {
        all.add(t, static_cast<event_id>(i));
    }
    return all.digest();
}

}  // namespace sim
