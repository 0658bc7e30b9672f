#pragma once
// asyncio.Barrier: tasks meet; the last of `parties` lets all go on.

#include "runtime/sync/condition.hpp"

namespace aio {

namespace detail {
struct barrier_state;
}

class barrier {
public:
    explicit barrier(std::size_t parties, std::string_view name = {});  // throws value_error for 0
    barrier(const barrier&) = delete;
    barrier& operator=(const barrier&) = delete;
    ~barrier();

    // co_await wait(): until `parties` tasks are here; gives the order of arrival, from 0. The last to arrive does not
    // wait. Tasks that come while the others still leave wait for that first. A cancelled task just leaves. Throws
    // broken_barrier_error when the barrier is broken, or was reset meanwhile.
    [[nodiscard]] coro<std::size_t> wait();
    // Those who wait get broken_barrier_error; then it is as new. Waits for the barrier's own lock.
    [[nodiscard]] coro<> reset();
    // Broken from now on, until reset().
    [[nodiscard]] coro<> abort();

    std::size_t parties() const noexcept;
    std::size_t n_waiting() const noexcept;  // 0 while they leave
    bool broken() const noexcept;

private:
    ref<detail::barrier_state> state_;
};

}  // namespace aio
