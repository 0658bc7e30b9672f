#pragma once
// aiohttp.ClientSession.

#include <memory>
#include <string>

#include "sim/net/client_response.hpp"
#include "sim/net/connection_pool.hpp"
#include "sim/net/network.hpp"

namespace sim::net {

struct session_options {
    pool_options pool = {};
    client_timeout timeout = {};
};

class client_session {
public:
    explicit client_session(network& net, session_options options = {});

    // The response once its head is there. The session must live until then; a response may outlive it.
    // Throws client_connector_error, server_disconnected_error, server_timeout_error, aio::timeout_error, invalid_url,
    // and runtime_error after close().
    aio::coro<client_response> get(std::string url);
    aio::coro<client_response> get(std::string url, client_timeout timeout);
    aio::coro<> close();  // the idle connections; as in aiohttp, it gives the loop one turn

private:
    std::shared_ptr<connection_pool> pool_;
    std::shared_ptr<network_state> net_;
    client_timeout timeout_;
    bool closed_ = false;

    aio::coro<lease> connect(host& to, const std::string& url, client_timeout timeout);
    aio::coro<client_response> request(std::string url, client_timeout timeout);
};

}  // namespace sim::net
