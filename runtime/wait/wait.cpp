#include "runtime/wait/wait.hpp"

#include <string>

namespace aio::detail {

wait_state::wait_state(std::size_t count, const wait_options& options) : count_(count), options_(options) {
    if (options.when > return_when::all_completed) {  // a number made one of them by a cast
        throw value_error("Invalid return_when value: " + std::to_string(static_cast<int>(options.when)));
    }
    waiter_ = create_future<>();
}

void wait_state::arm() {
    if (!options_.timeout) return;
    timer_ = get_running_loop().call_later(*options_.timeout, [waiter = waiter_] {
        if (!waiter.done()) waiter.set_result();
    });
}

void wait_state::disarm() const {
    if (timer_) timer_->cancel();
}

void wait_state::ended(future_base& f) {
    if (count_ > 0) --count_;
    const bool enough = count_ == 0 || options_.when == return_when::first_completed ||
                        (options_.when == return_when::first_exception && !f.cancelled() && f.exception() != nullptr);
    if (!enough) return;
    disarm();
    if (!waiter_.done()) waiter_.set_result();
}

}  // namespace aio::detail
