#include "sim/net/client_response.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "runtime/wait/wait_for.hpp"
#include "sim/net/errors.hpp"

namespace sim::net {
namespace {

// "application/json", also with parameters: "application/json; charset=utf-8".
bool is_json(std::string_view type) { return type.substr(0, type.find(';')) == "application/json"; }

}  // namespace

client_response::client_response(lease l, client_timeout t, aio::time_point started, std::string url)
    : lease_(std::move(l)), timeout_(t), started_(started), url_(std::move(url)) {}

void client_response::raise_for_status() const {
    if (!ok()) throw client_response_error(head_.status, std::string(reason(head_.status)), url_);
}

std::optional<aio::duration> client_response::time_left() const {
    if (!timeout_.total) return std::nullopt;
    const aio::duration gone = aio::get_running_loop().time() - started_;
    return std::max(*timeout_.total - gone, aio::duration{0});
}

aio::coro<piece> client_response::next() {
    piece arrived;
    try {
        arrived = co_await aio::wait_for(lease_.line()->inbox.get(), timeout_.read);
    } catch (const aio::timeout_error&) {
        throw server_timeout_error("Timeout on reading data from socket");
    }
    if (arrived.last) {
        complete_ = true;
        lease_.answer_complete();
        lease_.give_back();
    }
    co_return arrived;
}

aio::coro<> client_response::read_head() {
    piece first = co_await next();
    if (!first.head) throw server_disconnected_error();
    head_ = std::move(*first.head);
    unread_ = first.bytes;
}

aio::coro<std::int64_t> client_response::read_chunk() {
    if (unread_ > 0) co_return std::exchange(unread_, 0);
    if (complete_) co_return 0;
    piece arrived = co_await aio::wait_for(next(), time_left());
    if (arrived.reset) throw client_payload_error();
    co_return arrived.bytes;
}

aio::coro<std::string> client_response::text() {
    std::int64_t bytes = 0;
    do {
        bytes = co_await read_chunk();
    } while (bytes > 0);
    co_return head_.body;
}

aio::coro<nlohmann::ordered_json> client_response::json() {
    const std::string body = co_await text();
    const std::string* type = header("Content-Type");
    if (type == nullptr || !is_json(*type)) throw content_type_error(status(), type == nullptr ? "" : *type, url_);
    try {
        co_return nlohmann::ordered_json::parse(body);
    } catch (const nlohmann::json::exception& wrong) {
        throw json_decode_error(wrong.what());
    }
}

}  // namespace sim::net
