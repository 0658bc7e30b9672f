#pragma once
// What goes wrong with requests, under the names aiohttp gives it.

#include <fmt/core.h>

#include <string>
#include <string_view>

#include "runtime/core/errors.hpp"

namespace sim::net {

// aiohttp.ClientError: the base of all of them.
struct client_error : aio::error {
    using aio::error::error;
};

// ClientResponseError: raise_for_status() of a status of 400 and more.
struct client_response_error : client_error {
    int status;
    client_response_error(int code, std::string_view message, const std::string& url)
        : client_response_error("ClientResponseError", code, message, url) {}

protected:
    client_response_error(const char* type_name, int code, std::string_view message, const std::string& url)
        : client_error(type_name, fmt::format("{}, message='{}', url='{}'", code, message, url)), status(code) {}
};

// ContentTypeError: json() of an answer that does not say it is JSON.
struct content_type_error : client_response_error {
    content_type_error(int code, std::string_view type, const std::string& url)
        : client_response_error("ContentTypeError", code,
                                fmt::format("Attempt to decode JSON with unexpected mimetype: {}", type), url) {}
};

// json.JSONDecodeError: json() of a body that is not JSON. The words are the parser's.
struct json_decode_error : aio::error {
    explicit json_decode_error(std::string message) : aio::error("JSONDecodeError", std::move(message)) {}
};

// ClientPayloadError: the connection broke before the whole body was there.
struct client_payload_error : client_error {
    client_payload_error() : client_error("ClientPayloadError", "Response payload is not completed") {}
};

struct client_connection_error : client_error {
    using client_error::client_error;
};

// ClientConnectorError: no such host.
struct client_connector_error : client_connection_error {
    explicit client_connector_error(const std::string& host)
        : client_connection_error("ClientConnectorError",
                                  fmt::format("Cannot connect to host {}:80 [Name or service not known]", host)) {}
};

// ServerDisconnectedError: the connection broke before the answer began.
struct server_disconnected_error : client_connection_error {
    server_disconnected_error() : client_connection_error("ServerDisconnectedError", "Server disconnected") {}
};

// ServerTimeoutError: the timeouts `connect` and `read`. The total one is an aio::timeout_error. (aiohttp derives
// this from TimeoutError as well.)
struct server_timeout_error : client_connection_error {
    explicit server_timeout_error(std::string message)
        : client_connection_error("ServerTimeoutError", std::move(message)) {}
};

// InvalidURL
struct invalid_url : client_error {
    explicit invalid_url(std::string url) : client_error("InvalidURL", std::move(url)) {}
};

}  // namespace sim::net
