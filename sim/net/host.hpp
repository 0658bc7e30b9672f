#pragma once
// The server's side of a host: its routes, its workers' queue, its line.

#include <deque>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/core/coro.hpp"
#include "sim/net/connection.hpp"
#include "sim/net/link.hpp"

namespace sim::net {

// Answers one request. The request lives until the answer is there. An exception is answered with status 500.
using handler = std::function<aio::coro<http_response>(const http_request&)>;

struct server_options {
    std::int64_t workers = 8;     // requests in work at once, at least 1
    std::size_t backlog = 128;    // requests that wait for a worker; one more is answered 503
    std::int64_t rate = 0;        // requests in any second; one more is answered 429 with Retry-After. 0: no limit
    std::int64_t piece = 16384;   // bytes of a body that are sent at a time
    link_options line = {};       // both directions
};

// A request that waits for a worker.
struct pending {
    std::shared_ptr<connection> line;
    http_request request;
    pending(std::shared_ptr<connection> c, http_request r) : line(std::move(c)), request(std::move(r)) {}
};

struct host {
    std::string name;
    server_options options;
    link up;    // to the server
    link down;  // to the client
    aio::queue<pending> accepted;
    std::vector<std::pair<std::string, handler>> routes;
    std::deque<aio::time_point> recent;  // requests of the last second
    std::int64_t served = 0;
    std::int64_t refused = 0;  // answered 429 or 503 without a worker

    host(std::string host_name, server_options o)
        : name(std::move(host_name)), options(o), up(o.line), down(o.line), accepted(o.backlog, name + " accept queue") {}
};

}  // namespace sim::net
