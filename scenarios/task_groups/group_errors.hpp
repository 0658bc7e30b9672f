#pragma once
// Tasks that end well or badly, for group_errors.cpp.

#include <fmt/ranges.h>

#include "runtime/aio.hpp"
#include "sim/world.hpp"

namespace scenarios::failing {

inline aio::coro<> fetch_data(sim::world& world, std::string name, double delay, const char* fails_with = nullptr) {
    try {
        co_await aio::sleep(delay);
        if (fails_with != nullptr) throw aio::error(fails_with, name + " failed");
        world.print("{} ok", name);
    } catch (const aio::cancelled_error&) {
        world.print("{} cancelled", name);
        throw;
    }
}

// Fails while it is being cancelled, as a cleanup may.
inline aio::coro<> stubborn() {
    try {
        co_await aio::sleep(5.0);
    } catch (const aio::cancelled_error&) {
        throw aio::error("OSError", "cleanup failed");
    }
}

// except* TYPE: the messages of the errors of that type.
inline std::string messages(const aio::exception_group& group, std::string_view type) {
    std::vector<std::string> found;
    group.for_each<aio::error>([&](const aio::error& e) {
        if (e.type_name() == type) found.push_back("'" + std::string(e.what()) + "'");
    });
    return fmt::format("[{}]", fmt::join(found, ", "));
}

inline std::string types(const aio::exception_group& group) {
    std::vector<std::string> found;
    group.for_each<aio::error>([&](const aio::error& e) { found.push_back("'" + std::string(e.type_name()) + "'"); });
    return fmt::format("[{}]", fmt::join(found, ", "));
}

}  // namespace scenarios::failing
