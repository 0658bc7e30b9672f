// capture_call_graph, format_call_graph, stacks.

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

std::string at(std::uint32_t line) {
    return std::string("File '") + __FILE__ + "', line " + std::to_string(line) + ", in async ";
}

aio::coro<> innermost() { co_await aio::sleep(1s); }
constexpr std::uint32_t innermost_line = __LINE__ - 1;

aio::coro<> worker() { co_await innermost(); }
constexpr std::uint32_t worker_line = __LINE__ - 1;

aio::coro<> waits_for(aio::task<> t) { co_await t; }
constexpr std::uint32_t waits_line = __LINE__ - 1;

}  // namespace

TEST_CASE("a call graph has the task's frames with lines, and who awaits it") {
    aio::run([]() -> aio::coro<> {
        const auto t = aio::create_task(worker(), aio::task_options("w"));
        const auto a = aio::create_task(waits_for(t), aio::task_options("a"));
        co_await aio::sleep(1ms);
        const std::string text = aio::format_call_graph(t);
        CHECK(text == "* Task(name='w', id=2)\n"
                      "  + Call stack:\n"
                      "  |   " + at(innermost_line) + "innermost()\n"
                      "  |   " + at(worker_line) + "worker()\n"
                      "  + Awaited by:\n"
                      "     * Task(name='a', id=3)\n"
                      "       + Call stack:\n"
                      "       |   " + at(waits_line) + "waits_for()\n");
        const aio::call_graph g = aio::capture_call_graph(t);
        REQUIRE(g.awaited_by.size() == 1);
        CHECK(g.awaited_by[0].task == a);
        co_await a;
    }());
}

TEST_CASE("who awaits a gather awaits its children") {
    aio::run([]() -> aio::coro<> {
        const auto a = aio::create_task(innermost());
        const auto b = aio::create_task(innermost());
        const auto both = [&]() -> aio::coro<> { co_await aio::gather(a, b); };
        const auto t = aio::create_task(both(), aio::task_options("both"));
        co_await aio::sleep(1ms);
        const aio::call_graph g = aio::capture_call_graph(b);
        REQUIRE(g.awaited_by.size() == 1);
        CHECK(g.awaited_by[0].task.get_name() == "both");
        REQUIRE(g.awaited_by[0].call_stack.size() == 1);
        CHECK(std::string(g.awaited_by[0].call_stack[0].function) == "lambda");
        co_await t;
    }());
}

TEST_CASE("tasks that await each other make a graph that ends") {
    const std::string error = test::error_of_run([]() -> aio::coro<> {
        struct tasks {
            aio::task<> first;
            aio::task<> second;
        };
        tasks both;
        const auto waits = [&](aio::task<>& other) -> aio::coro<> { co_await other; };
        both.first = aio::create_task(waits(both.second), aio::task_options("first"));
        both.second = aio::create_task(waits(both.first), aio::task_options("second"));
        co_await aio::sleep(1ms);
        const aio::call_graph g = aio::capture_call_graph(both.first);
        REQUIRE(g.awaited_by.size() == 1);
        REQUIRE(g.awaited_by[0].awaited_by.size() == 1);
        CHECK(g.awaited_by[0].awaited_by[0].awaited_by.empty());
        co_await both.first;
    }());
    CHECK(error.find("lambda") != std::string::npos);
}

TEST_CASE("stacks are printed outermost first; the current task's is the one by default") {
    aio::run([]() -> aio::coro<> {
        const auto t = aio::create_task(worker(), aio::task_options("w"));
        co_await aio::sleep(1ms);
        const std::string file = __FILE__;
        CHECK(aio::format_stack(t) == "Stack for <Task w> (most recent call last):\n"
                                      "  File \"" + file + "\", line " + std::to_string(worker_line) + ", in worker\n"
                                      "  File \"" + file + "\", line " + std::to_string(innermost_line) + ", in innermost\n");
        CHECK(t.get_stack().size() == 2);
        co_await t;
        CHECK(aio::format_stack(t) == "No stack for <Task w>\n");
        CHECK(aio::format_call_graph().rfind("* Task(name='Task-1', id=1)\n", 0) == 0);
    }());
    CHECK_THROWS_AS(aio::capture_call_graph(), aio::runtime_error);
}
