#pragma once
// The one point where a run may legally differ from asyncio's own order. Without a choice source nothing is asked and
// the order is FIFO.

#include <cstddef>

namespace aio {

class choice_source {
public:
    virtual ~choice_source() = default;
    // Which of the handles that are ready in this iteration runs next: 0 is the one at the front. options >= 2.
    virtual std::size_t choose(std::size_t options) = 0;
};

}  // namespace aio
