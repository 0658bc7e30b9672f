#pragma once
// aiohttp.ClientResponse: the head is there, the body may still be under way.

#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "runtime/core/coro.hpp"
#include "sim/net/connection_pool.hpp"
#include "sim/net/message.hpp"

namespace sim::net {

// aiohttp.ClientTimeout; none: no limit.
struct client_timeout {
    std::optional<aio::duration> total = std::chrono::minutes(5);  // from get() to the end of the body: aio::timeout_error
    std::optional<aio::duration> connect = {};  // until there is a connection, also one of others: server_timeout_error
    std::optional<aio::duration> read = {};     // between two pieces of an answer: server_timeout_error
};

// Move-only. Dropping one before its body was read closes the connection, as it does a download that is cancelled.
class client_response {
public:
    client_response(lease, client_timeout, aio::time_point started, std::string url);
    client_response(client_response&&) = default;

    int status() const { return head_.status; }
    const std::string& url() const { return url_; }
    const std::string* header(std::string_view name) const { return head_.field(name); }  // null: not there
    std::int64_t content_length() const { return head_.bytes; }
    bool ok() const { return head_.status < 400; }
    void raise_for_status() const;  // throws client_response_error for 400 and more

    // The number of bytes of the body that came next; 0: that was all. Throws client_payload_error when the connection
    // breaks.
    aio::coro<std::int64_t> read_chunk();
    aio::coro<std::string> text();  // the whole body
    // The whole body, read as JSON (include <nlohmann/json.hpp>). Throws content_type_error when the header Content-Type
    // is not application/json, json_decode_error when the body is no JSON.
    aio::coro<nlohmann::ordered_json> json();
    aio::coro<> read_head();        // what get() does

private:
    lease lease_;
    client_timeout timeout_;
    aio::time_point started_;
    std::string url_;
    http_response head_;
    std::int64_t unread_ = 0;  // arrived with the head
    bool complete_ = false;

    aio::coro<piece> next();
    std::optional<aio::duration> time_left() const;  // of the total
};

}  // namespace sim::net
