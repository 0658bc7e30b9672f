#pragma once
// `except*` for an exception_group: what is of one type is handled, the rest goes on.
//
//   auto [matched, rest] = aio::split<aio::value_error>(group);
//   if (matched) matched->for_each<aio::value_error>([&](const auto& e) { ... });
//   if (rest) throw *rest;

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "runtime/core/errors.hpp"

namespace aio {

// A group without errors does not exist: none.
using maybe_group = std::optional<exception_group>;

struct group_parts {
    maybe_group matched;
    maybe_group rest;
};

namespace detail {
// For each error that is not a group, in order; nested groups keep their shape, and lose what is empty.
group_parts split_group(const exception_group&, const std::function<bool(const std::exception_ptr&)>& matches);
}  // namespace detail

// ExceptionGroup.split(type): errors that are an E, and the others, each in groups nested as before.
template <class E>
group_parts split(const exception_group& group) {
    return detail::split_group(group, [](const std::exception_ptr& e) {
        try {
            std::rethrow_exception(e);
        } catch (const E&) {
            return true;
        } catch (...) {
            return false;
        }
    });
}

// ExceptionGroup.subgroup(type).
template <class E>
maybe_group subgroup(const exception_group& group) {
    return split<E>(group).matched;
}

}  // namespace aio
