#pragma once
// The scheduling choices of a run_spec, taken again.

#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/core/choice.hpp"
#include "sim/run_spec.hpp"

namespace sim {

// Takes the choice listed for a decision, and asyncio's own order everywhere else. A choice that does not fit any more -
// the program was edited, fewer handles are ready - is asyncio's order too.
class replayed_choices final : public aio::choice_source {
public:
    explicit replayed_choices(std::span<const choice_taken> taken) : next_(taken.begin()), end_(taken.end()) {}

    std::size_t choose(std::size_t options) override {
        const std::uint32_t decision = decisions_++;
        if (next_ == end_ || next_->decision != decision) {
            return 0;
        }
        const std::size_t picked = next_++->picked;
        return picked < options ? picked : 0;
    }

    std::uint32_t decisions() const { return decisions_; }  // points with more than one option so far

private:
    std::span<const choice_taken>::iterator next_;
    std::span<const choice_taken>::iterator end_;
    std::uint32_t decisions_ = 0;
};

}  // namespace sim
