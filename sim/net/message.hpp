#pragma once
// HTTP's messages.

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sim::net {

using headers = std::vector<std::pair<std::string, std::string>>;  // in the order in which they were added

std::string_view reason(int status);  // "Not Found"

struct http_request {
    std::string host;
    std::string path;  // "/page/7"
    std::int64_t bytes = 200;  // what it weighs on the line

    http_request() = default;
    // "http://host/path". Throws invalid_url.
    explicit http_request(const std::string& url);
};

struct http_response {
    int status = 200;
    headers fields;
    std::string body;
    std::int64_t bytes = 0;         // of the body: at least what is written in it, more is padding
    std::int64_t breaks_after = -1;  // the connection is reset once so many bytes are sent; -1: it is not

    http_response() = default;
    explicit http_response(int code, std::string text = {}, std::int64_t size = 0);
    static http_response reset(std::int64_t after = 0);
    static http_response json(const nlohmann::ordered_json& value, int code = 200);  // aiohttp.web.json_response

    const std::string* field(std::string_view name) const;  // null: not there
    void set(std::string name, std::string value) { fields.emplace_back(std::move(name), std::move(value)); }
};

}  // namespace sim::net
