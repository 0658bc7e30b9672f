#pragma once
// What painters ask about a run on every frame and the timeline does not answer in O(1): the order of lanes, sums of
// time by state, who printed last, the range of each level. Kept up to date as the run grows, never rebuilt in a frame.

#include <array>
#include <cstdint>
#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "gui/draw/task_groups.hpp"
#include "sim/iterations.hpp"
#include "sim/session.hpp"

namespace gui {

using state_times = std::array<std::int64_t, sim::task_state_count>;  // virtual ns by state

struct lane_row {
    sim::task_id task = 0;
    int depth = 0;  // 0: started by the loop
    int children = 0;
    bool folded = false;  // its descendants have no lanes of their own
    int hidden = 0;       // so many
};

// Levels in blocks of level_block_size: their extremes, so that a plot of millions looks at thousands.
inline constexpr std::size_t level_block_size = 64;

struct level_block {
    std::int64_t least = 0, most = 0, least_aux = 0, most_aux = 0;
    std::int64_t end_time = 0;  // of its last level
    sim::event_id end = 0;
};

struct level_range {
    std::int64_t least = 0;
    std::int64_t most = 0;
    std::int64_t most_aux = 0;
    bool counts_done = false;  // a queue of which somebody says that items are done
    bool joined = false;       // a queue of which somebody waits until all are done
    bool unfinished_matters() const { return counts_done || joined; }
    std::size_t read = 0;  // levels looked at
    std::vector<level_block> blocks;
};

// Spans in blocks of span_block_size, from the start of the task to where a block begins.
inline constexpr std::size_t span_block_size = 16;

struct span_sums {
    static constexpr std::size_t states = sim::state_sums::states;
    std::array<std::int64_t, states> time{};     // ns by state
    std::array<std::uint32_t, states> events{};  // events by state
    sim::event_id begin = 0;                     // of the block
    std::int64_t begin_time = 0;

    static std::size_t index(sim::task_state s) { return sim::state_sums::index(s); }
};

static_assert(sizeof(span_sums) == 112);

class run_index {
public:
    // Equal specs give equal runs, so the spec says whether what is known still holds.
    void update(const sim::session&);

    // Only these tasks have lanes; none: all have. Folding means nothing meanwhile.
    void show_only(const sim::timeline&, std::span<const sim::task_id>);
    bool shows_only_some() const { return !only_.empty(); }

    // Folds or unfolds a task that has children; false: it has none.
    bool toggle_fold(const sim::timeline&, sim::task_id);

    std::span<const lane_row> lanes() const { return lanes_; }  // parents before children, siblings by creation
    int row_of(sim::task_id) const;  // index in lanes(), of the ancestor that hides it where it is folded; -1: none
    std::uint64_t generation() const { return generation_; }    // another number for another run

    // Time a task spent in each state up to and including an event that happened at `now` ns.
    state_times times(const sim::task_info&, sim::event_id, std::int64_t now) const;

    // Block k covers spans from k * span_block_size; all but the last are complete.
    std::span<const span_sums> blocks(sim::task_id) const;

    // The last line a task printed up to an event; "" before the first.
    std::string_view last_log(const sim::timeline&, sim::task_id, sim::event_id) const;

    const sim::iterations& loop() const { return loop_; }
    const task_groups& groups() const { return groups_; }

    const level_range& range(std::size_t object) const { return ranges_[object]; }  // index in timeline.objects()
    const level_range& range(const sim::timeline& t, const sim::object_info& o) const { return range(static_cast<std::size_t>(&o - t.objects().data())); }
    // The progress object a task moves; nullptr: none.
    const sim::object_info* progress_of(const sim::timeline&, sim::task_id) const;

private:
    struct track {
        std::vector<span_sums> sums;
        std::vector<std::uint32_t> logs;   // indices in timeline.logs()
        sim::object_id progress = 0;
        int row = -1;                      // in lanes_
    };
    sim::run_spec spec_;
    std::uint64_t generation_ = 0;
    std::uint64_t reading_ = 0;
    std::size_t logs_read_ = 0;
    std::size_t events_read_ = 0;
    std::size_t ordered_ = 0;  // tasks
    std::set<sim::task_id> folded_;
    std::set<sim::task_id> only_;
    std::vector<lane_row> lanes_;
    sim::by_task<track> tracks_;
    std::vector<level_range> ranges_;
    sim::iterations loop_;
    task_groups groups_;

    void clear();
    void order(const sim::timeline&);
    void note_join(const sim::timeline&, const sim::span&);
};

// The index of the run on the screen, brought up to date.
const run_index& index_of(const sim::session&);

// Folds or unfolds a lane of the run on the screen; false: it has no children.
bool fold_lane(const sim::session&, sim::task_id);

// See run_index::show_only().
void show_only_lanes(const sim::session&, std::span<const sim::task_id>);

// The last level at or before an event; nullptr: none yet.
const sim::level* level_at(const sim::object_info&, sim::event_id);

}  // namespace gui
