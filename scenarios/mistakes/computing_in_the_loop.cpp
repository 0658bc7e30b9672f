// async does not make computing faster: one task that computes keeps all others from the loop.

#include <algorithm>

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

std::int64_t count_primes(std::int64_t below, aio::duration cost) {
    std::int64_t primes = 0;
    for (std::int64_t n = 2; n < below; ++n) {
        bool prime = true;
        for (std::int64_t d = 2; d * d <= n && prime; ++d) prime = n % d != 0;
        primes += prime ? 1 : 0;
    }
    aio::blocking_sleep(cost);  // virtual time does not see a processor at work, so the cost is said
    return primes;
}

aio::coro<> compute(sim::world& world) {
    const aio::duration cost = world.duration("cost");
    std::int64_t primes = 0;
    if (world.flag("corrected")) {
        primes = co_await aio::to_thread(count_primes, std::int64_t{1000}, cost);
    } else {
        primes = count_primes(1000, cost);  // in a coroutine, but there is nothing to await in it
    }
    world.print("{} primes below 1000", primes);
}

aio::coro<> answer_requests(sim::world& world) {
    for (std::int64_t i = 1; i <= world.integer("requests"); ++i) {
        const double due = world.time() + 0.2;
        co_await aio::sleep(0.2);
        world.print("request {} answered {:.1f} s late", i, std::max(0.0, world.time() - due));
    }
}

aio::coro<> main(sim::world& world) { co_await aio::gather(answer_requests(world), compute(world)); }

}  // namespace

extern const sim::scenario computing_in_the_loop{
    .name = "computing-in-the-loop",
    .group = "mistakes",
    .title = "Computing in the loop",
    .lesson = "Tasks share one thread: work for the processor belongs into a pool of workers.",
    .look = "The lane of compute is one block, and the first answer, due at 0.2 s, has to wait for its end. Corrected, the "
            "work runs in a worker and every answer is in time. In real Python a thread helps only when the work lets go of "
            "the interpreter lock; otherwise it takes a process.",
    .document = "002",
    .section = "Common Mistakes",
    .parameters = {sim::flag("corrected", false, "compute in a worker"),
                   sim::duration("cost", 1, 0.1, 60, "how long the computation keeps a processor busy"),
                   sim::integer("requests", 4, 1, 50, "how many requests come, one every 0.2 s")},
    .source = "scenarios/mistakes/computing_in_the_loop.cpp",
    .program = main,
};

}  // namespace scenarios
