// What an observer hears, call for call.

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

// Writes every call down, and numbers those that are to be numbered: e0, e1...
class scribe final : public test::deaf_observer {
public:
    std::string text;

    void clock_advanced(std::int64_t from, std::int64_t to) override { line("clock", ms(from), ms(to)); }
    aio::event_id timer_set(aio::object_id t, aio::callback_kind, aio::task_id owner, std::int64_t when) override {
        return numbered("timer_set", object(t), task(owner), ms(when));
    }
    void timer_cancelled(aio::object_id t) override { line("timer_cancelled", object(t)); }
    aio::event_id timer_fired(aio::object_id t, aio::callback_kind, aio::task_id owner, aio::event_id cause) override {
        return numbered("timer_fired", object(t), task(owner), because(cause));
    }
    aio::event_id callback_ready(aio::callback_kind k, aio::object_id o) override {
        return numbered("callback_ready", kind(k), object(o));
    }
    void callback_begin(aio::callback_kind k, aio::object_id o, aio::event_id cause) override {
        line("callback", kind(k), object(o), because(cause));
    }
    void task_created(aio::task_id t, aio::task_id parent, std::string_view function, std::string_view name) override {
        line("created", task(t), task(parent), std::string(function), std::string(name));
    }
    aio::event_id task_ready(aio::task_id t) override { return numbered("ready", task(t)); }
    void step_begin(aio::task_id t, aio::event_id cause) override { line("step", task(t), because(cause)); }
    aio::event_id task_yielded(aio::task_id t, std::span<const aio::call_frame>) override { return numbered("yielded", task(t)); }
    void wait_begin(aio::task_id t, aio::wait_kind k, aio::object_id o, std::span<const aio::call_frame>) override {
        line("waits", task(t), std::to_string(static_cast<int>(k)), k == aio::wait_kind::task ? task(o) : object(o));
    }
    void task_done(aio::task_id t, aio::outcome_kind how, std::string_view error, aio::site) override {
        line("done", task(t), std::to_string(static_cast<int>(how)), std::string(error));
    }
    void cancel_requested(aio::task_id t, std::string_view message) override { line("cancel", task(t), std::string(message)); }
    void uncancelled(aio::task_id t, int left) override { line("uncancel", task(t), std::to_string(left)); }
    void object_created(aio::object_id o, aio::object_kind, std::string_view name, std::int64_t capacity) override {
        line("object", object(o), std::string(name), std::to_string(capacity));
    }
    void object_changed(aio::object_id o, aio::object_op op, std::int64_t value, std::int64_t aux) override {
        line("op" + std::to_string(static_cast<int>(op)), object(o), std::to_string(value), std::to_string(aux));
    }

private:
    static std::string ms(std::int64_t ns) { return std::to_string(ns / 1'000'000); }
    static std::string task(aio::task_id t) { return "T" + std::to_string(t); }
    static std::string object(aio::object_id o) { return "o" + std::to_string(o); }
    static std::string kind(aio::callback_kind k) { return "k" + std::to_string(static_cast<int>(k)); }
    static std::string because(aio::event_id e) { return e == aio::no_event ? "-" : "e" + std::to_string(e); }

    template <class... Words>
    void line(std::string first, Words... words) {
        text += first;
        ((text += words.empty() ? "" : " " + words), ...);
        text += "\n";
    }
    template <class... Words>
    aio::event_id numbered(std::string first, Words... words) {
        const aio::event_id id = next();
        line(because(id) + " " + first, words...);
        return id;
    }
};

template <class Main>
std::string heard_of(Main main) {
    scribe all;
    aio::run_options options;
    options.watcher = &all;
    aio::program p(main(), options);
    p.run_to_end();
    return "\n" + all.text;
}

aio::coro<> nap(aio::duration d) { co_await aio::sleep(d); }

}  // namespace

TEST_CASE("a task that sleeps, and one that awaits it") {
    struct program {
        static aio::coro<> main() {
            auto t = aio::create_task(nap(5ms), "napper");
            co_await t;
            co_await aio::sleep(0ms);
        }
    };
    CHECK(heard_of(&program::main) == R"(
created T1 T0 main Task-1
e0 ready T1
step T1 e0
created T2 T1 nap napper
e1 ready T2
waits T1 8 T2
step T2 e1
e2 timer_set o1 T2 5
waits T2 1 o1
clock 0 5
e3 timer_fired o1 T2 e2
callback k1 o1 e3
e4 ready T2
step T2 e4
done T2 0
e5 ready T1
step T1 e5
e6 yielded T1
step T1 e6
done T1 0
e7 callback_ready k5 o0
callback k5 o0 e7
)");
}

TEST_CASE("a lock with one waiter") {
    struct program {
        static aio::coro<> take(aio::lock& door) { auto held = co_await door.scoped(); }
        static aio::coro<> main() {
            aio::lock door("door");
            auto held = co_await door.scoped();
            auto t = aio::create_task(take(door));
            co_await aio::sleep(0ms);
            held.release();
            co_await t;
        }
    };
    CHECK(heard_of(&program::main) == R"(
created T1 T0 main Task-1
e0 ready T1
step T1 e0
object o1 door 1
op0 o1 1 0
created T2 T1 take Task-2
e1 ready T2
e2 yielded T1
step T2 e1
waits T2 2 o1
step T1 e2
op1 o1 0 0
e3 ready T2
waits T1 8 T2
step T2 e3
op0 o1 1 0
op1 o1 0 0
done T2 0
e4 ready T1
step T1 e4
done T1 0
e5 callback_ready k5 o0
callback k5 o0 e5
)");
}

TEST_CASE("a timeout that strikes") {
    struct program {
        static aio::coro<> main() {
            try {
                co_await aio::wait_for(nap(10s), 1ms);
            } catch (const aio::timeout_error&) {
            }
        }
    };
    CHECK(heard_of(&program::main) == R"(
created T1 T0 main Task-1
e0 ready T1
step T1 e0
e1 timer_set o1 T1 1
e2 timer_set o2 T1 10000
waits T1 1 o2
clock 0 1
e3 timer_fired o1 T1 e1
callback k3 o1 e3
cancel T1
e4 ready T1
step T1 e4
timer_cancelled o2
uncancel T1 0
done T1 0
e5 callback_ready k5 o0
callback k5 o0 e5
)");
}

TEST_CASE("a gather of two, and a future set by a callback") {
    struct program {
        static aio::coro<> main() {
            auto f = aio::create_future<int>();
            aio::get_running_loop().call_later(1ms, [f] { f.set_result(1); });
            co_await aio::gather(nap(0ms), f);
        }
    };
    CHECK(heard_of(&program::main) == R"(
created T1 T0 main Task-1
e0 ready T1
step T1 e0
e1 timer_set o1 T1 1
object o2 2
created T2 T1 nap Task-2
e2 ready T2
waits T1 9 o2
step T2 e2
e3 yielded T2
step T2 e3
done T2 0
e4 callback_ready k4 o2
callback k4 o2 e4
clock 0 1
e5 timer_fired o1 T1 e1
callback k2 o1 e5
object o3 0
op7 o3 0 0
e6 callback_ready k4 o2
callback k4 o2 e6
op7 o2 0 0
e7 ready T1
step T1 e7
done T1 0
e8 callback_ready k5 o0
callback k5 o0 e8
)");
}
