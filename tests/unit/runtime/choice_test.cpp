// The one point where a run may differ from asyncio's order.

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

class scripted final : public aio::choice_source {
public:
    explicit scripted(std::vector<std::size_t> picks) : picks_(std::move(picks)) {}
    std::size_t choose(std::size_t options) override {
        asked += std::to_string(options);
        return next_ < picks_.size() ? picks_[next_++] : 0;
    }
    std::string asked;

private:
    std::vector<std::size_t> picks_;
    std::size_t next_ = 0;
};

struct listener final : test::deaf_observer {
    std::string heard;
    void choice_made(std::uint32_t picked, std::uint32_t options) override {
        heard += std::to_string(picked) + "/" + std::to_string(options) + " ";
    }
};

aio::coro<> three(test::notes& seen) {
    const auto note = [&seen](std::string name) -> aio::coro<> {
        seen.add(name);
        co_return;
    };
    const auto a = aio::create_task(note("a"));
    const auto b = aio::create_task(note("b"));
    const auto c = aio::create_task(note("c"));
    co_await aio::gather(a, b, c);
}

}  // namespace

TEST_CASE("a choice source picks which of the ready handles runs next") {
    test::notes seen;
    scripted choices({2, 1});
    listener ears;
    aio::run_options options;
    options.choices = &choices;
    options.watcher = &ears;
    aio::run(three(seen), options);
    CHECK(seen.text() == "c b a");
    CHECK(choices.asked.substr(0, 2) == "32");  // asked only where there is a choice
    CHECK(ears.heard == "2/3 1/2 ");             // told only where it is not the first
}

TEST_CASE("a source that always picks the first, or what is not there, gives asyncio's order") {
    for (const std::size_t pick : {std::size_t{0}, std::size_t{99}}) {
        test::notes seen;
        scripted choices(std::vector<std::size_t>(100, pick));
        listener ears;
        aio::run_options options;
        options.choices = &choices;
        options.watcher = &ears;
        aio::run(three(seen), options);
        CHECK(seen.text() == "a b c");
        CHECK(ears.heard == "");
    }
}
