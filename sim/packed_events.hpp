#pragma once
// Events in a third of their memory, each still read alone in a few nanoseconds: what a window of ten million events
// keeps. Within a block every field has as many bits as its largest value in that block needs.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <vector>

#include "sim/event.hpp"

namespace sim {

class packed_events {
public:
    static constexpr std::size_t block_size = 1024;

    std::size_t size() const { return blocks_.size() * block_size; }
    event operator[](std::size_t i) const { return blocks_[i / block_size].read(i % block_size, first_ + static_cast<event_id>(i)); }

    // Takes in exactly block_size events, those after the last ones. `number` is that of the first.
    void add(std::span<const event> events, event_id number);
    void clear() { blocks_.clear(); }

private:
    enum field : std::uint8_t { time, value, cause, task, object, text, extra, site, kind, detail };
    static constexpr std::size_t fields = detail + 1;
    using row = std::array<std::uint64_t, fields>;

    // Where a field lies in a row.
    struct place {
        std::uint64_t base = 0;  // is added to what is stored
        std::uint64_t mask = 0;
        std::uint16_t byte = 0;
        std::uint8_t shift = 0;
    };
    struct block {
        std::array<place, fields> places;
        std::uint16_t stride = 0;  // bytes of a row
        std::unique_ptr<unsigned char[]> bytes;

        std::uint64_t get(std::size_t i, field f) const {
            const place& p = places[f];
            return ((load(bytes.get() + i * stride + p.byte) >> p.shift) & p.mask) + p.base;
        }
        event read(std::size_t i, event_id number) const {
            event e;
            e.kind = static_cast<event_kind>(get(i, kind));
            e.time = static_cast<std::int64_t>(get(i, time));
            e.value = static_cast<std::int64_t>(get(i, value) + (value_is_time(e.kind) ? get(i, time) : 0));
            const auto back = static_cast<event_id>(get(i, cause));
            e.cause = back == 0 ? no_event : number - back;
            e.task = static_cast<task_id>(get(i, task));
            e.object = static_cast<object_id>(get(i, object));
            e.text = static_cast<std::uint32_t>(get(i, text));
            e.extra = static_cast<std::uint32_t>(get(i, extra));
            e.site = static_cast<std::uint16_t>(get(i, site));
            e.detail = static_cast<std::uint8_t>(get(i, detail));
            return e;
        }
    };

    event_id first_ = 0;  // number of the first event
    std::vector<block> blocks_;

    // Times among the values are near the event's own.
    static bool value_is_time(event_kind k) { return k == event_kind::timer_set || k == event_kind::clock_advanced; }
    static row row_of(const event&, event_id number);
    static std::uint64_t load(const unsigned char* from) {
        std::uint64_t v = 0;
        std::memcpy(&v, from, sizeof v);
        return std::endian::native == std::endian::little ? v : __builtin_bswap64(v);
    }
    static void store(unsigned char* to, std::uint64_t v) {
        if (std::endian::native != std::endian::little) v = __builtin_bswap64(v);
        std::memcpy(to, &v, sizeof v);
    }
};

}  // namespace sim
