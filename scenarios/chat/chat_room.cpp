// A room whose members come and go: one task passes every line on to the inbox of each member, who reads it there.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

using line = std::pair<std::string, std::string>;  // from whom, and what

struct chat_room {
    std::vector<std::pair<std::string, aio::queue<line>*>> members;  // in the order in which they joined
    aio::queue<line> messages{0, "messages"};
};

aio::coro<> broadcaster(sim::world& world, chat_room& room) {
    for (;;) {
        const auto [from, text] = co_await room.messages.get();
        world.print("<broadcast to {}> {}: {}", room.members.size(), from, text);
        for (const auto& [name, inbox] : room.members)
            if (name != from) inbox->put_nowait(line(from, text));
        room.messages.task_done();
    }
}

aio::coro<> reader(sim::world& world, std::string name, aio::queue<line>& inbox) {
    int seen = 0;
    try {
        for (;; ++seen) {
            const auto [from, text] = co_await inbox.get();
            world.print("  {} sees {}: {}", name, from, text);
        }
    } catch (const aio::cancelled_error&) {
        world.print("  {} read {} messages", name, seen);
        throw;
    }
}

aio::coro<> user(sim::world& world, chat_room& room, std::string name, double delay, int count) {
    co_await aio::sleep(delay);
    aio::queue<line> inbox(0, name);
    room.members.emplace_back(name, &inbox);
    co_await room.messages.put(line("server", name + " joined"));
    const aio::task<> reading = aio::create_task(reader(world, name, inbox));
    for (int i = 1; i <= count; ++i) {
        co_await aio::sleep(world.random().uniform(0.3, 0.9));
        co_await room.messages.put(line(name, fmt::format("message {}", i)));
    }
    co_await aio::sleep(0.1);
    std::erase_if(room.members, [&](const auto& member) { return member.first == name; });
    co_await room.messages.put(line("server", name + " left"));
    reading.cancel();
    co_await aio::gather_settled(reading);
}

aio::coro<> main(sim::world& world) {
    chat_room room;
    const aio::task<> hub = aio::create_task(broadcaster(world, room));
    co_await aio::gather(user(world, room, "alice", 0, 3), user(world, room, "bob", 0.5, 2), user(world, room, "carol", 1, 2));
    co_await room.messages.join();
    hub.cancel();
    try {
        co_await hub;
    } catch (const aio::cancelled_error&) {
        world.print("room closed");
    }
}

}  // namespace

extern const sim::scenario chat_room_of_three{
    .name = "chat-room", .group = "chat", .title = "A room with an inbox for each",
    .lesson = "A queue for each reader lets one task hand a line to all of them without waiting for any.",
    .look = "Each user has a second lane, its reader, that sleeps in get() until the hub puts a line into its inbox. Follow the "
            "arrows of one line: user to hub to readers. When bob leaves at 1.348 s his reader is cancelled and says what it read.",
    .document = "000", .section = "Multi-User Chat Room", .aliases = {{"000_11", {}}},
    .source = "scenarios/chat/chat_room.cpp", .program = main};

}  // namespace scenarios
