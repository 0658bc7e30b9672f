#include "runtime/thread/threadsafe.hpp"

#include "runtime/thread/crew.hpp"

namespace aio::detail {

void call_from_outside(event_loop& loop, ref<handle::state> callback) {
    if (crew::aboard()) throw runtime_error("a thread of real_threads cannot call into the loop: its time is not its own");
    if (loop.closed()) throw runtime_error("Event loop is closed");
    const job_context* job = current_job();
    const std::int64_t now = loop.time().time_since_epoch().count();
    auto* call = new outside_call;
    call->what = std::move(callback);
    call->owned = true;
    call->run = [](ready_node& n) {
        const std::unique_ptr<outside_call> self(static_cast<outside_call*>(&static_cast<external_node&>(static_cast<timer_node&>(n))));
        event_loop* l = self->what->loop;
        if (!l->closed()) l->guarded([&] { self->what->call(); }, self->what.get());
    };
    call->what->loop = &loop;
    if (job != nullptr && job->now > now) {
        loop.arm_external(*call, job->now);
    } else {
        loop.schedule(*call);
    }
}

}  // namespace aio::detail
