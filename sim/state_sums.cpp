#include "sim/state_sums.hpp"

namespace sim {

state_sums::averages state_sums::take(event_id end, std::int64_t end_time) {
    averages result;
    const auto events = static_cast<double>(end - begin_);
    const auto time = static_cast<double>(end_time - begin_time_);
    for (std::size_t i = 0; i < states; ++i) {
        sum& s = settle(of_[i], end, end_time);
        if (events > 0) result.by_event[i] = static_cast<float>(static_cast<double>(s.by_event) / events);
        if (time > 0) result.by_time[i] = static_cast<float>(s.by_time / time);
        s.by_event = 0;
        s.by_time = 0;
    }
    begin_ = end;
    begin_time_ = end_time;
    return result;
}

}  // namespace sim
