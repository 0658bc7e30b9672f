// Three people talk into one channel at moments of their own; one task passes every line on to the others.

#include <algorithm>

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

struct line {
    std::string from;
    std::optional<std::string> text;  // nothing: the sender leaves
    line(std::string who, std::optional<std::string> what) : from(std::move(who)), text(std::move(what)) {}
};

aio::coro<> user(sim::world& world, std::string name, aio::queue<line>& channel) {
    static constexpr std::array lines = {"hi all", "how is it going?", "brb", "nice", "see you"};
    for (std::int64_t i = 0; i < world.integer("lines"); ++i) {
        co_await aio::sleep(world.random().uniform(0.2, world.number("slowest")));
        const line said(name, world.random().choice(lines));
        co_await channel.put(said);
    }
    const line goodbye(name, std::nullopt);
    co_await channel.put(goodbye);
}

aio::coro<> broadcaster(sim::world& world, aio::queue<line>& channel, std::vector<std::string> online) {
    while (!online.empty()) {
        const line next = co_await channel.get();
        if (next.text) {
            for (const std::string& other : online) {
                if (other != next.from) world.print("[to {}] {}: {}", other, next.from, *next.text);
            }
        } else {
            std::erase(online, next.from);
            world.print("* {} left ({} online)", next.from, online.size());
        }
        channel.task_done();
    }
    world.print("* channel closed");
}

aio::coro<> main(sim::world& world) {
    aio::queue<line> channel(0, "channel");
    const std::vector<std::string> names = {"alice", "bob", "carol"};
    std::vector<aio::task<>> users;
    for (const std::string& name : names) users.push_back(aio::create_task(user(world, name, channel)));
    co_await broadcaster(world, channel, names);
    co_await aio::gather(users);
}

}  // namespace

extern const sim::scenario broadcast{
    .name = "broadcast",
    .group = "chat",
    .title = "One channel for all",
    .lesson = "Many may put into one queue at any moment; one task that takes from it keeps the lines in order.",
    .look = "The three users sleep for random times. Each put() wakes main, which is the broadcaster: follow an arrow from a "
            "user's lane to main's. A user who leaves sends a last line without text, and no more lines go to it after that. "
            "Change the seed: another conversation, which you can have again.",
    .document = "000",
    .section = "Real-Time Chat Simulation",
    .aliases = {{"000_08", {}}},
    .parameters = {sim::integer("lines", 3, 0, 100, "how many lines each user says"),
                   sim::number("slowest", 1.5, 0.2, 60, "seconds between two lines of a user at most")},
    .source = "scenarios/chat/broadcast.cpp",
    .program = main,
};

}  // namespace scenarios
