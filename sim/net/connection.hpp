#pragma once
// One TCP connection as both ends see it.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "runtime/core/clock.hpp"
#include "runtime/sync/queue.hpp"
#include "sim/net/message.hpp"

namespace sim::net {

// What arrives at the client at once: the head comes with the first piece of the body.
struct piece {
    std::optional<http_response> head;
    std::int64_t bytes = 0;  // of the body
    bool last = false;       // the answer is complete
    bool reset = false;      // the connection is broken

    piece() = default;
};

struct connection {
    std::string host;
    aio::queue<piece> inbox;  // what has arrived and was not read yet
    aio::time_point last_arrival{};  // at the client: pieces do not overtake each other
    aio::time_point idle_since{};
    bool open = true;

    connection(std::string to, std::int64_t number)
        : host(std::move(to)), inbox(0, host + "#" + std::to_string(number)) {}
};

}  // namespace sim::net
