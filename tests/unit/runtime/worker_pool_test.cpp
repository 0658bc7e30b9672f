// Pools of workers, in virtual time and with threads of the machine.

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

std::string stamp() { return "@" + std::to_string(aio::monotonic().time_since_epoch() / 1ms); }

// Lines of the program and of its jobs, with the time of the loop's clock when the observer hears of them.
class listener final : public test::deaf_observer {
public:
    test::notes lines;
    std::int64_t now = 0;

    void clock_advanced(std::int64_t, std::int64_t to) override { now = to / 1'000'000; }
    void log(std::string_view text) override { lines.add(std::string(text) + ":" + std::to_string(now)); }
    void job_log(aio::task_id by, std::string_view text) override {
        lines.add(std::string(text) + "(" + std::to_string(by) + "):" + std::to_string(now));
    }
};

int job(const char* name, aio::duration cost) {
    aio::log(std::string(name) + "+");
    aio::blocking_sleep(cost);
    aio::log(std::string(name) + "-");
    return static_cast<int>(cost / 1ms);
}

}  // namespace

TEST_CASE("a pool of its own has its own workers, and jobs wait for one in order") {
    aio::run([]() -> aio::coro<> {
        aio::worker_pool pool(2);
        const auto a = aio::run_in_executor(pool, job, "a", 100ms);
        const auto b = aio::run_in_executor(pool, job, "b", 70ms);
        const auto c = aio::run_in_executor(pool, job, "c", 100ms);
        const auto [x, y, z] = co_await aio::gather(a, b, c);
        CHECK(x + y + z == 270);
        CHECK(test::now_ms() == 170);
    }());
}

TEST_CASE("the end of a pool's scope blocks the loop until its jobs are done") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::get_running_loop().call_later(10ms, [&] { seen.add("timer" + stamp()); });
        aio::future<int> result;
        {
            aio::worker_pool pool(1);
            result = aio::run_in_executor(pool, job, "a", 50ms);
            const auto queued = aio::run_in_executor(pool, job, "b", 30ms);
            CHECK(pool.workers() == 1);
        }
        CHECK(test::now_ms() == 80);
        CHECK_FALSE(result.done());  // its loop has to hear of it yet
        const int got = co_await result;
        CHECK(got == 50);
        CHECK(seen.text() == "timer@80");
    }());
}

TEST_CASE("a pool that is shut down takes no jobs, and a pool of no workers is an error") {
    aio::run([]() -> aio::coro<> {
        aio::worker_pool pool(1);
        pool.shutdown();
        CHECK_THROWS_WITH_AS(aio::run_in_executor(pool, job, "a", 1ms), "cannot schedule new futures after shutdown",
                             aio::runtime_error);
        CHECK_THROWS_AS(aio::worker_pool(std::size_t{0}), aio::value_error);
        co_return;
    }());
}

TEST_CASE("what a job prints is heard when the clock is at the job's time, before anything else then") {
    listener heard;
    aio::run_options options;
    options.watcher = &heard;
    aio::run(
        []() -> aio::coro<> {
            aio::get_running_loop().call_later(30ms, [] { aio::log("timer"); });
            const auto a = aio::run_in_executor(job, "a", 30ms);
            aio::log("main");
            co_await a;
            const auto b = aio::run_in_executor(job, "b", 5ms);
            aio::blocking_sleep(20ms);
            aio::log("main");
            co_await b;
        }(),
        options);
    CHECK(heard.lines.text() == "a+(1):0 main:0 a-(1):30 timer:30 b+(1):30 b-(1):35 main:50");
}

TEST_CASE("time.monotonic() in a job is the job's own clock") {
    aio::run([]() -> aio::coro<> {
        const auto measure = [] {
            const aio::time_point before = aio::monotonic();
            aio::blocking_sleep(40ms);
            return aio::monotonic() - before;
        };
        const aio::duration took = co_await aio::to_thread(measure);
        CHECK(took == 40ms);
        CHECK(aio::monotonic().time_since_epoch() == 40ms);
    }());
    CHECK_THROWS_AS(aio::monotonic(), aio::runtime_error);
    aio::log("nobody listens");
}

TEST_CASE("a job may send another to its pool: it begins at the first one's time") {
    aio::run([]() -> aio::coro<> {
        aio::worker_pool pool(1);
        std::string seen;
        class nested final : public aio::detail::pool_job {
        public:
            explicit nested(std::string& s) : seen_(s) {}
            void perform() noexcept override { seen_ += stamp(); }
            bool abandoned() const noexcept override { return false; }
            void publish() override { seen_ += " told" + stamp(); }

        private:
            std::string& seen_;
        };
        co_await aio::run_in_executor(pool, [&] {
            aio::blocking_sleep(10ms);
            pool.submit(std::make_unique<nested>(seen));
            aio::blocking_sleep(10ms);
        });
        co_await aio::sleep(0ms);
        CHECK(seen == "@20 told@20");
    }());
}

TEST_CASE("a loop that closes drops jobs under way and queued") {
    auto alive = std::make_shared<int>(0);
    {
        aio::program p([](std::shared_ptr<int> held) -> aio::coro<> {
            aio::worker_pool pool(1);
            const auto a = aio::run_in_executor(pool, [held] { aio::blocking_sleep(1s); });
            const auto b = aio::run_in_executor(pool, [held] { aio::blocking_sleep(1s); });
            co_await a;
        }(alive));
        p.step();
        CHECK(alive.use_count() > 3);
    }
    CHECK(alive.use_count() == 1);
}

TEST_CASE("results of real threads arrive at virtual times, in order of submission, whichever thread is first") {
    aio::run([]() -> aio::coro<> {
        aio::event_loop& loop = aio::get_running_loop();
        aio::worker_pool pool(loop, aio::real_threads{2, 10ms});
        std::atomic<bool> second_is_done{false};
        const auto loop_thread = std::this_thread::get_id();
        test::notes seen;
        const auto first = aio::run_in_executor(pool, [&] {
            while (!second_is_done) std::this_thread::yield();
            return std::this_thread::get_id() != loop_thread;
        });
        const auto second = aio::run_in_executor(pool, [&] {
            second_is_done = true;
            return 2;
        });
        const auto third = aio::run_in_executor(pool, [] { return aio::event_loop::running() == nullptr; });
        first.add_done_callback([&](const auto&) { seen.add("first@" + std::to_string(test::now_ms())); });
        second.add_done_callback([&](const auto&) { seen.add("second@" + std::to_string(test::now_ms())); });
        third.add_done_callback([&](const auto&) { seen.add("third@" + std::to_string(test::now_ms())); });
        const auto [elsewhere, two, outside] = co_await aio::gather(first, second, third);
        CHECK(elsewhere);
        CHECK(two == 2);
        CHECK(outside);
        CHECK(seen.text() == "first@10 second@10 third@20");
    }());
}

TEST_CASE("exceptions cross from real threads; a loop may close while one is at work") {
    std::atomic<int> ran{0};
    const std::string error = test::error_of_run([](std::atomic<int>& count) -> aio::coro<> {
        aio::event_loop& loop = aio::get_running_loop();
        aio::worker_pool pool(loop, aio::real_threads{1, 1s});
        const auto failing = aio::run_in_executor(pool, [] { throw aio::value_error("boom"); });
        const auto left = aio::run_in_executor(pool, [&count] { ++count; });
        co_await failing;
    }(ran));
    CHECK(error == "ValueError: boom");
    CHECK(ran == 1);
}
