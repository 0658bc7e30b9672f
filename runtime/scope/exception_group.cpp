#include "runtime/scope/exception_group.hpp"

namespace aio::detail {

namespace {

maybe_group group_of(const exception_group& like, std::vector<std::exception_ptr> errors) {
    if (errors.empty()) return std::nullopt;
    return exception_group(like.message(), std::move(errors));
}

maybe_group nested(const std::exception_ptr& e) {
    try {
        std::rethrow_exception(e);
    } catch (const exception_group& g) {
        return g;
    } catch (...) {
        return std::nullopt;
    }
}

}  // namespace

group_parts split_group(const exception_group& group, const std::function<bool(const std::exception_ptr&)>& matches) {
    std::vector<std::exception_ptr> matched;
    std::vector<std::exception_ptr> rest;
    for (const std::exception_ptr& e : group.exceptions()) {
        if (const maybe_group inner = nested(e); inner) {
            const group_parts parts = split_group(*inner, matches);
            if (parts.matched) matched.push_back(std::make_exception_ptr(*parts.matched));
            if (parts.rest) rest.push_back(std::make_exception_ptr(*parts.rest));
        } else {
            (matches(e) ? matched : rest).push_back(e);
        }
    }
    return {group_of(group, std::move(matched)), group_of(group, std::move(rest))};
}

}  // namespace aio::detail
