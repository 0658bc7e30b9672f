#include "sim/net/http_server.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "runtime/wait/sleep.hpp"

namespace sim::net {
namespace {

const handler* find(const host& h, std::string_view path) {
    for (const auto& [pattern, answer] : h.routes) {
        const bool below = pattern.ends_with("*");
        if (below ? path.starts_with(std::string_view(pattern).substr(0, pattern.size() - 1)) : path == pattern) return &answer;
    }
    return nullptr;
}

aio::coro<http_response> answer(const host& h, const http_request& request) {
    const handler* found = find(h, request.path);
    if (found == nullptr) co_return http_response(404);
    try {
        http_response made = co_await (*found)(request);
        co_return made;
    } catch (const std::exception&) {
        co_return http_response(500);
    }
}

// One piece on its way to the client, who may have closed the connection meanwhile.
transit send_piece(network_state& net, host& h, const std::shared_ptr<connection>& to, piece what) {
    constexpr std::int64_t head_bytes = 200;
    const std::int64_t bytes = what.bytes + (what.head ? head_bytes : 0);
    const transit way = net.deliver(h.down, bytes, to->last_arrival, [to, what = std::move(what)] {
        if (to->open) to->inbox.put_nowait(what);
    });
    to->last_arrival = way.arrives;
    return way;
}

// The rest of the answer goes piece by piece, each when the last has left: so answers share the line.
aio::coro<> send(network_state& net, host& h, std::shared_ptr<connection> to, http_response what) {
    const std::int64_t size = what.breaks_after >= 0 ? std::min(what.breaks_after, what.bytes) : what.bytes;
    const bool breaks = what.breaks_after >= 0;
    std::int64_t sent = 0;
    piece next;
    if (!breaks || size > 0) next.head = std::move(what);
    for (;;) {
        next.bytes = std::min(h.options.piece, size - sent);
        sent += next.bytes;
        next.last = sent == size && !breaks;
        next.reset = sent == size && breaks && !next.head;  // the head is read before the connection breaks
        const bool done = next.last || next.reset;
        const transit way = send_piece(net, h, to, std::move(next));
        const aio::duration left = way.left - aio::get_running_loop().time();
        if (left.count() > 0) {
            net.wait_follows();
            co_await aio::sleep(left);
        }
        if (done || !to->open) co_return;
        next = piece();
    }
}

// Counted in the gauge, however the work ends.
class busy {
public:
    explicit busy(network_state& net) : net_(net) { net_.work(1); }
    busy(const busy&) = delete;
    busy& operator=(const busy&) = delete;
    ~busy() { net_.work(-1); }

private:
    network_state& net_;
};

aio::coro<> serve(std::shared_ptr<network_state> net, host& h) {
    for (;;) {
        const pending next = co_await h.accepted.get();
        const busy now(*net);
        http_response made = co_await answer(h, next.request);
        co_await send(*net, h, next.line, made);
        ++h.served;
    }
}

// Whole seconds until one of the requests of the last second is forgotten; 0: this one is within the rate.
std::int64_t retry_after(host& h, aio::time_point now) {
    constexpr auto second = std::chrono::seconds(1);
    if (h.options.rate <= 0) return 0;
    while (!h.recent.empty() && h.recent.front() + second <= now) h.recent.pop_front();
    if (static_cast<std::int64_t>(h.recent.size()) < h.options.rate) {
        h.recent.push_back(now);
        return 0;
    }
    return std::chrono::ceil<std::chrono::seconds>(h.recent.front() + second - now).count();
}

void refuse(network_state& net, host& h, const std::shared_ptr<connection>& to, http_response with) {
    ++h.refused;
    piece whole;
    whole.head = std::move(with);
    whole.last = true;
    send_piece(net, h, to, std::move(whole));
}

}  // namespace

http_server::http_server(network& net, std::string host_name, server_options options)
    : net_(net.state()), host_(net_->add(std::make_unique<host>(std::move(host_name), options))) {}

void http_server::route(std::string path, handler answer) { host_.routes.emplace_back(std::move(path), std::move(answer)); }

void http_server::start() {
    for (std::int64_t i = 1; i <= host_.options.workers; ++i) {
        workers_.push_back(aio::create_task(serve(net_, host_), fmt::format("{} worker {}", host_.name, i)));
    }
}

aio::coro<> http_server::close() {
    for (const aio::task<>& worker : workers_) worker.cancel();
    for (const aio::task<>& worker : workers_) {
        try {
            co_await worker;
        } catch (const aio::cancelled_error&) {
            if (!worker.cancelled()) throw;  // the one who closes was cancelled, not the worker
        }
    }
    workers_.clear();
}

void http_server::arrived(network_state& net, host& h, std::shared_ptr<connection> from, http_request request) {
    const std::int64_t wait = retry_after(h, aio::get_running_loop().time());
    if (wait > 0) {
        http_response no(429);
        no.set("Retry-After", std::to_string(wait));
        refuse(net, h, from, std::move(no));
    } else if (h.accepted.full()) {
        refuse(net, h, from, http_response(503));
    } else {
        h.accepted.put_nowait(pending(std::move(from), std::move(request)));
    }
}

}  // namespace sim::net
