#include "sim/packed_events.hpp"

#include <algorithm>

namespace sim {

packed_events::row packed_events::row_of(const event& e, event_id number) {
    row r;
    r[time] = static_cast<std::uint64_t>(e.time);
    r[value] = static_cast<std::uint64_t>(e.value) - (value_is_time(e.kind) ? r[time] : 0);
    r[cause] = e.cause == no_event ? 0 : number - e.cause;
    r[task] = e.task;
    r[object] = e.object;
    r[text] = e.text;
    r[extra] = e.extra;
    r[site] = e.site;
    r[kind] = static_cast<std::uint64_t>(e.kind);
    r[detail] = e.detail;
    return r;
}

void packed_events::add(std::span<const event> events, event_id number) {
    if (blocks_.empty()) first_ = number;
    std::array<std::int64_t, fields> least, most;
    least.fill(INT64_MAX);
    most.fill(INT64_MIN);
    std::vector<row> rows;
    rows.reserve(events.size());
    for (const event& e : events) {
        const row r = rows.emplace_back(row_of(e, number++));
        for (std::size_t f = 0; f < fields; ++f) {
            least[f] = std::min(least[f], static_cast<std::int64_t>(r[f]));
            most[f] = std::max(most[f], static_cast<std::int64_t>(r[f]));
        }
    }
    block b;
    std::array<std::size_t, fields> widths, starts;  // bits
    std::size_t bits = 0;
    for (std::size_t f = 0; f < fields; ++f) {
        place& p = b.places[f];
        p.base = static_cast<std::uint64_t>(least[f]);
        auto width = static_cast<std::size_t>(std::bit_width(static_cast<std::uint64_t>(most[f]) - p.base));
        // Eight bytes are read at once: a wider one begins at a byte.
        constexpr std::size_t widest = 57;
        if (width > widest) {
            width = 64;
            bits = (bits + 7) / 8 * 8;
        }
        p.mask = width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
        p.byte = static_cast<std::uint16_t>(bits / 8);
        p.shift = static_cast<std::uint8_t>(bits % 8);
        widths[f] = width;
        starts[f] = bits;
        bits += width;
    }
    b.stride = static_cast<std::uint16_t>((bits + 7) / 8);
    b.bytes = std::make_unique<unsigned char[]>(events.size() * b.stride + sizeof(std::uint64_t));
    // Eight bytes at a time; those beyond a row's end are the next row's, which comes later.
    for (std::size_t i = 0; i < rows.size(); ++i) {
        unsigned char* at = b.bytes.get() + i * b.stride;
        std::uint64_t word = 0;
        std::size_t begin = 0;  // of the word in the row, in bits
        for (std::size_t f = 0; f < fields; ++f) {
            if (widths[f] == 0) continue;
            const std::uint64_t v = rows[i][f] - b.places[f].base;
            const std::size_t used = starts[f] - begin;
            if (used < 64) word |= v << used;
            if (used + widths[f] < 64) continue;
            store(at, word);
            at += sizeof word;
            begin += 64;
            word = used == 0 ? 0 : used < 64 ? v >> (64 - used) : v;
        }
        store(at, word);
    }
    blocks_.push_back(std::move(b));
}

}  // namespace sim
