#pragma once
// Which events a person wants to see. Reads each event once, and goes on where it stopped while the run grows.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "sim/session.hpp"

namespace gui {

class event_filter {
public:
    // All words must match: the task's path, the kind, the object's name or the text contain it, in upper or lower case.
    // "task:x", "kind:x" and "res:x" ask only one of them; "t>1.5" and "t<250ms" ask for the time. Blank text lets everything through.
    void update(const sim::session&, std::uint64_t generation, std::string_view text);

    bool active() const { return !words_.empty(); }
    std::size_t size(const sim::timeline& t) const { return active() ? matches_.size() : t.size() - t.first(); }
    sim::event_id operator[](std::size_t row) const { return active() ? matches_[row] : first_ + static_cast<sim::event_id>(row); }
    // The row of an event, or of the last one before it; 0 where there is none.
    std::size_t row_of(sim::event_id) const;

private:
    enum class field : unsigned char { any, task, kind, object, after, before };
    enum class answer : unsigned char { unknown, no, yes };
    struct word {
        field where{};
        std::string text;
        std::int64_t time = 0;
        // The same names come back a million times: each is compared once.
        std::vector<answer> tasks, strings, objects;
        std::map<std::tuple<int, int, int>, bool> kinds;
    };
    std::uint64_t generation_ = 0;
    std::string text_;
    sim::event_id first_ = 0;  // of the run, or of the part of it that is there
    std::size_t read_ = 0;
    std::vector<word> words_;
    std::vector<sim::event_id> matches_;

    void parse();
    static bool matches(word&, const sim::timeline&, sim::event_id);
};

}  // namespace gui
