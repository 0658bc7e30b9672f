// Legal mistakes the loop tells its observer about, and the report of a deadlock.

#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

struct found {
    aio::diagnostic_kind kind;
    aio::task_id task;
    aio::object_id object;
    aio::site where;
    std::string text;
};

class listener final : public test::deaf_observer {
public:
    std::vector<found> all;

    void diagnosed(aio::diagnostic_kind k, aio::task_id t, aio::object_id o, aio::site at, std::string_view text) override {
        all.push_back({k, t, o, at, std::string(text)});
    }
    void leftover(aio::task_id) override {}
};

// Everything that is diagnosed while a program runs.
std::vector<found> diagnosed(aio::coro<> main) {
    listener heard;
    aio::run_options options;
    options.watcher = &heard;
    aio::program p(std::move(main), options);
    p.run_to_end();
    return heard.all;
}

std::string file_of(const found& f) { return f.where.file == nullptr ? "" : f.where.file; }

bool here(const found& f) { return file_of(f).find("diagnostics_test.cpp") != std::string::npos; }

aio::coro<> nap() { co_await aio::sleep(1ms); }

aio::coro<int> answer() { co_return 42; }

}  // namespace

// --- never awaited

TEST_CASE("a coroutine that nobody awaits is diagnosed by name, with a line of its own") {
    const std::uint32_t before = __LINE__;
    struct program {
        static aio::coro<> forgotten() { co_await aio::sleep(1ms); }
        static aio::coro<> main() {
            co_await aio::sleep(1ms);
            { const aio::coro<> lost = forgotten(); }
        }
    };
    const std::vector<found> all = diagnosed(program::main());
    REQUIRE(all.size() == 1);
    CHECK(all[0].kind == aio::diagnostic_kind::never_awaited);
    CHECK(all[0].task == 1);
    CHECK(all[0].text == "forgotten");
    CHECK(here(all[0]));
    CHECK(all[0].where.line == before + 2);
}

TEST_CASE("a coroutine that ran in any way is not diagnosed as never awaited") {
    struct program {
        static aio::coro<> main() {
            co_await nap();
            aio::coro<int> named = answer();
            const int n = co_await std::move(named);
            CHECK(n == 42);
            aio::coro<> a = nap();
            aio::coro<> b = nap();
            co_await aio::gather(std::move(a), std::move(b));
            aio::task<> t = aio::create_task(nap());
            t.cancel();  // before its first step: asyncio does not warn
            co_await aio::sleep(1ms);
            co_await aio::wait_for(nap(), 5s);
            try {
                co_await aio::wait_for(nap(), 0s);
            } catch (const aio::timeout_error&) {
            }
            aio::coro<> closed = nap();
            closed.close();
            closed.close();
        }
    };
    CHECK(diagnosed(program::main()).empty());
}

TEST_CASE("a closed task group closes the coroutine it refuses") {
    struct program {
        static aio::coro<> main() {
            aio::task_group group;
            std::string error;
            try {
                group.create_task(nap());
            } catch (const aio::runtime_error& e) {
                error = e.what();
            }
            CHECK(error.find("has not been entered") != std::string::npos);
            co_return;
        }
    };
    CHECK(diagnosed(program::main()).empty());
}

TEST_CASE("a coroutine dropped while no loop runs is nobody's mistake") {
    { const aio::coro<> lost = nap(); }
    CHECK(aio::event_loop::running() == nullptr);
}

// --- blocked loop

TEST_CASE("one step that blocks for 100 ms is diagnosed with the line of its longest blocking call") {
    struct program {
        static aio::coro<> main() {
            co_await aio::sleep(1ms);
            aio::blocking_sleep(40ms);
            aio::blocking_sleep(60ms);
            co_await aio::sleep(1ms);
            aio::blocking_sleep(99ms);
            co_await aio::sleep(1ms);
            aio::blocking_sleep(99ms);
        }
        static std::uint32_t line() { return __LINE__ - 6; }
    };
    const std::vector<found> all = diagnosed(program::main());
    REQUIRE(all.size() == 1);
    CHECK(all[0].kind == aio::diagnostic_kind::loop_blocked);
    CHECK(all[0].task == 1);
    CHECK(all[0].text == "0.100 s");
    CHECK(all[0].where.line == program::line());
}

TEST_CASE("the threshold of a blocked loop is an option of the loop, and a callback that blocks is nobody's step") {
    struct program {
        static aio::coro<> main() {
            aio::get_running_loop().set_slow_callback_duration(10ms);
            aio::get_running_loop().call_soon([] { aio::blocking_sleep(10ms); });
            co_await aio::sleep(1ms);
            aio::get_running_loop().set_slow_callback_duration(1s);
            aio::blocking_sleep(999ms);
        }
    };
    const std::vector<found> all = diagnosed(program::main());
    REQUIRE(all.size() == 1);
    CHECK(all[0].task == 0);
    CHECK(all[0].text == "0.010 s");
}

TEST_CASE("a job of a thread blocks nobody") {
    struct program {
        static void job() { aio::blocking_sleep(5s); }
        static aio::coro<> main() { co_await aio::to_thread(&job); }
    };
    CHECK(diagnosed(program::main()).empty());
}

// --- swallowed cancellation

namespace {

aio::coro<> swallower() {
    try {
        co_await aio::sleep(1h);
    } catch (const aio::cancelled_error&) {
    }
    co_await aio::sleep(1ms);
}

constexpr std::uint32_t swallower_line = __LINE__ - 6;

}  // namespace

TEST_CASE("a task that swallows its cancellation is diagnosed with the line where it arrived") {
    struct program {
        static aio::coro<> main() {
            aio::task<> t = aio::create_task(swallower());
            co_await aio::sleep(1ms);
            t.cancel();
            co_await t;
        }
    };
    const std::vector<found> all = diagnosed(program::main());
    REQUIRE(all.size() == 1);
    CHECK(all[0].kind == aio::diagnostic_kind::cancellation_swallowed);
    CHECK(all[0].task == 2);
    CHECK(here(all[0]));
    CHECK(all[0].where.line == swallower_line);
}

TEST_CASE("a task that lets its cancellation go on, takes it back or ends by another error is not diagnosed") {
    struct program {
        static aio::coro<> honest() {
            try {
                co_await aio::sleep(1h);
            } catch (const aio::cancelled_error&) {
                throw;
            }
        }
        static aio::coro<> takes_back() {
            try {
                co_await aio::sleep(1h);
            } catch (const aio::cancelled_error&) {
                aio::current_task().uncancel();
            }
        }
        static aio::coro<> fails() {
            try {
                co_await aio::sleep(1h);
            } catch (const aio::cancelled_error&) {
                throw aio::value_error("instead");
            }
        }
        static aio::coro<> deaf() { co_return; }
        static aio::coro<> main() {
            std::vector<aio::task<>> tasks;
            tasks.push_back(aio::create_task(honest()));
            tasks.push_back(aio::create_task(takes_back()));
            tasks.push_back(aio::create_task(fails()));
            co_await aio::sleep(1ms);
            for (const aio::task<>& t : tasks) t.cancel();
            tasks.push_back(aio::create_task(deaf()));
            tasks.back().cancel();  // before its first step
            co_await aio::gather_settled(tasks);
            // A timeout takes its own cancellation back.
            try {
                co_await aio::wait_for(nap(), 1us);
            } catch (const aio::timeout_error&) {
            }
        }
    };
    CHECK(diagnosed(program::main()).empty());
}

// --- released without holding

TEST_CASE("a lock released by a task that does not hold it is diagnosed at the line of the release") {
    struct program {
        static aio::coro<> thief(aio::lock& l) {
            l.release();
            co_return;
        }
        static std::uint32_t line() { return __LINE__ - 3; }
        static aio::coro<> main() {
            aio::lock l("l");
            co_await l.acquire();
            co_await aio::create_task(thief(l));
            std::string error;
            try {
                l.release();
            } catch (const aio::runtime_error& e) {
                error = e.what();
            }
            CHECK(error == "Lock is not acquired.");
        }
    };
    const std::vector<found> all = diagnosed(program::main());
    REQUIRE(all.size() == 2);
    CHECK(all[0].kind == aio::diagnostic_kind::not_held);
    CHECK(all[0].task == 2);
    CHECK(all[0].object != 0);
    CHECK(all[0].where.line == program::line());
    CHECK(all[1].kind == aio::diagnostic_kind::not_held);
    CHECK(all[1].task == 1);
}

TEST_CASE("a semaphore with more permits than at first is diagnosed, one that began with none is a signal") {
    struct program {
        static aio::coro<> main() {
            aio::semaphore slots(2, "slots");
            co_await slots.acquire();
            slots.release();
            slots.release();
            aio::semaphore signal(0, "signal");
            signal.release();
            signal.release();
        }
        static std::uint32_t line() { return __LINE__ - 5; }
    };
    const std::vector<found> all = diagnosed(program::main());
    REQUIRE(all.size() == 1);
    CHECK(all[0].kind == aio::diagnostic_kind::not_held);
    CHECK(all[0].where.line == program::line());
}

TEST_CASE("locks and semaphores used well, by guards, conditions and several tasks, are not diagnosed") {
    struct program {
        static aio::coro<> use(aio::lock& l, aio::semaphore& s, aio::condition& c) {
            const auto permit = co_await s.scoped();
            {
                const auto turn = co_await l.scoped();
                co_await aio::sleep(1ms);
            }
            const auto held = co_await c.scoped();
            c.notify_all();
        }
        static aio::coro<> waits(aio::condition& c) {
            const auto held = co_await c.scoped();
            co_await c.wait();
        }
        static aio::coro<> keeps(aio::lock_guard guard) {
            co_await aio::sleep(1ms);
            (void)guard;  // an argument: it dies with the frame
        }
        static aio::coro<> main() {
            aio::lock l("l");
            aio::semaphore s(1, "s");
            aio::condition c("c");
            aio::task<> waiting = aio::create_task(waits(c));
            aio::coro<> a = use(l, s, c);
            aio::coro<> b = use(l, s, c);
            co_await aio::gather(std::move(a), std::move(b));
            co_await waiting;
            aio::lock_guard guard = co_await l.scoped();
            co_await aio::create_task(keeps(std::move(guard)));
            CHECK(!l.locked());
        }
    };
    CHECK(diagnosed(program::main()).empty());
}

// --- destroyed while pending, task_done

TEST_CASE("a task pending when its loop is closed by hand is diagnosed with where it waits") {
    struct program {
        static aio::coro<> waits() { co_await aio::sleep(1h); }
        static std::uint32_t line() { return __LINE__ - 1; }
    };
    listener heard;
    aio::event_loop loop;
    loop.set_observer(&heard);
    {
        const aio::running_scope scope(loop);
        aio::create_task(program::waits());
        loop.run_once();
    }
    loop.close();
    REQUIRE(heard.all.size() == 1);
    CHECK(heard.all[0].kind == aio::diagnostic_kind::destroyed_pending);
    CHECK(heard.all[0].task == 1);
    CHECK(heard.all[0].text == "waits > sleep > Future");
    CHECK(heard.all[0].where.line == program::line());
}

TEST_CASE("run() cancels what is left and destroys nothing that is pending, but for what is started meanwhile") {
    struct program {
        static aio::coro<> clean() { co_await aio::sleep(1h); }
        static aio::coro<> starts_another() {
            std::exception_ptr error;
            try {
                co_await aio::sleep(1h);
            } catch (const aio::cancelled_error&) {
                error = std::current_exception();
            }
            aio::create_task(clean());
            std::rethrow_exception(error);
        }
        static aio::coro<> main(bool untidy) {
            aio::create_task(clean());
            if (untidy) aio::create_task(starts_another());
            co_await aio::sleep(1ms);
        }
        static aio::coro<> stuck() {
            aio::event never("never");
            co_await never.wait();
        }
    };
    CHECK(diagnosed(program::main(false)).empty());
    CHECK(diagnosed(program::stuck()).empty());  // a deadlock is an error of its own
    const std::vector<found> all = diagnosed(program::main(true));
    REQUIRE(all.size() == 1);
    CHECK(all[0].kind == aio::diagnostic_kind::destroyed_pending);
    CHECK(all[0].task == 4);
}

TEST_CASE("task_done() once too often is diagnosed as well as thrown") {
    struct program {
        static aio::coro<> main() {
            aio::queue<int> q(0, "q");
            q.put_nowait(1);
            q.get_nowait();
            q.task_done();
            std::string error;
            try {
                q.task_done();
            } catch (const aio::value_error& e) {
                error = e.what();
            }
            CHECK(error == "task_done() called too many times");
            co_return;
        }
        static std::uint32_t line() { return __LINE__ - 7; }
    };
    const std::vector<found> all = diagnosed(program::main());
    REQUIRE(all.size() == 1);
    CHECK(all[0].kind == aio::diagnostic_kind::task_done_too_often);
    CHECK(all[0].where.line == program::line());
}

// --- never retrieved

TEST_CASE("a future that is dropped with an exception nobody looked at is diagnosed, at the task that dropped it") {
    struct program {
        static aio::coro<> main(bool looks) {
            auto failed = aio::create_future<>();
            co_await aio::sleep(1ms);
            failed.set_exception(std::make_exception_ptr(aio::value_error("boom")));
            if (looks) CHECK(failed.exception() != nullptr);
        }
        static std::uint32_t line() { return __LINE__ - 4; }
        static aio::coro<> fails() {
            co_await nap();
            throw aio::value_error("child");
        }
        static aio::coro<> gathers() {
            aio::gather(fails(), nap());
            co_await aio::sleep(2ms);
        }
    };
    const std::vector<found> all = diagnosed(program::main(false));
    REQUIRE(all.size() == 1);
    CHECK(all[0].kind == aio::diagnostic_kind::never_retrieved);
    CHECK(all[0].task == 1);
    CHECK(all[0].object != 0);
    CHECK(here(all[0]));
    CHECK(all[0].where.line == program::line());
    CHECK(all[0].text == "ValueError: boom");
    CHECK(diagnosed(program::main(true)).empty());

    const std::vector<found> gathered = diagnosed(program::gathers());
    REQUIRE(gathered.size() == 1);
    CHECK(gathered[0].kind == aio::diagnostic_kind::never_retrieved);
    CHECK(gathered[0].task == 0);  // a callback let go of it
    CHECK(gathered[0].text == "ValueError: child");
}
