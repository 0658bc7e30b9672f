// Try again after a failure, and wait twice as long each time, until it works or patience ends.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

struct transient_error : aio::error {
    explicit transient_error(std::string message) : error("TransientError", std::move(message)) {}
};

aio::coro<std::string> flaky(sim::world& world, std::string name, double fail_rate) {
    co_await aio::sleep(0.3);
    if (world.random().random() < fail_rate) throw transient_error(name + ": connection reset");
    co_return name + ": data";
}

aio::coro<std::string> retry(sim::world& world, std::string name, double fail_rate) {
    const std::int64_t attempts = world.integer("attempts");
    double delay = world.number("base");
    for (std::int64_t attempt = 1;; ++attempt, delay *= 2) {
        try {
            std::string result = co_await flaky(world, name, fail_rate);
            world.print("{}: succeeded on attempt {}", name, attempt);
            co_return result;
        } catch (const transient_error& error) {
            world.print("{}: attempt {} failed ({})", name, attempt, error.what());
            if (attempt == attempts) {
                world.print("{}: giving up", name);
                throw;
            }
        }
        world.print("{}: retrying in {:.1f}s", name, delay);
        co_await aio::sleep(delay);
    }
}

aio::coro<> main(sim::world& world) {
    std::vector<aio::coro<std::string>> services;
    services.push_back(retry(world, "db", world.number("db")));
    services.push_back(retry(world, "cache", world.number("cache")));
    services.push_back(retry(world, "mail", world.number("mail")));
    const std::vector<aio::outcome<std::string>> results = co_await aio::gather_settled(std::move(services));
    for (const auto& result : results) {
        try {
            world.print("str: {}", result.value());
        } catch (const transient_error& error) {
            world.print("TransientError: {}", error.what());
        }
    }
}

}  // namespace

extern const sim::scenario retry_later{
    .name = "retry",
    .group = "patterns",
    .title = "Try again, later",
    .lesson = "After a failure wait, each time twice as long, and after some attempts let the error out.",
    .look = "Three lanes, three fates: db works at once, cache the second time, mail never. In mail's lane the pauses double, "
            "0.5 s, 1 s, 2 s, between tries of the same length; at 4.7 s it gives up. gather() had all errors as values, so "
            "main sees two results and one error.",
    .document = "000",
    .section = "Task Retry Mechanism",
    .aliases = {{"000_09", {}}},
    .parameters = {sim::integer("attempts", 4, 1, 12, "how often each one is tried at most"),
                   sim::number("base", 0.5, 0, 10, "seconds before the second attempt; doubled each time"),
                   sim::number("db", 0.5, 0, 1, "how likely db fails"),
                   sim::number("cache", 0.2, 0, 1, "how likely cache fails"),
                   sim::number("mail", 0.95, 0, 1, "how likely mail fails")},
    .source = "scenarios/patterns/retry.cpp",
    .program = main,
};

}  // namespace scenarios
