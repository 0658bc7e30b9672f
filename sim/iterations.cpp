#include "sim/iterations.hpp"

#include <algorithm>

namespace sim {

void iterations::begin(event_id at) {
    if (!begun_) starts_.push_back(at);
    begun_ = true;
}

void iterations::extend(const trace& facts, std::size_t upto) {
    read_ = std::max(read_, facts.first());
    upto = std::min(upto, facts.size());
    for (; read_ < upto; ++read_) {
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
    const std::size_t begun = before_ + static_cast<std::size_t>(after - starts_.begin());
    return begun == 0 ? 0 : begun - 1;
}

void iterations::forget() {
    before_ += starts_.size();
    starts_.clear();
}

void iterations::encode(canonical_bytes& out) const {
    out.varint(before_ + starts_.size());
    out.varint(ready_);
    out.varint(todo_);
    out.u8(begun_ ? 1 : 0);
}

iterations::iterations(byte_source& in)
    : before_(static_cast<std::size_t>(in.varint())), ready_(static_cast<std::size_t>(in.varint())), todo_(static_cast<std::size_t>(in.varint())), begun_(in.u8() != 0) {}

}  // namespace sim
