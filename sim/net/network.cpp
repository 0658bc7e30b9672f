#include "sim/net/network.hpp"

#include <algorithm>

#include "sim/net/host.hpp"
#include "sim/recorder.hpp"
#include "sim/world.hpp"

namespace sim::net {

namespace {

// Null where nobody records.
recorder* watcher() {
    const aio::event_loop* loop = aio::event_loop::running();
    return loop == nullptr ? nullptr : dynamic_cast<recorder*>(loop->watcher());
}

}  // namespace

network_state::network_state(world& w) : world_(w), random_(w.stream("network")) {}
network_state::~network_state() = default;

host* network_state::find(std::string_view name) const {
    const auto known = hosts_.find(name);
    return known == hosts_.end() ? nullptr : known->second.get();
}

host& network_state::add(std::unique_ptr<host> made) {
    const auto [at, fresh] = hosts_.try_emplace(made->name, nullptr);
    if (!fresh) throw aio::value_error(fmt::format("network: there is a host {} already", made->name));
    at->second = std::move(made);
    return *at->second;
}

std::shared_ptr<connection> network_state::open(const std::string& to) {
    world_.gauge("open connections", ++open_);
    if (recorder* r = watcher()) r->connection_follows();
    return std::make_shared<connection>(to, ++opened_);
}

void network_state::close(connection& c) {
    if (!c.open) return;
    c.open = false;
    world_.gauge("open connections", --open_);
}

void network_state::fly(std::int64_t bytes) {
    in_flight_ += bytes;
    world_.gauge("bytes in flight", in_flight_);
}

void network_state::work(std::int64_t change) {
    busy_ += change;
    world_.gauge("busy workers", busy_);
}

void network_state::wait_follows() {
    if (recorder* r = watcher()) r->io_follows();
}

transit network_state::deliver(link& over, std::int64_t bytes, aio::time_point earliest, std::function<void()> arrived) {
    aio::event_loop& loop = aio::get_running_loop();
    transit way = over.send(bytes, loop.time(), random_);
    way.arrives = std::max(way.arrives, earliest);
    fly(bytes);
    loop.call_at(way.arrives, [self = shared_from_this(), bytes, arrived = std::move(arrived)] {
        self->fly(-bytes);
        arrived();
    });
    return way;
}

}  // namespace sim::net
