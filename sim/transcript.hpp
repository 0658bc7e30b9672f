#pragma once
// The run as text: "[t=S.mmm] line" for each printed line, last "[end t=S.mmm] ok | exception E | deadlock | limit ...".

#include <cstdint>
#include <map>
#include <string>

#include "sim/timeline.hpp"

namespace sim {

// All lines up to and including an event, each ended by a newline. no_event as `last` means the whole trace.
std::string transcript(const timeline&, event_id last = no_event);

// The transcript line an event makes, without newline at its end; "" where it makes none. Text of several lines makes
// several lines.
std::string transcript_line(const timeline&, event_id);

// The same from the trace alone, while the run goes on; the trace may forget what has been read.
class transcript_reader {
public:
    explicit transcript_reader(const trace& facts) : facts_(&facts) {}

    std::string next_lines();  // of the events since the last call, each line ended by a newline

private:
    struct task_names {
        std::string name;
        std::string function;
    };

    const trace* facts_;
    event_id next_ = 0;
    std::map<task_id, task_names> tasks_;  // those a line may still name: alive, or ended by an error

    void note(const event&);
};

std::string format_time(std::int64_t ns);  // "0.250": seconds, truncated to milliseconds

}  // namespace sim
