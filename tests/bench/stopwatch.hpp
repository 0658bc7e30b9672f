#pragma once
// Processor time of a stretch of a program, taken inside it: what a neighbour on the same machine uses does not count,
// nor does what comes before and after the stretch.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdio>
#include <ctime>

#include <unistd.h>

namespace bench {

class stopwatch {
public:
    void start() noexcept { from_ = now(); }
    void stop() noexcept { seconds_ += now() - from_; }
    double seconds() const noexcept { return seconds_; }

private:
    double from_ = 0;
    double seconds_ = 0;

    static double now() noexcept {
        timespec t{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
    }
};

// One row: `measure(watch)` does `operations` operations between watch.start() and watch.stop().
template <class Measure>
void row(benchmark::State& state, std::int64_t operations, Measure measure) {
    while (state.KeepRunningBatch(operations)) {
        stopwatch watch;
        measure(watch);
        state.SetIterationTime(watch.seconds());
    }
}

// Memory of this process that is in use.
inline std::int64_t resident_bytes() {
    long pages = 0;
    if (std::FILE* f = std::fopen("/proc/self/statm", "r"); f != nullptr) {
        if (std::fscanf(f, "%*s %ld", &pages) != 1) pages = 0;
        std::fclose(f);
    }
    return pages * sysconf(_SC_PAGESIZE);
}

// The delays of the timer rows: 1 ms to 2000 s, whole milliseconds, from a generator that costs next to nothing.
class delays {
public:
    std::int64_t next_ms() noexcept {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return static_cast<std::int64_t>(((state_ >> 32) * 2'000'000) >> 32) + 1;
    }

private:
    std::uint64_t state_ = 0x9e37'79b9'7f4a'7c15;
};

// How long, in virtual seconds, the timer rows run before and while they are measured: every sleeper sleeps 1000 s on
// average, and after 3000 s the timers have the ages they keep.
inline constexpr std::int64_t warm_up_s = 3000;
inline constexpr std::int64_t timer_window_s(std::int64_t sleepers) { return sleepers >= 1'000'000 ? 2000 : 2'000'000'000 / sleepers; }

}  // namespace bench

// A row of the table: timed by its own stopwatch.
#define BENCH_ROW(name) BENCHMARK(name)->UseManualTime()
