// What observers and deadlock reports hear of conditions and barriers.

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

class listener final : public test::deaf_observer {
public:
    std::vector<aio::wait_kind> waits;
    std::vector<aio::object_kind> objects;
    aio::object_id waited_for = 0;
    aio::object_id made = 0;

    void wait_begin(aio::task_id, aio::wait_kind kind, aio::object_id on, std::span<const aio::call_frame>) override {
        waits.push_back(kind);
        waited_for = on;
    }
    void object_created(aio::object_id id, aio::object_kind kind, std::string_view, std::int64_t) override {
        if (kind == aio::object_kind::condition || kind == aio::object_kind::barrier) {
            objects.push_back(kind);
            made = id;
        }
    }
};

std::string error_heard(listener& heard, aio::coro<> main) {
    aio::run_options options;
    options.watcher = &heard;
    aio::program p(std::move(main), options);
    p.run_to_end();
    return aio::describe(p.error());
}

}  // namespace

TEST_CASE("a wait for a condition is known as that, and the deadlock report names it") {
    listener heard;
    const std::string error = error_heard(heard, []() -> aio::coro<> {
        aio::condition stock("stock");
        const auto guard = co_await stock.scoped();
        co_await stock.wait();
    }());
    CHECK(heard.objects == std::vector<aio::object_kind>{aio::object_kind::condition});
    REQUIRE(heard.waits == std::vector<aio::wait_kind>{aio::wait_kind::condition});
    CHECK(heard.waited_for == heard.made);
    CHECK(error.find("condition.wait() of condition `stock`: nothing alive can wake it") != std::string::npos);
}

TEST_CASE("a wait for a barrier is known as that, with the number of its parties") {
    listener heard;
    const std::string error = error_heard(heard, []() -> aio::coro<> {
        aio::barrier start(2, "start");
        co_await start.wait();
    }());
    CHECK(heard.objects == std::vector<aio::object_kind>{aio::object_kind::barrier});
    REQUIRE(heard.waits == std::vector<aio::wait_kind>{aio::wait_kind::barrier});
    CHECK(heard.waited_for == heard.made);
    CHECK(error.find("barrier.wait() of barrier `start`: nothing alive can wake it") != std::string::npos);
}

TEST_CASE("lambda coroutines are part of the await chain, bodies of blocks are not") {
    const std::string error = test::error_of_run([]() -> aio::coro<> {
        aio::event never("never");
        const auto waits = [&]() -> aio::coro<> { co_await never.wait(); };
        const auto body = [&](aio::task_group&) -> aio::coro<> { co_await waits(); };
        co_await aio::with(aio::task_group(), std::ref(body));
    }());
    CHECK(error.find("Task-1 (lambda) waits in event.wait() of event `never`") != std::string::npos);
    const std::size_t first = error.find("\n    lambda (");
    REQUIRE(first != std::string::npos);
    const std::string chain = error.substr(first);
    CHECK(chain.find(") > lambda (") == chain.rfind(") > lambda ("));
    CHECK(chain.find("> Event.wait > Future") != std::string::npos);
}
