#pragma once
// Values and exceptions of the random programs, and how a transcript writes them.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "runtime/aio.hpp"

namespace dsl {

// What a coroutine returns: null, true, 5, "text", a list, an exception kept as a value.
class value {
public:
    using list = std::vector<value>;

    value() = default;
    explicit value(bool b) : held_(b) {}
    explicit value(std::int64_t i) : held_(i) {}
    explicit value(std::string s) : held_(std::move(s)) {}
    explicit value(list l);
    explicit value(std::exception_ptr e) : held_(std::move(e)) {}
    static value of(const nlohmann::json&);

    std::string text() const;

    // Values in it, counting it and those in lists of lists; and how deep those lists are.
    std::size_t size() const { return size_; }
    std::size_t depth() const { return depth_; }

private:
    std::size_t size_ = 1;
    std::size_t depth_ = 0;
    std::variant<std::monostate, bool, std::int64_t, std::string, list, std::exception_ptr> held_;
};

// E0, E1, E2.
class numbered_error : public std::exception {
public:
    numbered_error(std::string name, std::string message) : name_(std::move(name)), message_(std::move(message)) {}
    const char* what() const noexcept override { return message_.c_str(); }
    const std::string& name() const noexcept { return name_; }

private:
    std::string name_;
    std::string message_;
};

std::exception_ptr make_exception(std::string_view name, const std::string& message);

// "E0(msg)", "CancelledError()", "ExceptionGroup[E0(a), E1(b)]", "ValueError()". Groups that hold one another many times
// or are nested hundreds deep end in "...".
std::string exception_text(const std::exception_ptr&);

// isinstance(e, NAME) of Python.
bool is_a(const std::exception_ptr&, std::string_view name);

inline const char* text(bool b) { return b ? "true" : "false"; }

}  // namespace dsl
