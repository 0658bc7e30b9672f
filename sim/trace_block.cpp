#include "sim/trace_block.hpp"

#include <vector>

#include "sim/byte_source.hpp"
#include "sim/canonical_bytes.hpp"
#include "sim/event_names.hpp"

namespace sim {
namespace {

// Numbers of a trace's texts or source lines to numbers within a block, in order of first use.
class renumbering {
public:
    explicit renumbering(std::size_t size) : local_(size) {}

    std::uint32_t of(std::uint32_t global) {
        if (global == 0) return 0;
        if (local_[global] == 0) {
            used_.push_back(global);
            local_[global] = static_cast<std::uint32_t>(used_.size());
        }
        return local_[global];
    }
    bool known(std::uint32_t global) const { return global == 0 || local_[global] != 0; }
    const std::vector<std::uint32_t>& used() const { return used_; }

private:
    std::vector<std::uint32_t> local_;
    std::vector<std::uint32_t> used_;
};

// A line comes after those at which it is awaited.
void number_callers(renumbering& sites, const trace& t, std::uint16_t site) {
    const std::vector<std::uint16_t> chain = t.chain(site);
    for (std::size_t i = chain.size(); i-- > 0;) sites.of(chain[i]);
}

std::int64_t minus(std::uint64_t a, std::uint64_t b) { return static_cast<std::int64_t>(a - b); }

// The distance of a cause, 0 for none.
std::uint64_t distance(const event& e, std::uint64_t number) { return e.cause == no_event ? 0 : number - e.cause; }

void encode_events(canonical_bytes& out, const std::vector<event>& events, std::uint64_t begin) {
    for (const event& e : events) out.u8(static_cast<std::uint8_t>(e.kind));
    for (const event& e : events) out.u8(e.detail);
    std::int64_t time = 0;
    for (const event& e : events) {
        out.varint(static_cast<std::uint64_t>(e.time - time));
        time = e.time;
    }
    for (std::size_t i = 0; i < events.size(); ++i) out.varint(distance(events[i], begin + i));
    std::uint64_t last = 0;
    for (const event& e : events) {
        out.zigzag(minus(e.task, last));
        last = e.task;
    }
    last = 0;
    for (const event& e : events) {
        out.zigzag(minus(e.object, last));
        last = e.object;
    }
    for (const event& e : events) out.varint(e.text);
    for (const event& e : events) out.varint(e.site);
    for (const event& e : events) out.varint(e.extra);
    // Times among the values are near the event's own.
    for (const event& e : events) {
        const bool is_time = e.kind == event_kind::timer_set || e.kind == event_kind::clock_advanced;
        out.zigzag(is_time ? minus(static_cast<std::uint64_t>(e.value), static_cast<std::uint64_t>(e.time)) : e.value);
    }
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

// The number in a trace of a block's text or source line.
template <class Number>
Number global(const std::vector<Number>& of_block, std::uint64_t local, std::string_view what) {
    if (local >= of_block.size()) damaged(fmt::format("an event has a {} that is not there", what));
    return of_block[local];
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
        if (!sites.known(e.site)) number_callers(sites, t, e.site);
        e.site = static_cast<std::uint16_t>(sites.of(e.site));
        events.push_back(e);
    }
    canonical_bytes out;
    out.u64(begin);
    out.u32(end - begin);
    out.varint(texts.used().size());
    for (const std::uint32_t id : texts.used()) out.text(t.text(id));
    out.varint(sites.used().size());
    for (const std::uint32_t id : sites.used()) {
        const trace::source_line& s = t.site(id);
        out.text(s.file);
        out.u32(s.line);
        out.text(s.function);
        out.varint(sites.of(s.caller));
    }
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
    std::vector<std::uint16_t> sites{0};
    for (std::uint64_t left = in.varint(); left > 0; --left) {
        trace::source_line s;
        s.file = in.text();
        s.line = in.u32();
        s.function = in.text();
        s.caller = global(sites, in.varint(), "line that awaits it");
        sites.push_back(into.intern_site(std::move(s)));
    }
    for (event e : decode_events(in, count, into.size())) {
        e.text = global(texts, e.text, "text");
        if (value_is_text(e.kind)) e.value = global(texts, static_cast<std::uint64_t>(e.value), "text");
        e.site = global(sites, e.site, "source line");
        into.append(e);
    }
    if (in.left() > 0) damaged("a block is longer than its events");
}

}  // namespace sim
