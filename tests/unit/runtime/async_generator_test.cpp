// Asynchronous generators, async_for, finally and settled.

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

aio::async_generator<int> countdown(test::notes& notes, int from) {
    notes.add("begin");
    for (; from > 0; --from) {
        co_await aio::sleep(1s);
        co_yield from;
    }
    notes.add("end");
}

// As in Python: what must be awaited in a finally is awaited after the handler.
aio::async_generator<int> cleans_up(test::notes& notes) {
    bool exiting = false;
    try {
        co_yield 1;
        co_yield 2;
    } catch (const aio::generator_exit&) {
        exiting = true;
    }
    co_await aio::sleep(1s);
    notes.add(exiting ? "cleaned-up" : "done");
}

aio::async_generator<int> ignores_exit() {
    try {
        co_yield 1;
    } catch (const aio::generator_exit&) {
    }
    co_yield 2;
}

aio::async_generator<int> fails() {
    co_yield 1;
    throw aio::value_error("boom");
}

}  // namespace

TEST_CASE("a generator runs from yield to yield, in the task that asks, and gives null at its end") {
    test::notes notes;
    aio::run([&]() -> aio::coro<> {
        auto numbers = countdown(notes, 2);
        CHECK(notes.text().empty());
        int* item = co_await numbers.next();
        CHECK(*item == 2);
        CHECK(test::now_ms() == 1000);
        item = co_await numbers.next();
        CHECK(*item == 1);
        item = co_await numbers.next();
        CHECK(item == nullptr);
        item = co_await numbers.next();
        CHECK(item == nullptr);
        CHECK(notes.text() == "begin end");
        CHECK(aio::all_tasks().size() == 1);
    }());
}

TEST_CASE("a generator that does not wait costs no iteration of the loop") {
    aio::run([]() -> aio::coro<> {
        auto numbers = ignores_exit();
        const auto before = test::iteration();
        int* item = co_await numbers.next();
        CHECK(*item == 1);
        CHECK(test::iteration() == before);
    }());
}

TEST_CASE("async_for walks all items in order") {
    test::notes notes;
    aio::run([&]() -> aio::coro<> {
        co_await aio::async_for(countdown(notes, 3), [&](int& i) -> aio::coro<> {
            notes.add(std::to_string(i));
            co_return;
        });
        CHECK(notes.text() == "begin 3 2 1 end");
        CHECK(test::now_ms() == 3000);
    }());
}

TEST_CASE("co_return false leaves async_for, and the generator cleans up before the next line") {
    test::notes notes;
    aio::run([&]() -> aio::coro<> {
        co_await aio::async_for(cleans_up(notes), [&](int& i) -> aio::coro<bool> { co_return i < 1; });
        CHECK(notes.text() == "cleaned-up");
        CHECK(test::now_ms() == 1000);
    }());
}

TEST_CASE("an error in the body of async_for closes the generator and goes on") {
    test::notes notes;
    const std::string error = test::error_of_run([](test::notes& n) -> aio::coro<> {
        co_await aio::async_for(cleans_up(n), [](int&) -> aio::coro<> {
            throw aio::value_error("in the body");
            co_return;
        });
    }(notes));
    CHECK(error == "ValueError: in the body");
    CHECK(notes.text() == "cleaned-up");
}

TEST_CASE("an error in a generator reaches who asks for the next item, and ends the generator") {
    aio::run([]() -> aio::coro<> {
        auto numbers = fails();
        int* item = co_await numbers.next();
        CHECK(*item == 1);
        std::string error;
        try {
            item = co_await numbers.next();
        } catch (const aio::value_error& e) {
            error = e.what();
        }
        CHECK(error == "boom");
        item = co_await numbers.next();
        CHECK(item == nullptr);
    }());
}

TEST_CASE("cancelling a task that waits in a generator raises CancelledError at the generator's await") {
    test::notes notes;
    aio::run([&]() -> aio::coro<> {
        const auto task = aio::create_task([](test::notes& n) -> aio::coro<> {
            co_await aio::async_for(countdown(n, 3), [](int&) -> aio::coro<> { co_return; });
        }(notes));
        co_await aio::sleep(1500ms);
        task.cancel();
        const std::string error = co_await test::failure(task);
        CHECK(error == "CancelledError");
        CHECK(notes.text() == "begin");
        CHECK(test::now_ms() == 1500);
    }());
}

TEST_CASE("aclose of a generator that has not started runs nothing of it") {
    test::notes notes;
    aio::run([&]() -> aio::coro<> {
        auto numbers = countdown(notes, 2);
        co_await numbers.aclose();
        co_await numbers.aclose();
        int* item = co_await numbers.next();
        CHECK(item == nullptr);
        CHECK(notes.text().empty());
    }());
}

TEST_CASE("a generator that yields after aclose is a RuntimeError") {
    aio::run([]() -> aio::coro<> {
        auto numbers = ignores_exit();
        int* item = co_await numbers.next();
        CHECK(*item == 1);
        const std::string error = co_await test::failure(numbers.aclose());
        CHECK(error == "RuntimeError: async generator ignored GeneratorExit");
    }());
}

TEST_CASE("a generator in which one task waits cannot be asked by another") {
    test::notes notes;
    aio::run([&]() -> aio::coro<> {
        auto numbers = countdown(notes, 2);
        const auto first = aio::create_task([](aio::async_generator<int>& g) -> aio::coro<int> {
            int* item = co_await g.next();
            co_return *item;
        }(numbers));
        co_await aio::sleep(0s);
        std::string error;
        try {
            co_await numbers.next();
        } catch (const aio::runtime_error& e) {
            error = e.what();
        }
        CHECK(error == "anext(): asynchronous generator is already running");
        error = co_await test::failure(numbers.aclose());
        CHECK(error == "RuntimeError: aclose(): asynchronous generator is already running");
        const int got = co_await first;
        CHECK(got == 2);
    }());
}

TEST_CASE("a generator destroyed half-way destroys what lives in its frame") {
    const auto alive = std::make_shared<int>(0);
    aio::run([&]() -> aio::coro<> {
        {
            auto one = [](std::shared_ptr<int> held) -> aio::async_generator<int> {
                co_yield *held;
                co_yield 2;
            }(alive);
            int* item = co_await one.next();
            CHECK(*item == 0);
            CHECK(alive.use_count() == 2);
        }
        CHECK(alive.use_count() == 1);
    }());
}

TEST_CASE("finally awaits its cleanup after a result, an error and a cancellation") {
    test::notes notes;
    aio::run([&]() -> aio::coro<> {
        const auto cleanup = [&]() -> aio::coro<> {
            co_await aio::sleep(1s);
            notes.add("cleanup@" + std::to_string(test::now_ms()));
        };
        const int got = co_await aio::finally([]() -> aio::coro<int> { co_return 5; }(), std::ref(cleanup));
        CHECK(got == 5);
        auto failing = []() -> aio::coro<> {
            throw aio::value_error("boom");
            co_return;
        };
        std::string error = co_await test::failure(aio::finally(failing(), std::ref(cleanup)));
        CHECK(error == "ValueError: boom");
        auto guarded = aio::finally([]() -> aio::coro<> { co_await aio::sleep(10s); }(), std::ref(cleanup));
        const auto task = aio::create_task(std::move(guarded));
        co_await aio::sleep(500ms);
        task.cancel();
        error = co_await test::failure(task);
        CHECK(error == "CancelledError");
        CHECK(notes.text() == "cleanup@1000 cleanup@2000 cleanup@3500");
    }());
}

TEST_CASE("an error of the cleanup takes the place of the body's") {
    aio::run([]() -> aio::coro<> {
        auto body = []() -> aio::coro<> {
            throw aio::value_error("body");
            co_return;
        };
        auto cleanup = []() -> aio::coro<> {
            throw aio::value_error("cleanup");
            co_return;
        };
        const std::string error = co_await test::failure(aio::finally(body(), std::ref(cleanup)));
        CHECK(error == "ValueError: cleanup");
    }());
}

TEST_CASE("settled gives a value, an error and a cancellation without throwing") {
    aio::run([]() -> aio::coro<> {
        const auto good = co_await aio::settled([]() -> aio::coro<int> { co_return 7; }());
        CHECK(good.value() == 7);
        auto body = []() -> aio::coro<> {
            throw aio::value_error("boom");
            co_return;
        };
        const auto bad = co_await aio::settled(body());
        CHECK(aio::describe(bad.error()) == "ValueError: boom");
        const auto task = aio::create_task([]() -> aio::coro<> { co_await aio::sleep(1s); }());
        co_await aio::sleep(0s);
        task.cancel();
        const auto gone = co_await aio::settled(task);
        CHECK(gone.cancelled());
    }());
}

TEST_CASE("blocks of the library are not functions of the await chain; a generator is") {
    test::notes notes;
    aio::run([&]() -> aio::coro<> {
        const auto task = aio::create_task([](test::notes& n) -> aio::coro<> {
            co_await aio::async_for(countdown(n, 1), [](int&) -> aio::coro<> { co_return; });
        }(notes));
        co_await aio::sleep(500ms);
        CHECK(task.base().await_chain() == "lambda > countdown > sleep > Future");
        co_await task;
    }());
}
