#include "sim/trace_block.hpp"

#include <memory>
#include <vector>

#include "sim/byte_source.hpp"
#include "sim/canonical_bytes.hpp"
#include "sim/event_names.hpp"
#include "sim/renumbering.hpp"

namespace sim {
namespace {

std::int64_t minus(std::uint64_t a, std::uint64_t b) { return static_cast<std::int64_t>(a - b); }

// The distance of a cause, 0 for none.
std::uint64_t distance(const event& e, std::uint64_t number) { return e.cause == no_event ? 0 : number - e.cause; }

// Writes one field of all events. Of its own, not canonical_bytes: this is most of what writing a run costs.
class column {
public:
    explicit column(std::size_t events) : bytes_(new char[events * longest]), at_(bytes_.get()) {}

    void byte(std::uint8_t v) { *at_++ = static_cast<char>(v); }
    void varint(std::uint64_t v) {
        while (v >= 0x80) {
            byte(static_cast<std::uint8_t>(v | 0x80));
            v >>= 7;
        }
        byte(static_cast<std::uint8_t>(v));
    }
    void zigzag(std::int64_t v) { varint((static_cast<std::uint64_t>(v) << 1) ^ static_cast<std::uint64_t>(v >> 63)); }
    void end(canonical_bytes& out) {
        out.raw({bytes_.get(), static_cast<std::size_t>(at_ - bytes_.get())});
        at_ = bytes_.get();
    }

private:
    static constexpr std::size_t longest = 10;  // bytes of a number
    std::unique_ptr<char[]> bytes_;
    char* at_;
};

void encode_events(canonical_bytes& out, const std::vector<event>& events, std::uint64_t begin) {
    column next(events.size());
    const auto put = [&](auto put_one) {
        for (std::size_t i = 0; i < events.size(); ++i) put_one(events[i], i);
        next.end(out);
    };
    put([&](const event& e, std::size_t) { next.byte(static_cast<std::uint8_t>(e.kind)); });
    put([&](const event& e, std::size_t) { next.byte(e.detail); });
    std::int64_t time = 0;
    put([&](const event& e, std::size_t) {
        next.varint(static_cast<std::uint64_t>(e.time - time));
        time = e.time;
    });
    put([&](const event& e, std::size_t i) { next.varint(distance(e, begin + i)); });
    std::uint64_t last = 0;
    put([&](const event& e, std::size_t) {
        next.zigzag(minus(e.task, last));
        last = e.task;
    });
    last = 0;
    put([&](const event& e, std::size_t) {
        next.zigzag(minus(e.object, last));
        last = e.object;
    });
    put([&](const event& e, std::size_t) { next.varint(e.text); });
    put([&](const event& e, std::size_t) { next.varint(e.site); });
    put([&](const event& e, std::size_t) { next.varint(e.extra); });
    // Times among the values are near the event's own.
    put([&](const event& e, std::size_t) {
        const bool is_time = e.kind == event_kind::timer_set || e.kind == event_kind::clock_advanced;
        next.zigzag(is_time ? minus(static_cast<std::uint64_t>(e.value), static_cast<std::uint64_t>(e.time)) : e.value);
    });
}

std::uint32_t u32_of(std::uint64_t v) {
    if (v > 0xffff'ffff) damaged("a number is too large");
    return static_cast<std::uint32_t>(v);
}

// Sums may wrap around: they are of what a stranger wrote.
std::uint64_t plus(std::uint64_t a, std::int64_t b) { return a + static_cast<std::uint64_t>(b); }

std::vector<event> decode_events(byte_source& in, std::size_t count, std::uint64_t begin) {
    std::vector<event> events(count);
    for (event& e : events) e.kind = static_cast<event_kind>(in.u8());
    for (event& e : events) e.detail = in.u8();
    std::uint64_t time = 0;
    for (event& e : events) e.time = static_cast<std::int64_t>(time += in.varint());
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t back = in.varint();
        if (back > begin + i) damaged("a cause lies before the start");
        events[i].cause = back == 0 ? no_event : static_cast<event_id>(begin + i - back);
    }
    std::uint64_t last = 0;
    for (event& e : events) e.task = u32_of(last = plus(last, in.zigzag()));
    last = 0;
    for (event& e : events) e.object = u32_of(last = plus(last, in.zigzag()));
    for (event& e : events) e.text = u32_of(in.varint());
    for (event& e : events) {
        const std::uint64_t site = in.varint();
        if (site > 0xffff) damaged("a number is too large");
        e.site = static_cast<std::uint16_t>(site);
    }
    for (event& e : events) e.extra = u32_of(in.varint());
    for (event& e : events) {
        const bool is_time = e.kind == event_kind::timer_set || e.kind == event_kind::clock_advanced;
        const std::int64_t value = in.zigzag();
        e.value = is_time ? static_cast<std::int64_t>(plus(static_cast<std::uint64_t>(e.time), value)) : value;
    }
    return events;
}

}  // namespace

std::string encode_block(const trace& t, event_id begin, event_id end) {
    renumbering texts(t.strings().size());
    renumbering sites(t.sites().size());
    std::vector<event> events;
    events.reserve(end - begin);
    for (event_id i = begin; i < end; ++i) {
        event e = t[i];
        e.text = texts.of(e.text);
        if (value_is_text(e.kind)) e.value = texts.of(static_cast<std::uint32_t>(e.value));
        e.site = number_site(sites, t, e.site);
        events.push_back(e);
    }
    canonical_bytes out;
    out.u64(begin);
    out.u32(end - begin);
    out.varint(texts.used().size());
    for (const std::uint32_t id : texts.used()) out.text(t.text(id));
    put_sites(out, sites, t);
    encode_events(out, events, begin);
    return out.bytes();
}

void decode_block(std::string_view bytes, trace& into) {
    byte_source in(bytes);
    if (in.u64() != into.size()) damaged("a block is out of turn");
    const std::uint32_t count = in.u32();
    if (count > block_events || into.size() + count >= no_event) damaged("a block has too many events");
    std::vector<std::uint32_t> texts{0};
    for (std::uint64_t left = in.varint(); left > 0; --left) texts.push_back(into.intern(in.text()));
    const std::vector<std::uint16_t> sites = take_sites(in, into);
    for (event e : decode_events(in, count, into.size())) {
        e.text = global(texts, e.text, "text");
        if (value_is_text(e.kind)) e.value = global(texts, static_cast<std::uint64_t>(e.value), "text");
        e.site = global(sites, e.site, "source line");
        into.append(e);
    }
    if (in.left() > 0) damaged("a block is longer than its events");
}

}  // namespace sim
