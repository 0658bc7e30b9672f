#include "sim/net/connection_pool.hpp"

#include "runtime/wait/sleep.hpp"
#include "sim/net/host.hpp"

namespace sim::net {
namespace {

// TCP's handshake: the line there and back.
aio::coro<std::shared_ptr<connection>> connect(network_state& net, host& to) {
    const aio::duration there = to.up.delay(net.random());
    const aio::duration back = to.down.delay(net.random());
    net.wait_follows();
    co_await aio::sleep(there + back);
    co_return net.open(to.name);
}

}  // namespace

lease::lease(std::shared_ptr<connection_pool> pool, std::shared_ptr<connection> line,
             std::optional<aio::semaphore_guard> of_host, std::optional<aio::semaphore_guard> of_all)
    : pool_(std::move(pool)), line_(std::move(line)), host_slot_(std::move(of_host)), slot_(std::move(of_all)) {}

void lease::give_back() {
    if (line_ == nullptr) return;
    pool_->put_back(std::move(line_), reusable_);
    slot_.reset();
    host_slot_.reset();
}

connection_pool::connection_pool(std::shared_ptr<network_state> net, pool_options options)
    : net_(std::move(net)), options_(options) {
    if (options_.limit > 0) slots_.emplace(options_.limit, "connections");
}

aio::semaphore& connection_pool::slots_of(const host& to) {
    const auto known = host_slots_.find(to.name);
    if (known != host_slots_.end()) return known->second;
    return host_slots_.try_emplace(to.name, options_.limit_per_host, "connections to " + to.name).first->second;
}

std::shared_ptr<connection> connection_pool::take_idle(const host& to) {
    auto& idle = idle_[to.name];
    const aio::time_point now = aio::get_running_loop().time();
    while (!idle.empty()) {  // the one used last first, as aiohttp
        std::shared_ptr<connection> line = std::move(idle.back());
        idle.pop_back();
        if (now - line->idle_since <= options_.keep_for) return line;
        net_->close(*line);
    }
    return nullptr;
}

aio::coro<lease> connection_pool::acquire(host& to) {
    std::optional<aio::semaphore_guard> host_slot;
    std::optional<aio::semaphore_guard> slot;
    if (options_.limit_per_host > 0) {
        auto guard = co_await slots_of(to).scoped();
        host_slot.emplace(std::move(guard));
    }
    if (slots_) {
        auto guard = co_await slots_->scoped();
        slot.emplace(std::move(guard));
    }
    std::shared_ptr<connection> line = take_idle(to);
    if (line == nullptr) line = co_await connect(*net_, to);
    co_return lease(shared_from_this(), std::move(line), std::move(host_slot), std::move(slot));
}

void connection_pool::put_back(std::shared_ptr<connection> line, bool reusable) {
    aio::event_loop* loop = aio::event_loop::running();
    if (!reusable || closed_ || !options_.keep_alive || !line->open || loop == nullptr) {
        net_->close(*line);
        return;
    }
    line->idle_since = loop->time();
    idle_[line->host].push_back(std::move(line));
}

void connection_pool::close() {
    closed_ = true;
    for (auto& [name, lines] : idle_) {
        for (const auto& line : lines) net_->close(*line);
    }
    idle_.clear();
}

}  // namespace sim::net
