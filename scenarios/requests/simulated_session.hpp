#pragma once
// The session of simulated_session.cpp: requests that take time, and how many of them are open.

#include <optional>

#include "runtime/aio.hpp"
#include "sim/world.hpp"

namespace scenarios::sessions {

using length = std::optional<std::size_t>;

struct client {
    sim::world& world;
    std::vector<std::string> urls{};
    int open = 0;
};

// `async with session.get(url)`: open while it lives.
class open_request {
public:
    explicit open_request(client& session) : session_(session) { ++session_.open; }
    open_request(const open_request&) = delete;
    open_request& operator=(const open_request&) = delete;
    ~open_request() { --session_.open; }

private:
    client& session_;
};

inline aio::coro<std::string> text(const std::string& url) {
    co_await aio::sleep(0.05);
    co_return "<html>" + url + "</html>";
}

inline aio::coro<length> fetch(client& session, const std::string& url) {
    const open_request request(session);
    co_await aio::sleep(0.1 + static_cast<double>(url.size() % 5) * 0.1);
    if (url.ends_with("missing")) {
        session.world.print("{} -> 404", url);
        co_return std::nullopt;
    }
    const std::string body = co_await text(url);
    session.world.print("{} -> {} (open {})", url, body.size(), session.open);
    co_return body.size();
}

}  // namespace scenarios::sessions
