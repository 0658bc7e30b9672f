#pragma once
// Follows a run so that its state can be told now and then (see run_past): for who writes the run to a file. It keeps
// what the next state needs of the past and nothing else, a line or two of memory for each task and object an event is
// about; what takes long to build is built when a state is asked for.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "sim/canonical_bytes.hpp"
#include "sim/id_index.hpp"
#include "sim/run_past.hpp"
#include "sim/state_sums.hpp"
#include "sim/trace.hpp"

namespace sim {

class past_keeper {
public:
    explicit past_keeper(const trace& source) : trace_(&source) {}

    void read_on(std::size_t upto);  // to before an event; the trace may forget them then
    std::size_t size() const { return read_; }
    task_id tasks_made() const { return past_.tasks.next() - 1; }
    std::size_t kept() const { return past_.tasks.count() + past_.objects.size(); }  // tasks and objects

    // How many tasks were in which state since the last call, up to what was read.
    state_sums::averages take_sums() { return sums_.take(static_cast<event_id>(read_), past_.time); }
    // The state before the next event. Lets go of what is over.
    void encode(canonical_bytes&);
    // First children whose second sibling of the same function came after a state in which they seem alone.
    const std::vector<task_id>& late_siblings() const { return past_.names.late_siblings(); }

private:
    // The beginning of a span.
    struct stretch {
        std::int64_t time = 0;
        event_id event = 0;
        object_id object = 0;
        std::uint16_t site = 0;
        task_state state{};
        aio::wait_kind wait{};
    };
    // The last ones of a task, since it last ran; the usual ones are to run, to wait, to be ready. One line of a cache.
    class alignas(64) stretches {
    public:
        static constexpr std::uint32_t most = 3;
        std::uint32_t count() const { return count_; }  // with those before the last ones, which are in earlier_
        void clear() { count_ = 0; }
        stretch operator[](std::uint32_t i) const { return {time_[i], event_[i], object_[i], site_[i], state_[i], wait_[i]}; }
        void add(const stretch&);  // of `most` the first one goes

    private:
        std::array<std::int64_t, most> time_;
        std::array<event_id, most> event_;
        std::array<object_id, most> object_;
        std::array<std::uint16_t, most> site_;
        std::array<task_state, most> state_;
        std::array<aio::wait_kind, most> wait_;
        std::uint32_t count_ = 0;
    };

    const trace* trace_;
    std::size_t read_ = 0;
    run_past past_;              // its spans and levels are filled in for encode() alone
    by_task<stretches> stretches_;
    std::map<task_id, std::vector<stretch>> earlier_;  // of tasks asked to cancel again and again
    std::vector<level> levels_;    // the last of each object; its event is no_event where there is none
    id_index object_index_;        // in the objects
    std::size_t over_ = 0;         // tasks and objects that ended since the last forget()
    state_sums sums_;

    std::size_t fetch(const event&) const;
    void read(const event&, event_id, std::size_t object);
    void add_task(const event&, event_id);
    void add_object(const event&, event_id);
    void change_task(const event&, event_id);
    void note_state(task_id, task_state before, const event&, event_id);
    void add_stretch(task_id, const stretch&);
    void change_object(const event&, event_id, std::size_t place);
    void change_gathered(object_id, const event&, event_id, int change);
    std::vector<span> spans_of(task_id) const;
    void forget();
    void forget_tasks();
    void forget_objects();
};

}  // namespace sim
