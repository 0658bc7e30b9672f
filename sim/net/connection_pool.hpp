#pragma once
// aiohttp.TCPConnector: at most so many connections at once, in all and to each host; idle ones are used again.

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "runtime/core/coro.hpp"
#include "runtime/sync/semaphore.hpp"
#include "sim/net/network.hpp"

namespace sim::net {

struct pool_options {
    std::int64_t limit = 100;         // connections in use at once; 0: no limit
    std::int64_t limit_per_host = 0;  // 0: no limit
    bool keep_alive = true;           // false: each request makes a connection of its own
    aio::duration keep_for = std::chrono::seconds(15);  // an idle connection is not used again after that
};

class connection_pool;

// A connection in use. Its death gives it back: for others when the answer was read to its end, else it is closed.
class lease {
public:
    lease(std::shared_ptr<connection_pool>, std::shared_ptr<connection>, std::optional<aio::semaphore_guard> of_host,
          std::optional<aio::semaphore_guard> of_all);
    lease(lease&&) = default;
    lease& operator=(lease&&) = delete;
    ~lease() { give_back(); }

    const std::shared_ptr<connection>& line() const { return line_; }
    void answer_complete() { reusable_ = true; }
    void give_back();  // now. Harmless twice.

private:
    std::shared_ptr<connection_pool> pool_;
    std::shared_ptr<connection> line_;  // null: given back, or moved from
    std::optional<aio::semaphore_guard> host_slot_;
    std::optional<aio::semaphore_guard> slot_;
    bool reusable_ = false;
};

class connection_pool : public std::enable_shared_from_this<connection_pool> {
public:
    connection_pool(std::shared_ptr<network_state>, pool_options);

    // First come, first served: waits for a place at the host, then for one of all, then for a round trip when there is
    // no idle connection.
    aio::coro<lease> acquire(host& to);
    void close();  // the idle ones; those in use close when they are given back
    network_state& net() { return *net_; }

private:
    friend class lease;
    std::shared_ptr<network_state> net_;
    pool_options options_;
    std::optional<aio::semaphore> slots_;
    std::map<std::string, aio::semaphore> host_slots_;
    std::map<std::string, std::deque<std::shared_ptr<connection>>> idle_;
    bool closed_ = false;

    aio::semaphore& slots_of(const host&);
    std::shared_ptr<connection> take_idle(const host&);
    void put_back(std::shared_ptr<connection>, bool reusable);
};

}  // namespace sim::net
