// Messages from one to another, and connections that close when nothing came in for a while.

#include <map>

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

using message = std::pair<std::string, std::string>;          // from whom, and what
using hub = std::map<std::string, aio::queue<message>>;  // the inbox of everybody who is connected

aio::coro<> send(sim::world& world, hub& inboxes, std::string sender, std::string to, std::string text) {
    const auto inbox = inboxes.find(to);
    if (inbox == inboxes.end()) co_return world.print("{} -> {}: not connected", sender, to);
    co_await inbox->second.put(message(sender, text));
    world.print("{} -> {}: {}", sender, to, text);
}

aio::coro<int> connection(sim::world& world, hub& inboxes, std::string name) {
    const aio::duration timeout = world.duration(name);
    aio::queue<message>& inbox = inboxes.try_emplace(name, 0, name).first->second;
    world.print("{} connected (timeout {:.1f}s)", name, aio::to_seconds(timeout));
    for (int received = 0;; ++received) {
        try {
            const auto [from, text] = co_await aio::wait_for(inbox.get(), timeout);
            world.print("{} received from {}: {}", name, from, text);
        } catch (const aio::timeout_error&) {
            world.print("{} disconnected: inactive for {:.1f}s", name, aio::to_seconds(timeout));
            inboxes.erase(name);
            co_return received;
        }
    }
}

aio::coro<> script(sim::world& world, hub& inboxes) {
    co_await aio::sleep(0.5);
    co_await send(world, inboxes, "alice", "bob", "hi bob");
    co_await aio::sleep(1.0);
    co_await send(world, inboxes, "bob", "alice", "hello alice");
    co_await aio::sleep(1.0);
    co_await send(world, inboxes, "alice", "carol", "are you there?");
    co_await aio::sleep(2.0);
    co_await send(world, inboxes, "carol", "bob", "anyone?");
    co_await aio::sleep(1.0);
    co_await send(world, inboxes, "alice", "bob", "bye");
}

aio::coro<> main(sim::world& world) {
    hub inboxes;
    const auto [alice, bob, carol, none] =
        co_await aio::gather(connection(world, inboxes, "alice"), connection(world, inboxes, "bob"),
                             connection(world, inboxes, "carol"), script(world, inboxes));
    world.print("messages received: [{}, {}, {}]", alice, bob, carol);
}

}  // namespace

extern const sim::scenario private_messages{
    .name = "private-messages",
    .group = "chat",
    .title = "Private messages, and who falls silent",
    .lesson = "wait_for() around get() gives a connection a limit on silence; each message starts the time anew.",
    .look = "Each connection waits in get() of its own inbox under a limit. A message wakes it and a new wait begins: "
            "at 3.5 s alice's and bob's limits end in the same instant, bob's first, for it was set first. Two "
            "messages come too late.",
    .document = "000",
    .section = "Private Messaging with Timeout",
    .aliases = {{"000_12", {}}},
    .parameters = {sim::duration("alice", 2, 0.1, 60, "how long alice stays without a message"),
                   sim::duration("bob", 3, 0.1, 60, "how long bob stays without a message"),
                   sim::duration("carol", 4, 0.1, 60, "how long carol stays without a message")},
    .source = "scenarios/chat/private_messages.cpp",
    .program = main,
};

}  // namespace scenarios
