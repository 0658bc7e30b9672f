#pragma once
// From a job of an executor back to the loop: loop.call_soon_threadsafe, asyncio.run_coroutine_threadsafe. In virtual time
// no thread is needed: what a job asks for reaches the loop when its clock is at the job's time. On a thread of
// real_threads they throw runtime_error: when such a call arrives is decided by the machine, and no run would repeat.

#include <utility>

#include "runtime/core/event_loop.hpp"
#include "runtime/wait/await.hpp"
#include "runtime/wait/shield.hpp"

namespace aio {

namespace detail {

struct outside_call final : external_node {
    ref<handle::state> what;
};

void call_from_outside(event_loop&, ref<handle::state>);

}  // namespace detail

// loop.call_soon_threadsafe(f). In the loop's own code it is call_soon().
template <class F>
void call_soon_threadsafe(event_loop& loop, F f) {
    detail::call_from_outside(loop, ref<handle::state>(new detail::callable_handle<F>(std::move(f))));
}

// A future for the end of a coroutine that the loop makes a task. Cancelling the future cancels the task. It belongs to
// the loop: await it there; a job cannot wait for it, as in virtual time the job is over before the loop goes on.
template <class T>
future<T> run_coroutine_threadsafe(coro<T> body, event_loop& loop) {
    future<T> result(ref<future_base>(new plain_future_state<T>(loop)));
    call_soon_threadsafe(loop, [result, body = std::move(body)]() mutable {
        if (result.cancelled()) {
            body.close();
            return;
        }
        const future<T> inner = ensure_future(std::move(body));
        inner.add_done_callback([result](const future<T>& f) {
            detail::copy_end(f, result);
            result.state().mark_retrieved();  // a concurrent.futures.Future, which it stands for, reports nothing
        });
        result.add_done_callback([inner](const future<T>& f) {
            if (f.cancelled()) inner.cancel();
        });
    });
    return result;
}

}  // namespace aio
