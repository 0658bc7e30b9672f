#include "sim/net/message.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sim/net/errors.hpp"

namespace sim::net {

std::string_view reason(int status) {
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 204: return "No Content";
        case 400: return "Bad Request";
        case 404: return "Not Found";
        case 408: return "Request Timeout";
        case 429: return "Too Many Requests";
        case 500: return "Internal Server Error";
        case 502: return "Bad Gateway";
        case 503: return "Service Unavailable";
        default: return "";
    }
}

http_request::http_request(const std::string& url) {
    constexpr std::string_view scheme = "http://";
    if (!std::string_view(url).starts_with(scheme)) throw invalid_url(url);
    const std::size_t slash = std::min(url.find('/', scheme.size()), url.size());
    host = url.substr(scheme.size(), slash - scheme.size());
    path = slash == url.size() ? "/" : url.substr(slash);
    if (host.empty()) throw invalid_url(url);
}

http_response::http_response(int code, std::string text, std::int64_t size)
    : status(code), body(std::move(text)), bytes(std::max(size, static_cast<std::int64_t>(body.size()))) {}

http_response http_response::reset(std::int64_t after) {
    http_response broken(200, {}, after);
    broken.breaks_after = after;
    return broken;
}

http_response http_response::json(const nlohmann::ordered_json& value, int code) {
    http_response made(code, value.dump());
    made.set("Content-Type", "application/json; charset=utf-8");
    return made;
}

const std::string* http_response::field(std::string_view name) const {
    for (const auto& [known, value] : fields) {
        if (known == name) return &value;
    }
    return nullptr;
}

}  // namespace sim::net
