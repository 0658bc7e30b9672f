#pragma once
// An HTTP server: requests wait in the accept queue until one of a fixed number of workers takes them.

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/core/task.hpp"
#include "sim/net/host.hpp"
#include "sim/net/network.hpp"

namespace sim::net {

class http_server {
public:
    // Throws value_error when the network has a host of that name. Serves once start() was called.
    http_server(network&, std::string host, server_options = {});

    // "/users" or, for all paths below, "/page/*". The first that fits answers; none: 404.
    void route(std::string path, handler);
    void start();           // makes the workers: tasks "HOST worker N"
    aio::coro<> close();    // cancels them and waits until they have ended

    std::int64_t served() const { return host_.served; }    // answers of workers
    std::int64_t refused() const { return host_.refused; }  // 429 and 503, given without a worker

    // A request has arrived. Called by the network.
    static void arrived(network_state&, host&, std::shared_ptr<connection>, http_request);

private:
    std::shared_ptr<network_state> net_;
    host& host_;
    std::vector<aio::task<>> workers_;
};

}  // namespace sim::net
