// The heap of timers against the obvious model: a list that is sorted by deadline, stably.

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "runtime/core/timer_heap.hpp"

namespace {

struct modelled {
    std::int64_t when;
    int number;
};

struct numbered : aio::timer_node {
    int number = 0;
};

int pop(aio::timer_heap& heap) {
    return static_cast<numbered&>(static_cast<aio::timer_node&>(heap.pop())).number;
}

int pop(std::vector<modelled>& model) {
    std::stable_sort(model.begin(), model.end(), [](const modelled& a, const modelled& b) { return a.when < b.when; });
    const int number = model.front().number;
    model.erase(model.begin());
    return number;
}

}  // namespace

TEST_CASE("random pushes, pops and removals come out as from a stably sorted list") {
    for (unsigned seed = 0; seed < 50; ++seed) {
        std::mt19937 random(seed);
        aio::timer_heap heap;
        std::vector<modelled> model;
        std::vector<std::unique_ptr<numbered>> nodes;
        const unsigned spread = 1 + seed % 20;  // small: many equal deadlines
        for (int i = 0; i < 500; ++i) {
            const unsigned action = random() % 8;
            if (action < 4) {
                auto& node = nodes.emplace_back(std::make_unique<numbered>());
                node->number = static_cast<int>(nodes.size());
                const auto when = static_cast<std::int64_t>(random() % spread);
                heap.push(*node, when);
                model.push_back({when, node->number});
            } else if (action < 6 && !model.empty()) {
                const std::size_t victim = random() % model.size();
                numbered& node = *nodes[static_cast<std::size_t>(model[victim].number) - 1];
                REQUIRE(static_cast<bool>(node.armed));
                heap.erase(node, model[victim].when);
                CHECK_FALSE(static_cast<bool>(node.armed));
                model.erase(model.begin() + static_cast<std::ptrdiff_t>(victim));
            } else if (!model.empty()) {
                REQUIRE(pop(heap) == pop(model));
            }
            REQUIRE(heap.size() == model.size());
        }
        while (!model.empty()) REQUIRE(pop(heap) == pop(model));
        CHECK(heap.empty());
    }
}

TEST_CASE("equal deadlines come out first come, first served, and again after one was pushed anew") {
    aio::timer_heap heap;
    numbered nodes[6];
    for (int i = 0; i < 6; ++i) {
        nodes[i].number = i;
        heap.push(nodes[i], 5);
    }
    heap.erase(nodes[1], 5);
    heap.push(nodes[1], 5);
    std::string order;
    while (!heap.empty()) order += std::to_string(pop(heap));
    CHECK(order == "023451");
}

TEST_CASE("time only moves forward: what a loop does, against the model") {
    for (unsigned seed = 0; seed < 30; ++seed) {
        std::mt19937_64 random(seed);
        aio::timer_heap heap;
        std::vector<modelled> model;
        std::vector<std::unique_ptr<numbered>> nodes;
        std::int64_t now = 0;
        for (int i = 0; i < 600; ++i) {
            const auto action = random() % 8;
            if (action < 4) {
                auto& node = nodes.emplace_back(std::make_unique<numbered>());
                node->number = static_cast<int>(nodes.size());
                const std::int64_t when = now + static_cast<std::int64_t>(random() % (std::uint64_t{1} << (random() % 45)));
                heap.push(*node, when);
                model.push_back({when, node->number});
            } else if (action == 4 && !model.empty()) {
                const std::size_t victim = random() % model.size();
                heap.erase(*nodes[static_cast<std::size_t>(model[victim].number) - 1], model[victim].when);
                model.erase(model.begin() + static_cast<std::ptrdiff_t>(victim));
            } else if (!model.empty()) {
                now = heap.next_when();
                REQUIRE(pop(heap) == pop(model));
            }
        }
        while (!model.empty()) REQUIRE(pop(heap) == pop(model));
        CHECK(heap.empty());
    }
}

TEST_CASE("sleepers that sleep again and again come out in order, however many and for however long") {
    for (unsigned seed = 0; seed < 60; ++seed) {
        std::mt19937_64 random(seed);
        const std::size_t sleepers = std::size_t{1} << (seed % 10);
        const std::uint64_t longest = std::uint64_t{1} << (1 + seed * 7 % 43);
        aio::timer_heap heap;
        std::vector<numbered> nodes(sleepers);
        std::vector<std::int64_t> deadlines(sleepers);
        std::set<std::pair<std::int64_t, std::pair<int, int>>> model;  // deadline, order of arrival, number
        std::vector<int> arrivals(sleepers);
        int arrived = 0;
        const auto sleep = [&](int n, std::int64_t until) {
            const auto at = static_cast<std::size_t>(n);
            heap.push(nodes[at], until);
            deadlines[at] = until;
            arrivals[at] = ++arrived;
            model.insert({until, {arrived, n}});
        };
        const auto delay = [&] { return static_cast<std::int64_t>(random() % (random() % 4 == 0 ? longest : longest / 8 + 1)); };
        for (std::size_t n = 0; n < sleepers; ++n) {
            nodes[n].number = static_cast<int>(n);
            sleep(static_cast<int>(n), delay());
        }
        for (int i = 0; i < 2000; ++i) {
            const auto [now, who] = *model.begin();
            REQUIRE(heap.next_when() == now);
            REQUIRE(pop(heap) == who.second);
            model.erase(model.begin());
            sleep(who.second, now + delay());
            if (random() % 4 == 0) {  // another is cancelled, and sleeps anew
                const auto other = static_cast<std::size_t>(random() % sleepers);
                heap.erase(nodes[other], deadlines[other]);
                model.erase({deadlines[other], {arrivals[other], static_cast<int>(other)}});
                sleep(static_cast<int>(other), random() % 8 == 0 ? deadlines[other] : now + delay());
            }
        }
        REQUIRE(heap.size() == model.size());
    }
}

TEST_CASE("a hundred thousand timers of one deadline take no longer each than a few") {
    aio::timer_heap heap;
    std::vector<numbered> nodes(100'000);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        nodes[i].number = static_cast<int>(i);
        heap.push(nodes[i], 1'000'000);
    }
    for (int i = 0; i < 100'000; ++i) {  // looked through for each, they would take a minute
        REQUIRE(heap.next_when() == 1'000'000);
        REQUIRE(pop(heap) == i);
    }
    CHECK(heap.empty());
}

TEST_CASE("an erased timer never is the next one, and a new one at its address and deadline is") {
    aio::timer_heap heap;
    numbered a, b;
    a.number = 1;
    b.number = 2;
    heap.push(a, 10);
    heap.push(b, 20);
    heap.erase(a, 10);
    CHECK(heap.next_when() == 20);
    heap.push(a, 20);
    heap.erase(b, 20);
    heap.push(b, 20);
    CHECK(pop(heap) == 1);
    CHECK(pop(heap) == 2);
    CHECK(heap.empty());
}

TEST_CASE("most of many timers are erased, and the others are as they were") {
    aio::timer_heap heap;
    std::vector<std::unique_ptr<numbered>> nodes;
    for (int i = 0; i < 5000; ++i) {
        nodes.push_back(std::make_unique<numbered>());
        nodes.back()->number = i;
        heap.push(*nodes.back(), 1 + i * 37 % 4999);
    }
    for (int i = 0; i < 5000; ++i) {
        if (i % 100 != 0) heap.erase(*nodes[static_cast<std::size_t>(i)], 1 + i * 37 % 4999);
    }
    CHECK(heap.size() == 50);
    std::int64_t before = 0;
    while (!heap.empty()) {
        const std::int64_t when = heap.next_when();
        CHECK(when >= before);
        before = when;
        CHECK(pop(heap) % 100 == 0);
    }
}

TEST_CASE("a timer may be gone once it is erased, while its entry still stands beside a few others") {
    aio::timer_heap heap;
    numbered near, far;
    near.number = 1;
    far.number = 2;
    auto gone = std::make_unique<numbered>();
    heap.push(near, 1025);
    heap.push(*gone, 1030);  // all three in one bucket: they differ from 0 in the same bit
    heap.push(far, 1040);
    CHECK(heap.next_when() == 1025);
    heap.erase(*gone, 1030);
    gone.reset();  // under the address sanitizer a look at it ends the test
    CHECK(pop(heap) == 1);
    CHECK(pop(heap) == 2);
    CHECK(heap.empty());
}
