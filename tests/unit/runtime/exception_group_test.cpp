// except*: split, subgroup, for_each, nested groups.

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

namespace {

template <class E>
std::exception_ptr made(const char* text) {
    return std::make_exception_ptr(E(text));
}

aio::exception_group mixed() {
    const aio::exception_group inner("inner", {made<aio::value_error>("b"), made<aio::runtime_error>("c")});
    return aio::exception_group("outer", {made<aio::value_error>("a"), std::make_exception_ptr(inner), made<aio::runtime_error>("d")});
}

std::string text(const aio::maybe_group& g) { return g ? aio::describe(std::make_exception_ptr(*g)) : "none"; }

}  // namespace

TEST_CASE("split takes out what is of a type, and both parts keep their nesting") {
    const auto [matched, rest] = aio::split<aio::value_error>(mixed());
    CHECK(text(matched) == "ExceptionGroup: outer [ValueError: a, ExceptionGroup: inner [ValueError: b]]");
    CHECK(text(rest) == "ExceptionGroup: outer [ExceptionGroup: inner [RuntimeError: c], RuntimeError: d]");
}

TEST_CASE("a part without errors is none") {
    const auto all = aio::split<aio::error>(mixed());
    CHECK(all.matched);
    CHECK_FALSE(all.rest);
    const auto nothing = aio::split<aio::queue_empty>(mixed());
    CHECK_FALSE(nothing.matched);
    CHECK(text(nothing.rest) == aio::describe(std::make_exception_ptr(mixed())));
    CHECK(text(aio::subgroup<aio::runtime_error>(mixed())) ==
          "ExceptionGroup: outer [ExceptionGroup: inner [RuntimeError: c], RuntimeError: d]");
}

TEST_CASE("for_each walks nested groups in order") {
    std::string seen;
    const std::size_t n = mixed().for_each<aio::value_error>([&](const aio::value_error& e) { seen += e.what(); });
    CHECK(n == 2);
    CHECK(seen == "ab");
}

TEST_CASE("a task group's errors can be handled by type") {
    aio::run([]() -> aio::coro<> {
        const auto fails = [](bool with_value) -> aio::coro<> {
            if (with_value) throw aio::value_error("v");
            throw aio::runtime_error("r");
            co_return;
        };
        const auto body = [&](aio::task_group& group) -> aio::coro<> {
            group.create_task(fails(true));
            group.create_task(fails(false));
            co_return;
        };
        std::string handled;
        try {
            co_await aio::with(aio::task_group(), std::ref(body));
        } catch (const aio::exception_group& group) {
            const aio::group_parts parts = aio::split<aio::value_error>(group);
            handled = text(parts.matched) + " | " + text(parts.rest);
        }
        CHECK(handled == "ExceptionGroup: unhandled errors in a TaskGroup [ValueError: v] | "
                         "ExceptionGroup: unhandled errors in a TaskGroup [RuntimeError: r]");
    }());
}

TEST_CASE("groups nested 100,000 deep are made and let go") {
    std::exception_ptr nested = made<aio::value_error>("innermost");
    for (int i = 0; i < 100'000; ++i) nested = std::make_exception_ptr(aio::exception_group("level", {nested}));
    CHECK(nested != nullptr);
    nested = nullptr;
}
