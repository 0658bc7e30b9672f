#include "sim/iterations.hpp"

#include <algorithm>

namespace sim {

void iterations::begin(event_id at) {
    if (!begun_) starts_.push_back(at);
    begun_ = true;
}

void iterations::extend(const trace& facts) {
    read_ = std::max(read_, facts.first());
    for (; read_ < facts.size(); ++read_) {
        switch (facts[read_].kind) {
            case event_kind::clock_advanced:
                if (todo_ == 0) begin(read_);
                break;
            case event_kind::timer_fired:
                if (todo_ == 0) begin(read_);
                ++ready_;
                break;
            case event_kind::task_ready:
            case event_kind::callback_ready:
            case event_kind::task_yielded: ++ready_; break;
            case event_kind::step_begin:
            case event_kind::callback_begin:
                if (todo_ == 0) {
                    begin(read_);
                    begun_ = false;
                    todo_ = std::max<std::size_t>(ready_, 1);
                }
                --todo_;
                if (ready_ > 0) --ready_;
                break;
            default: break;
        }
    }
}

std::size_t iterations::of(event_id e) const {
    const auto after = std::upper_bound(starts_.begin(), starts_.end(), e);
    return after == starts_.begin() ? 0 : static_cast<std::size_t>(after - starts_.begin()) - 1;
}

}  // namespace sim
