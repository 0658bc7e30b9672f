#pragma once
// The network of one run: hosts with a server each, what travels between them and the client, and the gauges people see.
// scenarios/requests/virtual_network.py is the same network on CPython's asyncio: a change here is one there.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/core/event_loop.hpp"
#include "sim/net/connection.hpp"
#include "sim/net/link.hpp"

namespace sim {
class rng;
class world;
}  // namespace sim

namespace sim::net {

struct host;

// Shared by servers, sessions and what is on its way, so that it outlives the coroutine that made it.
class network_state : public std::enable_shared_from_this<network_state> {
public:
    explicit network_state(world&);
    ~network_state();

    rng& random() { return random_; }
    host* find(std::string_view name) const;  // null: no such host
    host& add(std::unique_ptr<host>);         // throws value_error when the name is taken

    std::shared_ptr<connection> open(const std::string& host);
    void close(connection&);  // by the client: what is under way to it is lost. Harmless twice.

    // Runs `arrived` when the bytes are there; not before `earliest`.
    transit deliver(link& over, std::int64_t bytes, aio::time_point earliest, std::function<void()> arrived);
    // The gauge "busy workers".
    void work(std::int64_t change);
    // Told before it: the next wait of the task that runs is for the network, and no sleep of its own.
    static void wait_follows();

private:
    world& world_;
    rng& random_;
    std::map<std::string, std::unique_ptr<host>, std::less<>> hosts_;
    std::int64_t in_flight_ = 0;  // bytes
    std::int64_t open_ = 0;
    std::int64_t opened_ = 0;
    std::int64_t busy_ = 0;

    void fly(std::int64_t bytes);
};

// All it draws comes from the stream `network`: what happens here shifts no number the program draws. Gauges in the
// trace: "open connections", "bytes in flight", "busy workers".
class network {
public:
    explicit network(world& w) : state_(std::make_shared<network_state>(w)) {}
    const std::shared_ptr<network_state>& state() const { return state_; }

private:
    std::shared_ptr<network_state> state_;
};

}  // namespace sim::net
