#include "tests/conformance/dsl/value.hpp"

#include <algorithm>
#include <stdexcept>

namespace dsl {

namespace {

struct described {
    std::string type;
    std::string text;
};

constexpr int max_depth = 200;

described describe(const std::exception_ptr& e, int& budget, int depth = 0) {
    if (--budget < 0 || depth > max_depth) return {"ExceptionGroup", "..."};
    try {
        std::rethrow_exception(e);
    } catch (const aio::cancelled_error& c) {
        return {"CancelledError", "CancelledError(" + c.message() + ")"};
    } catch (const numbered_error& n) {
        return {n.name(), n.name() + "(" + n.what() + ")"};
    } catch (const aio::exception_group& g) {
        std::string text = "ExceptionGroup[";
        for (const std::exception_ptr& one : g.exceptions()) {
            if (&one != &g.exceptions().front()) text += ", ";
            text += describe(one, budget, depth + 1).text;
        }
        return {"ExceptionGroup", text + "]"};
    } catch (const aio::error& known) {
        return {known.type_name(), std::string(known.type_name()) + "()"};
    } catch (const std::exception& other) {
        return {"?", std::string("?") + other.what()};
    }
}

described describe(const std::exception_ptr& e) {
    int budget = 10'000;
    return describe(e, budget);
}

}  // namespace

value value::of(const nlohmann::json& j) {
    if (j.is_boolean()) return value(j.get<bool>());
    if (j.is_number_integer()) return value(j.get<std::int64_t>());
    if (j.is_string()) return value(j.get<std::string>());
    return {};
}

value::value(list l) : held_(std::move(l)) {
    for (const value& v : std::get<list>(held_)) {
        size_ += v.size_;
        depth_ = std::max(depth_, v.depth_ + 1);
    }
}

std::string value::text() const {
    if (const auto* b = std::get_if<bool>(&held_)) return dsl::text(*b);
    if (const auto* i = std::get_if<std::int64_t>(&held_)) return std::to_string(*i);
    if (const auto* s = std::get_if<std::string>(&held_)) return nlohmann::json(*s).dump();
    if (const auto* e = std::get_if<std::exception_ptr>(&held_)) return "!" + exception_text(*e);
    if (const auto* l = std::get_if<list>(&held_)) {
        std::string all;
        for (const value& v : *l) all += (all.empty() ? "" : ",") + v.text();
        return "[" + all + "]";
    }
    return "null";
}

std::exception_ptr make_exception(std::string_view name, const std::string& message) {
    if (name == "CancelledError") return std::make_exception_ptr(aio::cancelled_error(message));
    if (name == "TimeoutError") return std::make_exception_ptr(aio::timeout_error(message));
    if (name == "RuntimeError") return std::make_exception_ptr(aio::runtime_error(message));
    if (name == "ValueError") return std::make_exception_ptr(aio::value_error(message));
    if (name == "InvalidStateError") return std::make_exception_ptr(aio::invalid_state_error(message));
    if (name == "QueueEmpty") return std::make_exception_ptr(aio::queue_empty());
    if (name == "QueueFull") return std::make_exception_ptr(aio::queue_full());
    if (name == "QueueShutDown") return std::make_exception_ptr(aio::queue_shut_down());
    if (name == "BrokenBarrierError") return std::make_exception_ptr(aio::broken_barrier_error(message));
    if (name.size() == 2 && name[0] == 'E') return std::make_exception_ptr(numbered_error(std::string(name), message));
    throw std::invalid_argument("no exception " + std::string(name));
}

std::string exception_text(const std::exception_ptr& e) { return describe(e).text; }

bool is_a(const std::exception_ptr& e, std::string_view name) {
    const std::string type = describe(e).type;
    if (name == "BaseException") return true;
    if (name == "Exception") return type != "CancelledError";
    if (name == "RuntimeError" && type == "BrokenBarrierError") return true;
    return type == name;
}

}  // namespace dsl
