#include "sim/rng.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>
#include <stdexcept>
#include <vector>

// Expected values: CPython 3.13's random module.

TEST_CASE("the program stream gives CPython's getrandbits(32)") {
    const auto draw = [](std::uint64_t seed) {
        sim::rng r(seed);
        std::vector<std::uint32_t> v(6);
        for (auto& x : v) x = r.getrandbits(32);
        return v;
    };
    CHECK(draw(42) == std::vector<std::uint32_t>{2746317213, 478163327, 107420369, 3184935163, 1181241943, 1051802512});
    CHECK(draw(0) == std::vector<std::uint32_t>{3626764237, 1654615998, 3255389356, 3823568514, 1806341205, 173879092});
    CHECK(draw(1) == std::vector<std::uint32_t>{577090037, 2444712010, 3639700191, 3445702192, 3280387012, 271041745});
    CHECK(draw(1099511627783) == std::vector<std::uint32_t>{2635837658, 3209733218, 3500038837, 4028389051, 4058793509, 2746733121});
}

TEST_CASE("random() has CPython's 53 bits") {
    const auto draw = [](std::uint64_t seed) {
        sim::rng r(seed);
        std::vector<double> v(4);
        for (auto& x : v) x = r.random();
        return v;
    };
    CHECK(draw(42) == std::vector<double>{0.6394267984578837, 0.025010755222666936, 0.27502931836911926, 0.22321073814882275});
    CHECK(draw(0) == std::vector<double>{0.8444218515250481, 0.7579544029403025, 0.420571580830845, 0.25891675029296335});
    CHECK(draw(1099511627783) == std::vector<double>{0.6137037779936511, 0.8149162973309487, 0.9450115087592873, 0.5703906991004561});
}

TEST_CASE("uniform rounds twice, as CPython does") {
    sim::rng r(42);
    for (const double expected : {0.3557707193831535, 0.11000430208906678, 0.21001172734764773, 0.1892842952595291}) {
        CHECK(r.uniform(0.1, 0.5) == expected);
    }
}

TEST_CASE("randint, choice and shuffle draw as CPython does") {
    sim::rng a(42);
    for (const int expected : {82, 15, 4, 95, 36, 32, 29, 18, 95, 14}) CHECK(a.randint(1, 100) == expected);
    sim::rng b(42);
    const std::vector<int> five{0, 1, 2, 3, 4};
    for (const int expected : {0, 0, 2, 1, 1, 1, 0, 4, 0, 4}) CHECK(b.choice(five) == expected);
    sim::rng c(42);
    std::vector<int> ten(10);
    std::iota(ten.begin(), ten.end(), 0);
    c.shuffle(ten);
    CHECK(ten == std::vector<int>{7, 3, 2, 8, 5, 6, 9, 4, 0, 1});
}

TEST_CASE("gauss keeps the second of each pair, expovariate takes a logarithm") {
    sim::rng g(42);
    for (const double expected : {-0.14409032957792836, -0.1729036003315193, -0.11131586156766246}) CHECK(g.gauss(0, 1) == expected);
    sim::rng e(42);
    for (const double expected : {0.5100301436374005, 0.012664419521369446, 0.1608120320374828}) CHECK(e.expovariate(2) == expected);
}

TEST_CASE("a range wider than 32 bits takes its low word first") {
    sim::rng r(42);
    sim::rng words(42);
    const std::uint64_t low = words.bits32();
    const std::uint64_t high = words.bits32() >> 24;
    const std::uint64_t expected = low | (high << 32);
    CHECK(r.randbelow((std::uint64_t{1} << 40) - 1) == expected);
    CHECK(sim::rng(7).randint(-9'000'000'000'000'000'000, 9'000'000'000'000'000'000) != 0);
}

TEST_CASE("an empty range is refused") {
    sim::rng r(1);
    CHECK_THROWS_AS(r.randint(2, 1), std::invalid_argument);
    CHECK_THROWS_AS(r.randbelow(0), std::invalid_argument);
    CHECK_THROWS_AS(r.getrandbits(33), std::invalid_argument);
    CHECK(r.randint(5, 5) == 5);
}

TEST_CASE("streams are independent, and program is the seed itself") {
    sim::rng program = sim::rng::stream("program", 42);
    CHECK(program.bits32() == 2746317213);
    sim::rng a = sim::rng::stream("network", 42);
    sim::rng b = sim::rng::stream("network", 42);
    sim::rng c = sim::rng::stream("schedule", 42);
    sim::rng d = sim::rng::stream("network", 43);
    const std::uint32_t first = a.bits32();
    CHECK(first == b.bits32());
    CHECK(first != c.bits32());
    CHECK(first != d.bits32());
}
