#pragma once
// The names that tasks and objects have in a run, given as they are made: "main/download[2]", "queue-1".

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/byte_source.hpp"
#include "sim/canonical_bytes.hpp"
#include "sim/task_info.hpp"

namespace sim {

class run_names {
public:
    run_names() = default;
    explicit run_names(byte_source&);  // goes on from where another one was encoded. Throws usage_error (see byte_source)
    void encode(canonical_bytes&) const;

    // What a task_created event made. The first of its siblings with the same function is then no longer alone.
    task_info task(const trace&, const event&, event_id number, by_task<task_info>& earlier);
    object_info object(const trace&, const event&, event_id number);

    // Lets go of what only the children of tasks that are not there any more would need.
    void forget(const by_task<task_info>& there);
    // From here on somebody may read the run: who seems alone up to here and is not, is told by late_siblings().
    void may_be_read_from(event_id first) { readable_from_ = first; }
    const std::vector<task_id>& late_siblings() const { return late_siblings_; }

private:
    struct siblings {  // tasks with the same parent and function
        task_id first = 0;
        std::uint32_t count = 0;
    };
    std::map<std::pair<task_id, std::string>, siblings> siblings_;  // by parent and function
    std::map<aio::object_kind, std::uint32_t> made_;                // objects of each kind
    event_id readable_from_ = 0;
    std::vector<task_id> late_siblings_;
};

}  // namespace sim
