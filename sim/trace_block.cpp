#include "sim/trace_block.hpp"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "sim/byte_source.hpp"
#include "sim/event_names.hpp"

namespace sim {
namespace {

std::int64_t minus(std::uint64_t a, std::uint64_t b) { return static_cast<std::int64_t>(a - b); }

// The distance of a cause, 0 for none.
std::uint64_t distance(const event& e, std::uint64_t number) { return e.cause == no_event ? 0 : number - e.cause; }

// Times among the values are near the event's own.
bool value_is_time(event_kind k) { return k == event_kind::timer_set || k == event_kind::clock_advanced; }

// As in canonical_bytes; of its own, because this is most of what writing a run costs.
char* put_varint(char* at, std::uint64_t v) {
    while (v >= 0x80) [[unlikely]] {
        *at++ = static_cast<char>(v | 0x80);
        v >>= 7;
    }
    *at++ = static_cast<char>(v);
    return at;
}

std::uint64_t zigzag(std::int64_t v) { return (static_cast<std::uint64_t>(v) << 1) ^ static_cast<std::uint64_t>(v >> 63); }

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
        const std::int64_t value = in.zigzag();
        e.value = value_is_time(e.kind) ? static_cast<std::int64_t>(plus(static_cast<std::uint64_t>(e.time), value)) : value;
    }
    return events;
}

}  // namespace

block_encoder::block_encoder() {
    const std::size_t row = std::accumulate(longest.begin(), longest.end(), std::size_t{0});
    char* at = new char[row * block_events];  // what is not used of it takes no memory
    bytes_.reset(at);
    for (std::size_t i = 0; i < columns_.size(); at += longest[i++] * block_events) columns_[i] = at;
}

// Some events of a block, those after `before`: to each column what is theirs.
void block_encoder::add(const trace& t, std::span<const event> events, event_id begin, const event& before) {
    auto put = [this, events, next = std::size_t{0}](auto number_of) mutable {
        char* at = ends_[next];
        for (const event& e : events) at = put_varint(at, number_of(e));
        ends_[next++] = at;
    };
    put([](const event& e) { return static_cast<std::uint64_t>(e.kind); });
    put([](const event& e) { return std::uint64_t{e.detail}; });
    put([time = before.time](const event& e) mutable { return static_cast<std::uint64_t>(e.time - std::exchange(time, e.time)); });
    put([number = std::uint64_t{begin}](const event& e) mutable { return distance(e, number++); });
    put([last = std::uint64_t{before.task}](const event& e) mutable { return zigzag(minus(e.task, std::exchange(last, e.task))); });
    put([last = std::uint64_t{before.object}](const event& e) mutable { return zigzag(minus(e.object, std::exchange(last, e.object))); });
    put([this](const event& e) {
        const std::uint64_t number = texts_.of(e.text);
        if (value_is_text(e.kind)) texts_.of(static_cast<std::uint32_t>(e.value));  // numbered in the order of events
        return number;
    });
    put([&](const event& e) { return std::uint64_t{number_site(sites_, t, e.site)}; });
    put([](const event& e) { return std::uint64_t{e.extra}; });
    put([this](const event& e) {
        if (value_is_text(e.kind)) return zigzag(texts_.of(static_cast<std::uint32_t>(e.value)));
        return zigzag(value_is_time(e.kind) ? minus(static_cast<std::uint64_t>(e.value), static_cast<std::uint64_t>(e.time)) : e.value);
    });
}

std::string_view block_encoder::encode(const trace& t, event_id begin, event_id end) {
    constexpr std::size_t together = 256;  // they stay in the first cache from one column to the next
    std::array<event, together> room;
    texts_.begin_again(t.strings().size());
    sites_.begin_again(t.sites().size());
    ends_ = columns_;
    event before;
    for (event_id first = begin; first < end;) {
        const auto after = static_cast<event_id>(std::min<std::size_t>(first + together, end));
        const std::span<const event> events = t.some(first, after, room);
        add(t, events, first, before);
        before = events.back();
        first = after;
    }
    out_.clear();
    out_.u64(begin);
    out_.u32(end - begin);
    out_.varint(texts_.used().size());
    for (const std::uint32_t id : texts_.used()) out_.text(t.text(id));
    put_sites(out_, sites_, t);
    for (std::size_t i = 0; i < columns_.size(); ++i) out_.raw({columns_[i], ends_[i]});
    return out_.bytes();
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
