// Many users in rooms: a room passes every message on to all its members through a queue for each.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

struct member {
    aio::queue<std::int64_t> inbox;
    std::int64_t read = 0;
};

struct room {
    std::vector<std::unique_ptr<member>> members;

    void say(std::int64_t message) {
        for (const auto& m : members) m->inbox.put_nowait(message);
    }
};

aio::coro<> reader(member& me, std::int64_t expected) {
    while (me.read < expected) {
        co_await me.inbox.get();
        ++me.read;
    }
}

aio::coro<> user(sim::world& world, room& in, member& me, std::int64_t messages, std::int64_t expected) {
    const aio::task<> reading = aio::create_task(reader(me, expected));
    for (std::int64_t i = 0; i < messages; ++i) {
        co_await aio::sleep(world.random().uniform(0.5, 5));
        in.say(i);
    }
    co_await reading;
}

aio::coro<> main(sim::world& world) {
    const std::int64_t users = world.integer("users");
    const std::int64_t messages = world.integer("messages");
    std::vector<room> rooms(static_cast<std::size_t>(world.integer("rooms")));
    for (std::int64_t i = 0; i < users; ++i) rooms[static_cast<std::size_t>(i) % rooms.size()].members.push_back(std::make_unique<member>());
    std::vector<aio::coro<>> all;
    for (room& r : rooms) {
        const auto expected = static_cast<std::int64_t>(r.members.size()) * messages;
        for (const auto& m : r.members) all.push_back(user(world, r, *m, messages, expected));
    }
    co_await aio::gather(std::move(all));
    std::int64_t read = 0;
    for (const room& r : rooms) {
        for (const auto& m : r.members) read += m->read;
    }
    world.print("{} users in {} rooms read {} messages in {:.2f}s", users, rooms.size(), read, world.time());
}

}  // namespace

extern const sim::scenario chat_load{
    .name = "chat-load",
    .group = "chat",
    .title = "A chat under load",
    .lesson = "A message to a room of n people is n messages: the work grows with the square of a room's size.",
    .look = "Each user has a lane for what it says and one for what it reads. A message wakes every reader of the room in "
            "the same moment. Halve the number of rooms: the last line counts twice as many messages.",
    .parameters = {sim::size("users", 12, 1, 10'000, "how many there are"),
                   sim::integer("rooms", 3, 1, 100, "they are spread over"),
                   sim::integer("messages", 3, 0, 20, "each of them sends")},
    .source = "scenarios/chat/chat_load.cpp",
    .program = main,
};

}  // namespace scenarios
