// The C++ of docs/asyncio.md. Each part between `--- NAME` and `--- end` stands in the document word for word: a test
// of tests/toolchain holds that.

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

// --- coroutine
aio::coro<int> add(int a, int b) {
    co_await aio::sleep(1s);
    co_return a + b;
}
// --- end

// --- generator
aio::async_generator<int> countdown(int from) {
    for (; from > 0; --from) {
        co_await aio::sleep(1s);
        co_yield from;
    }
}
// --- end

// --- manager
class connection {
public:
    aio::coro<> enter() { co_await aio::sleep(10ms); }
    aio::coro<std::exception_ptr> exit(std::exception_ptr error) {
        co_await aio::sleep(10ms);
        co_return error;  // null would swallow it
    }
};
// --- end

aio::coro<> work() { co_await aio::sleep(1ms); }

}  // namespace

TEST_CASE("docs/asyncio.md: running, tasks, waiting") {
    // --- run
    const int sum = aio::run(add(1, 2));
    // --- end
    CHECK(sum == 3);
    aio::run([]() -> aio::coro<> {
        // --- task
        const auto t = aio::create_task(add(1, 2), aio::task_options("adding"));
        const int three = co_await t;
        // --- end
        CHECK(three == 3);
        // --- gather
        const auto [a, b] = co_await aio::gather(add(1, 2), add(3, 4));
        const auto [x, y] = co_await aio::gather_settled(add(1, 2), add(3, 4));
        // --- end
        CHECK(a + b + x.value() + y.value() == 20);
        // --- wait
        std::vector<aio::task<int>> tasks;
        for (int i = 0; i < 3; ++i) tasks.push_back(aio::create_task(add(i, i)));
        const auto some = co_await aio::wait(tasks, aio::return_when::first_completed);
        for (const auto& left : some.pending) left.cancel();
        // --- end
        CHECK(some.done.size() == 3);
        // --- wait_for
        bool late = false;
        try {
            co_await aio::wait_for(add(1, 2), 100ms);
        } catch (const aio::timeout_error&) {
            late = true;
        }
        // --- end
        CHECK(late);
        // --- completed
        std::vector<aio::coro<int>> sums;
        for (int i = 0; i < 3; ++i) sums.push_back(add(i, i));
        auto ended = aio::as_completed(std::move(sums));
        while (ended.more()) {
            const int one = co_await ended.next();
            CHECK(one % 2 == 0);
        }
        // --- end
    }());
}

TEST_CASE("docs/asyncio.md: scopes") {
    aio::run([]() -> aio::coro<> {
        // --- group
        int total = 0;
        const auto adds = [&](aio::task_group& group) -> aio::coro<> {
            const auto one = group.create_task(add(1, 2));
            const auto two = group.create_task(add(3, 4));
            const int three = co_await one;
            const int seven = co_await two;
            total = three + seven;
        };
        co_await aio::with(aio::task_group(), std::ref(adds));
        // --- end
        CHECK(total == 10);
        // --- timeout
        const auto in_time = [](aio::timeout&) -> aio::coro<> { co_await work(); };
        co_await aio::with(aio::timeout(2s), std::ref(in_time));
        // --- end
        // --- with
        const auto talks = [](connection&) -> aio::coro<> { co_await work(); };
        co_await aio::with(connection(), std::ref(talks));
        // --- end
        // --- finally
        bool clean = false;
        const auto cleans = [&]() -> aio::coro<> {
            co_await work();
            clean = true;
        };
        co_await aio::finally(work(), std::ref(cleans));
        // --- end
        CHECK(clean);
        // --- for
        int counted = 0;
        const auto counts = [&](int n) -> aio::coro<> {
            counted += n;
            co_return;
        };
        co_await aio::async_for(countdown(3), std::ref(counts));
        // --- end
        CHECK(counted == 6);
        // --- lock
        aio::lock lock("door");
        {
            const auto guard = co_await lock.scoped();
            co_await work();
        }
        // --- end
        CHECK_FALSE(lock.locked());
    }());
}

TEST_CASE("docs/asyncio.md: errors, threads, context") {
    aio::run([]() -> aio::coro<> {
        // --- except
        std::string what;
        try {
            throw aio::exception_group("both", {std::make_exception_ptr(aio::value_error("bad"))});
        } catch (const aio::exception_group& group) {
            const auto [values, rest] = aio::split<aio::value_error>(group);
            if (values) values->for_each<aio::value_error>([&](const aio::value_error& e) { what = e.what(); });
            if (rest) throw *rest;
        }
        // --- end
        CHECK(what == "bad");
        // --- settled
        const auto outcome = co_await aio::settled(add(1, 2));
        if (!outcome.cancelled() && outcome.has_value()) CHECK(outcome.value() == 3);
        // --- end
        // --- thread
        const auto blocks = [](int n) {
            aio::blocking_sleep(1s);
            return n;
        };
        const int one = co_await aio::to_thread(blocks, 1);
        aio::worker_pool pool(4);
        const int two = co_await aio::run_in_executor(pool, blocks, 2);
        // --- end
        CHECK(one + two == 3);
        // --- context
        const aio::context_var<std::string> user("user", "nobody");
        const auto token = user.set("ada");
        CHECK(user.get() == "ada");
        user.reset(token);
        // --- end
        CHECK(user.get() == "nobody");
    }());
    // --- runner
    aio::runner runner;
    const int first = runner.run(add(1, 2));
    const int second = runner.run(add(3, 4));
    // --- end
    CHECK(first + second == 10);
}
