#pragma once
// The facts of a run: an append-only list of plain records, all integers. Everything that shows a run - window,
// transcript, export, digest - reads this and nothing else.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/event.hpp"
#include "sim/event_list.hpp"
#include "sim/packed_events.hpp"

namespace sim {

class trace {
public:
    trace();

    // Returns the number of the new event. Events are numbered 0, 1, 2...
    event_id append(const event& e) {
        events_.push_back(e);
        return static_cast<event_id>(plain_ + events_.size() - 1);
    }
    void reserve(std::size_t events);

    std::size_t size() const { return plain_ + events_.size(); }  // with those forgotten
    bool empty() const { return size() == 0; }
    // One that is forgotten, or lies before a part of a run, is an event{}: nothing is known of it, not even its time.
    event operator[](event_id number) const {
        if (number >= plain_) return events_[number - plain_];
        return number >= first_ ? packed_[number - first_] : event{};
    }
    // Those from `begin` to before `end`: where they are, or copied to `room`, which has space for them, where they are packed.
    std::span<const event> some(event_id begin, event_id end, std::span<event> room) const {
        if (begin >= plain_) return events_.all().subspan(begin - plain_, end - begin);
        for (event_id i = begin; i < end; ++i) room[i - begin] = (*this)[i];
        return room.first(end - begin);
    }
    event back() const { return events_.size() > 0 ? events_[events_.size() - 1] : packed_[packed_.size() - 1]; }

    // Keeps whole blocks of the events so far in about a third of their memory; reading one of them takes a little longer.
    void pack();

    // Lets go of all events and texts so far; source lines, and the numbers of events, go on. For a run that is longer than
    // memory and is kept in a file: what is forgotten must not be asked for.
    void forget();
    event_id first() const { return static_cast<event_id>(first_); }  // the number of the first event kept
    // For a part of a run, as long as there are no events: the number that the first will have.
    void begin_at(event_id first) { first_ = plain_ = first; }

    // Equal strings have equal ids, in order of first use; 0 is "".
    std::uint32_t intern(std::string_view);
    std::string_view text(std::uint32_t id) const { return strings_[id]; }
    const std::deque<std::string>& strings() const { return strings_; }  // a view into one stays valid

    // A line alone, or a co_await of a function with the one at which that function is awaited.
    struct source_line {
        std::string file;  // relative to the project: "scenarios/downloads.cpp"; "" for a function of the runtime
        std::uint32_t line = 0;
        std::string function{};    // "download"; "" for a line alone
        std::uint16_t caller = 0;  // an earlier one; 0: the outermost
        bool operator==(const source_line&) const = default;
    };
    std::uint16_t intern(aio::site);
    // Innermost first. Gives the innermost that has a line, 0 for none.
    std::uint16_t intern(std::span<const aio::call_frame> chain);
    std::uint16_t intern_site(source_line);  // the same without the cache: for loading
    std::vector<std::uint16_t> chain(std::uint32_t site) const;  // the site and its callers, innermost first
    const source_line& site(std::uint32_t id) const { return sites_[id]; }
    const std::vector<source_line>& sites() const { return sites_; }

private:
    std::size_t first_ = 0;  // number of the first event kept
    packed_events packed_;
    std::size_t plain_ = 0;  // number of the first event in events_
    event_list<event> events_;
    std::deque<std::string> strings_;
    std::vector<std::uint32_t> string_slots_;  // open addressing: ids of strings, 0 is free
    std::vector<source_line> sites_;
    struct site_slot {
        const char* file = nullptr;
        const char* function = nullptr;  // both null: free
        std::uint32_t line = 0;
        std::uint16_t caller = 0;
        std::uint16_t id = 0;
    };
    std::vector<site_slot> site_slots_;  // open addressing; the addresses decide nothing but where to look
    std::size_t site_slots_used_ = 0;

    std::uint32_t add_string(std::string_view, std::size_t slot);
    void grow_string_slots();
    void grow_site_slots();
    std::uint16_t intern_site(const site_slot&);
};

}  // namespace sim
