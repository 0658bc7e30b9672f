// Nothing is lost, however a run ends: after a deadlock, an error, a cancellation in the middle of scopes, and when a loop
// is destroyed with tasks pending. With the address sanitizer its leak checker is asked after each; without it everything
// this program has allocated is counted.

#include <doctest/doctest.h>

#include <cstdlib>
#include <functional>
#include <memory>
#include <new>
#include <string>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>

namespace {

constexpr std::size_t stride = 9;  // a check looks at all memory and takes its time

// Runs it and gives how much was lost: here 0 or 1.
std::int64_t lost_by(const std::function<void()>& ends_somehow) {
    ends_somehow();
    return __lsan_do_recoverable_leak_check();
}

}  // namespace
#else

namespace {

constexpr std::size_t stride = 1;
thread_local std::int64_t allocated = 0;

// The first time makes what is made once, and lets go of memory that earlier runs left for it; the second takes its own.
std::int64_t lost_by(const std::function<void()>& ends_somehow) {
    ends_somehow();
    ends_somehow();
    const std::int64_t before = allocated + aio::frame_pool::live();
    ends_somehow();
    return allocated + aio::frame_pool::live() - before;
}

}  // namespace

[[gnu::noinline]] void* operator new(std::size_t size) {
    ++allocated;
    if (void* memory = std::malloc(size != 0 ? size : 1)) return memory;
    throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
    allocated -= memory != nullptr ? 1 : 0;
    std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }

TEST_CASE("what is lost is seen") {
    std::string* kept = nullptr;
    CHECK(lost_by([&] {
              delete kept;  // the one before
              kept = new std::string(100, 'x');
          }) == 0);
    delete kept;
    std::vector<std::unique_ptr<std::string>> all;
    all.reserve(3);
    CHECK(lost_by([&] { all.push_back(std::make_unique<std::string>(100, 'x')); }) == 2);  // it and its text
}
#endif

namespace {

// An item that allocates, and is too long for a string's own room.
std::string item() { return std::string(100, 'x'); }

aio::async_generator<std::string> items() {
    for (;;) {
        co_await aio::sleep(1s);
        co_yield item();
    }
}

aio::coro<> fails(aio::duration after) {
    co_await aio::sleep(after);
    throw aio::value_error(item());
}

aio::coro<> holds(aio::lock& l) {
    const auto held = co_await l.scoped();
    co_await aio::sleep(1h);
}

aio::coro<> puts(aio::queue<std::string>& queue) { co_await queue.put(item()); }

aio::coro<> consumes(aio::queue<std::string>& queue) {
    for (;;) {
        const std::string got = co_await queue.get();
        co_await aio::sleep(500ms);
        queue.task_done();
    }
}

// A task in every kind of scope and wait there is; main goes on to `end`.
template <class End>
aio::coro<> everything(End end) {
    aio::lock lock;
    aio::semaphore permits(1);
    aio::event never;
    aio::condition changed;
    aio::barrier three(3);
    aio::queue<std::string> queue(2);
    aio::queue<std::string> empty;
    auto ring = aio::create_future<std::string>();
    ring.add_done_callback([ring, text = item()](const aio::future<std::string>&) {});
    aio::get_running_loop().call_later(1h, [text = item()] {});
    aio::get_running_loop().call_soon([text = item()] { throw aio::value_error(text); });
    aio::get_running_loop().set_exception_handler([](const aio::error_context&) {});
    const aio::context_var<std::string> user("user", "");
    user.set(item());

    const auto walks = [&]() -> aio::coro<> {
        const auto takes = [](const std::string&) -> aio::coro<> { co_await aio::sleep(300ms); };
        co_await aio::async_for(items(), std::ref(takes));
    };
    const auto grouped = [&](aio::task_group& group) -> aio::coro<> {
        group.create_task(holds(lock));
        group.create_task(holds(lock));
        const auto in_time = [&](aio::timeout&) -> aio::coro<> { co_await never.wait(); };
        co_await aio::with(aio::timeout(2h), std::ref(in_time));
    };
    const auto scoped = [&]() -> aio::coro<> { co_await aio::with(aio::task_group(), std::ref(grouped)); };
    const auto told = [&]() -> aio::coro<> {
        const auto held = co_await changed.scoped();
        co_await changed.wait();
    };
    const auto cleans = [&]() -> aio::coro<> { co_await aio::sleep(10ms); };
    const auto cleaned = [&]() -> aio::coro<> { co_await aio::finally(never.wait(), std::ref(cleans)); };
    std::vector<aio::coro<std::string>> some;
    some.push_back(aio::sleep(2h, item()));
    auto ended = aio::as_completed(std::move(some), 3h);
    const auto next = [&]() -> aio::coro<> { co_await ended.next(); };
    aio::create_task(walks());
    aio::create_task(scoped());
    aio::create_task(told());
    aio::create_task(cleaned());
    aio::create_task(next());
    aio::create_task(three.wait());
    aio::create_task(consumes(queue));
    aio::create_task(consumes(empty));
    aio::create_task(permits.acquire());
    aio::create_task(permits.acquire());
    aio::create_task(fails(50ms));
    aio::create_task(aio::wait_for(aio::shield(aio::sleep(1h, item())), 2h));
    aio::gather(aio::sleep(1h, item()), fails(2h));
    aio::run_in_executor([text = item()] {
        aio::blocking_sleep(1s);
        return text;
    });
    for (int i = 0; i < 3; ++i) co_await queue.put(item());
    co_await aio::sleep(100ms);
    co_await end();
}

// Main waits for what nobody does; nothing else is left that has a timer.
aio::coro<> locks_itself_out() {
    aio::lock lock;
    aio::queue<std::string> queue(1);
    const auto both = [&](aio::task_group& group) -> aio::coro<> {
        group.create_task(holds(lock));
        group.create_task(puts(queue));
        co_await queue.join();
    };
    queue.put_nowait(item());
    co_await lock.acquire();
    co_await aio::with(aio::task_group(), std::ref(both));
}

std::size_t lost_when(aio::coro<> (*end)(), const std::string& error) {
    return lost_by([&] {
        aio::program p(everything(end));
        p.run_to_end();
        REQUIRE(aio::describe(p.error()) == error);
    });
}

}  // namespace

TEST_CASE("nothing is lost after a deadlock") {
    CHECK(lost_by([] {
              aio::program p(locks_itself_out());
              p.run_to_end();
              REQUIRE(p.outcome() == aio::run_outcome::deadlock);
          }) == 0);
}

TEST_CASE("nothing is lost after a run that ends, or fails, with everything pending") {
    CHECK(lost_when([]() -> aio::coro<> { co_return; }, "") == 0);
    CHECK(lost_when([]() -> aio::coro<> { co_await fails(10ms); }, "ValueError: " + item()) == 0);
}

TEST_CASE("nothing is lost after a cancellation in the middle of scopes") {
    CHECK(lost_when(
              []() -> aio::coro<> {
                  aio::current_task().cancel(item());
                  co_await aio::sleep(1s);
              },
              "CancelledError: " + item()) == 0);
}

TEST_CASE("nothing is lost when a loop is destroyed with tasks pending, after any handle") {
    std::size_t handles = 0;
    {
        aio::program p(everything([]() -> aio::coro<> { co_return; }));
        while (p.step()) ++handles;
    }
    REQUIRE(handles > 50);
    for (std::size_t stop = 0; stop < handles; stop += stride) {
        CAPTURE(stop);
        CHECK(lost_by([&] {
                  aio::program p(everything([]() -> aio::coro<> { co_return; }));
                  for (std::size_t i = 0; i < stop; ++i) p.step();
              }) == 0);
    }
}

TEST_CASE("nothing is lost by a system_exit, and by a runner that is closed in the middle") {
    CHECK(lost_when([]() -> aio::coro<> { throw aio::system_exit(3); co_return; }, "SystemExit: 3") == 0);
    CHECK(lost_by([] {
              aio::runner runner;
              runner.run(everything([]() -> aio::coro<> { co_return; }));
          }) == 0);
}
