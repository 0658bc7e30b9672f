#pragma once
// What the tests of the runtime share.

#include <string>
#include <vector>

#include "runtime/aio.hpp"

namespace test {

inline std::uint64_t iteration() { return aio::get_running_loop().iterations(); }

inline std::int64_t now_ms() { return aio::get_running_loop().time().time_since_epoch().count() / 1'000'000; }

// Runs a coroutine to its end and gives what it threw, as text; "" for nothing.
inline std::string error_of_run(aio::coro<> main) {
    aio::program p(std::move(main));
    p.run_to_end();
    return aio::describe(p.error());
}

// Lines in the order in which things happened.
class notes {
public:
    void add(std::string line) { lines_.push_back(std::move(line)); }
    std::string text() const {
        std::string all;
        for (const std::string& line : lines_) all += (all.empty() ? "" : " ") + line;
        return all;
    }
    void clear() { lines_.clear(); }

private:
    std::vector<std::string> lines_;
};

// An observer that hears nothing: a base for those that care for one kind of event.
class deaf_observer : public aio::observer {
public:
    void clock_advanced(std::int64_t, std::int64_t) override {}
    aio::event_id timer_set(aio::object_id, aio::callback_kind, aio::task_id, std::int64_t) override { return next(); }
    void timer_cancelled(aio::object_id) override {}
    aio::event_id timer_fired(aio::object_id, aio::callback_kind, aio::task_id, aio::event_id) override { return next(); }
    aio::event_id callback_ready(aio::callback_kind, aio::object_id) override { return next(); }
    void callback_begin(aio::callback_kind, aio::object_id, aio::event_id) override {}
    void task_created(aio::task_id, aio::task_id, std::string_view, std::string_view) override {}
    aio::event_id task_ready(aio::task_id) override { return next(); }
    void step_begin(aio::task_id, aio::event_id) override {}
    void eager_step_begin(aio::task_id) override {}
    void eager_step_end() override {}
    aio::event_id task_yielded(aio::task_id, std::span<const aio::call_frame>) override { return next(); }
    void wait_begin(aio::task_id, aio::wait_kind, aio::object_id, std::span<const aio::call_frame>) override {}
    void task_done(aio::task_id, aio::outcome_kind, std::string_view, aio::site) override {}
    void cancel_requested(aio::task_id, std::string_view) override {}
    void uncancelled(aio::task_id, int) override {}
    void object_created(aio::object_id, aio::object_kind, std::string_view, std::int64_t) override {}
    void object_changed(aio::object_id, aio::object_op, std::int64_t, std::int64_t) override {}
    void log(std::string_view) override {}
    void job_log(aio::task_id, std::string_view) override {}
    void loop_error(aio::task_id, std::string_view, std::string_view) override {}
    void leftover(aio::task_id) override {}
    void unretrieved(aio::task_id, std::string_view) override {}
    void deadlocked(aio::task_id, std::string_view) override {}
    void choice_made(std::uint32_t, std::uint32_t) override {}
    void diagnosed(aio::diagnostic_kind, aio::task_id, aio::object_id, aio::site, std::string_view) override {}

protected:
    aio::event_id next() { return last_++; }

private:
    aio::event_id last_ = 0;
};

// co_await failure(awaitable): what it threw, as text ("ValueError: boom"); "" when it threw nothing.
template <class Awaitable>
aio::coro<std::string> failure(Awaitable awaitable) {
    std::exception_ptr error;
    try {
        co_await std::move(awaitable);
    } catch (...) {
        error = std::current_exception();
    }
    co_return aio::describe(error);
}

}  // namespace test
