#pragma once
// A run for other programs.

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string_view>

#include "sim/run_names.hpp"
#include "sim/timeline.hpp"

namespace sim {

// Told how many more events are written, every few thousand of them; may throw to stop.
using export_progress = std::function<void(std::uint64_t events)>;

// One JSON object: how to run it again, how it ended, tasks with their spans, objects with their levels, and every event
// with the names of what it is about. Bytes that are not UTF-8 become U+FFFD.
void write_json(std::ostream&, const timeline&, std::string_view token, const export_progress& = {});

// For chrome://tracing and Perfetto: a row for each task with its states, a counter for each level, an arrow for each
// wake. Their time is virtual time in microseconds.
void write_chrome_trace(std::ostream&, const timeline&);

// The same of a run that is read part by part, in order: each part's states, levels and wakes together.
class chrome_writer {
public:
    explicit chrome_writer(std::ostream&, export_progress = {});
    // `earlier` gives an event before the part. What goes on in the part's end is written by the one in which it ends.
    void add(const timeline& part, const std::function<event(event_id)>& earlier);
    void close(const timeline& last_part);  // what never ended, and the end

private:
    std::ostream* out_;
    export_progress progress_;
    bool first_ = true;
    event_id written_ = 0;  // the first event that is not

    void put(std::string_view fields);
    void put_span(const timeline&, const task_info&, const span&);
    void put_rows(const timeline&);
    void put_levels(const timeline&);
    void put_wake(event_id number, const event&, const event& cause);
    void put_wakes(const timeline&, const std::function<event(event_id)>& earlier);
};

// One line for each event, with a heading; quoted as in RFC 4180.
void write_csv(std::ostream&, const timeline&);

// The same of a run as it goes on: of the past it keeps the tasks' paths.
class csv_writer {
public:
    explicit csv_writer(std::ostream&);
    void add(const trace&);  // the events since the last call; the trace may forget them then

private:
    std::ostream* out_;
    event_id next_ = 0;
    run_names names_;
    by_task<task_info> tasks_;  // their paths alone
};

}  // namespace sim
