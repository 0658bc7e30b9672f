#include "sim/world.hpp"

#include <cmath>
#include <stdexcept>

#include "runtime/core/event_loop.hpp"

namespace sim {
namespace {

// Null outside a run: frames that are destroyed with a run may still print, and nobody listens.
aio::observer* watcher() {
    const aio::event_loop* loop = aio::event_loop::running();
    return loop == nullptr ? nullptr : loop->watcher();
}

}  // namespace

world::world(const scenario& what, const run_spec& spec)
    : scenario_(what), spec_(spec), program_(rng::stream("program", spec.seed)) {}

void world::print_line(std::string_view text) {
    aio::log(text);
}

rng& world::stream(std::string_view name) {
    if (name == "program") {
        return program_;
    }
    const auto known = streams_.find(name);
    if (known != streams_.end()) {
        return known->second;
    }
    return streams_.emplace(std::string(name), rng::stream(name, spec_.seed)).first->second;
}

const parameter_value& world::value(std::string_view name, parameter_type type) const {
    const parameter* declared = find_parameter(scenario_, name);
    if (declared == nullptr || declared->type != type) {
        throw std::logic_error(fmt::format("{} declares no such parameter of this type: {}", scenario_.name, name));
    }
    for (const auto& [given, value] : spec_.parameters) {
        if (given == name) {
            return value;
        }
    }
    return declared->standard;
}

std::int64_t world::integer(std::string_view name) const {
    return std::get<std::int64_t>(value(name, parameter_type::integer));
}

double world::number(std::string_view name) const { return std::get<double>(value(name, parameter_type::number)); }

aio::duration world::duration(std::string_view name) const {
    return aio::seconds(std::get<double>(value(name, parameter_type::duration)));
}

bool world::flag(std::string_view name) const { return std::get<bool>(value(name, parameter_type::flag)); }

const std::string& world::choice(std::string_view name) const {
    return std::get<std::string>(value(name, parameter_type::choice));
}

double world::time() const { return aio::to_seconds(aio::monotonic().time_since_epoch()); }

void world::progress(std::string_view name, std::int64_t done, std::int64_t total) {
    aio::observer* o = watcher();
    if (o == nullptr) {
        return;
    }
    auto known = progress_ids_.find(name);
    if (known == progress_ids_.end()) {
        const aio::object_id id = aio::get_running_loop().new_object_id();
        known = progress_ids_.emplace(std::string(name), id).first;
        o->object_created(id, aio::object_kind::progress, name, total);
    }
    o->object_changed(known->second, aio::object_op::advance, done, total);
}

void world::gauge(std::string_view name, std::int64_t level) {
    aio::observer* o = watcher();
    if (o == nullptr) {
        return;
    }
    auto known = gauge_ids_.find(name);
    if (known == gauge_ids_.end()) {
        const aio::object_id id = aio::get_running_loop().new_object_id();
        known = gauge_ids_.emplace(std::string(name), id).first;
        o->object_created(id, aio::object_kind::gauge, name, 0);
    }
    o->object_changed(known->second, aio::object_op::level, level, 0);
}

}  // namespace sim
