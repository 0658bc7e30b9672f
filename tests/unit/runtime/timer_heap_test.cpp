// The heap of timers against the obvious model: a list that is sorted by deadline, stably.

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <random>
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

int pop(aio::timer_heap& heap) { return static_cast<numbered&>(heap.pop()).number; }

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
                REQUIRE(node.armed());
                heap.erase(node);
                CHECK_FALSE(node.armed());
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
    heap.erase(nodes[1]);
    heap.push(nodes[1], 5);
    std::string order;
    while (!heap.empty()) order += std::to_string(pop(heap));
    CHECK(order == "023451");
}

TEST_CASE("a cleared heap has disarmed its nodes") {
    aio::timer_heap heap;
    numbered a, b;
    heap.push(a, 1);
    heap.push(b, 2);
    CHECK(heap.next_when() == 1);
    heap.clear();
    CHECK(heap.empty());
    CHECK_FALSE(a.armed());
    CHECK_FALSE(b.armed());
}
