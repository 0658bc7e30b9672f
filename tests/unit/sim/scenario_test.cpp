#include "sim/scenario.hpp"

#include <doctest/doctest.h>

#include <cmath>

namespace {

// The message of the usage_error that a value is refused with.
std::string refused(const sim::parameter& p, std::string_view text) {
    try {
        sim::parse_value(p, text);
    } catch (const sim::usage_error& e) {
        CHECK(e.message.find('\n') == std::string::npos);
        CHECK(e.message.size() < 300);
        return e.message;
    }
    return "";
}

const sim::parameter limit = sim::integer("limit", 3, 1, 64, "Downloads at once.");
const sim::parameter rate = sim::number("rate", 0.5, 0, 10, "Losses.");
const sim::parameter delay = sim::duration("delay", 0.25, 0.01, 3600, "Latency.");
const sim::parameter fair = sim::flag("fair", false, "Fair?");
const sim::parameter order = sim::choice("order", "fifo", {"fifo", "lifo", "shortest first"}, "Order.");

}  // namespace

TEST_CASE("values are read as people write them") {
    CHECK(std::get<std::int64_t>(sim::parse_value(limit, "3")) == 3);
    CHECK(std::get<std::int64_t>(sim::parse_value(limit, "+64")) == 64);
    CHECK(std::get<double>(sim::parse_value(rate, "0.1")) == 0.1);
    CHECK(std::get<double>(sim::parse_value(rate, "1e-3")) == 0.001);
    CHECK(std::get<double>(sim::parse_value(delay, "1.5s")) == 1.5);
    CHECK(std::get<double>(sim::parse_value(delay, "200ms")) == 0.2);
    CHECK(std::get<double>(sim::parse_value(delay, "2")) == 2.0);
    CHECK(std::get<double>(sim::parse_value(delay, "2min")) == 120.0);
    CHECK(std::get<double>(sim::parse_value(delay, "1h")) == 3600.0);
    CHECK(std::get<bool>(sim::parse_value(fair, "yes")) == true);
    CHECK(std::get<bool>(sim::parse_value(fair, "off")) == false);
    CHECK(std::get<std::string>(sim::parse_value(order, "lifo")) == "lifo");
}

TEST_CASE("what is refused is told what would be right") {
    CHECK(refused(limit, "abc") == "limit: \"abc\" is not a whole number; expected 1 to 64");
    CHECK(refused(limit, "65") == "limit: \"65\" is out of range; expected 1 to 64");
    CHECK(refused(rate, "x") == "rate: \"x\" is not a number; expected 0 to 10");
    CHECK(refused(delay, "fast") == "delay: \"fast\" is not a duration such as 1.5s or 200ms; expected 10ms to 3600s");
    CHECK(refused(fair, "maybe") == "fair: \"maybe\" is neither yes nor no; expected yes or no");
    CHECK(refused(order, "fifi") == "order: \"fifi\" is not one of fifo, lifo, shortest first; did you mean \"fifo\"?");
    CHECK(refused(order, "zzzzzz") == "order: \"zzzzzz\" is not a choice; expected fifo, lifo, shortest first");
}

TEST_CASE("hostile values are refused, never taken") {
    const std::string huge(100'000, '9');
    for (const std::string& text : {std::string(), std::string(" "), std::string("nan"), std::string("inf"), std::string("-inf"),
                                    std::string("infinity"), std::string("1e999"), std::string("-1e999"), std::string("0x10"),
                                    std::string("--1"), std::string("+-1"), std::string("1 "), std::string(" 1"),
                                    std::string("1,5"), std::string("1s1"), std::string("s"), std::string("ms"),
                                    std::string("1\0", 2), std::string("\xff\xfe"), huge, "-" + huge}) {
        CHECK(!refused(limit, text).empty());
        CHECK(!refused(rate, text).empty());
        CHECK(!refused(delay, text).empty());
        CHECK(!refused(fair, text).empty());
        CHECK(!refused(order, text).empty());
    }
    CHECK(!refused(limit, "9223372036854775808").empty());
    CHECK(!refused(delay, "1e300h").empty());
    CHECK(!refused(rate, "-0.0000001").empty());
    CHECK(!std::signbit(std::get<double>(sim::parse_value(rate, "-0"))));
}

TEST_CASE("what is printed parses to the same value") {
    for (const double s : {0.01, 0.1, 0.2, 0.25, 0.3, 1.0 / 3, 0.7, 0.999999999, 1.0, 1.5, 59.9, 120.0, 3600.0, 0.012345678901234}) {
        const std::string text = sim::to_string(delay, s);
        CHECK(std::get<double>(sim::parse_value(delay, text)) == s);
    }
    for (const double v : {0.0, 0.1, 1e-9, 2.0 / 3, 9.999999999999998}) {
        CHECK(std::get<double>(sim::parse_value(rate, sim::to_string(rate, v))) == v);
    }
    CHECK(sim::to_string(delay, 0.2) == "200ms");
    CHECK(sim::to_string(delay, 1.5) == "1.5s");
    CHECK(sim::to_string(fair, true) == "yes");
    CHECK(sim::to_string(limit, std::int64_t{7}) == "7");
    CHECK(sim::range_text(delay) == "10ms to 3600s");
    CHECK(sim::range_text(fair) == "yes or no");
}

TEST_CASE("the nearest name is found in spite of a slip, and nothing where none is near") {
    const std::vector<std::string> names{"downloads", "rate-limiter", "producer-consumer"};
    CHECK(sim::nearest("download", names) == "downloads");
    CHECK(sim::nearest("dwonloads", names) == "downloads");
    CHECK(sim::nearest("Rate-Limiter", names) == "rate-limiter");
    CHECK(sim::nearest("prod", names) == "producer-consumer");
    CHECK(sim::nearest("xyz", names).empty());
    CHECK(sim::nearest("", names).empty());
    CHECK(sim::nearest(std::string(1'000'000, 'd'), names).empty());
}

TEST_CASE("scenarios are found by name and by alias; others name the nearest") {
    sim::scenario a;
    a.name = "downloads";
    a.aliases = {{"000_06", {}}};
    sim::scenario b;
    b.name = "chat";
    const sim::scenario* const list[] = {&a, &b};
    CHECK(sim::find(list, "chat").what == &b);
    CHECK(sim::find(list, "chat").by == nullptr);
    CHECK(sim::find(list, "000_06").what == &a);
    CHECK(sim::find(list, "000_06").by == &a.aliases[0]);
    const auto message = [&list](std::string_view name) {
        try {
            sim::find(list, name);
        } catch (const sim::usage_error& e) {
            return e.message;
        }
        return std::string();
    };
    CHECK(message("downlods") == "no scenario is called \"downlods\"; did you mean \"downloads\"?");
    CHECK(message("qqqq") == "no scenario is called \"qqqq\"; `orrery list` shows them all");
    CHECK(message(std::string(1 << 20, 'x')).size() < 200);
    CHECK(message("").find("no scenario") == 0);
}
