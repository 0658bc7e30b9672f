#include "runtime/core/errors.hpp"

#include <cxxabi.h>

#include <cstdlib>
#include <new>
#include <stdexcept>
#include <typeinfo>

namespace aio {

namespace {

std::string joined(const char* type, std::string_view message) {
    std::string text = type;
    if (!message.empty()) {
        text += ": ";
        text += message;
    }
    return text;
}

std::string demangled(const std::type_info& type) {
    int status = 0;
    char* name = abi::__cxa_demangle(type.name(), nullptr, nullptr, &status);
    std::string text = status == 0 && name != nullptr ? name : type.name();
    std::free(name);
    return text;
}

// Standard exceptions under the name of the Python error a port of the program would have raised.
std::string describe_standard(const std::exception& e) {
    if (dynamic_cast<const std::bad_alloc*>(&e) != nullptr) return "MemoryError";
    if (dynamic_cast<const std::invalid_argument*>(&e) != nullptr) return joined("ValueError", e.what());
    if (dynamic_cast<const std::out_of_range*>(&e) != nullptr) return joined("IndexError", e.what());
    if (dynamic_cast<const std::runtime_error*>(&e) != nullptr) return joined("RuntimeError", e.what());
    return joined(demangled(typeid(e)).c_str(), e.what());
}

// Of a final class.
template <class E>
bool holds(const std::exception_ptr& e) noexcept {
#if defined(__GLIBCXX__)
    return e != nullptr && *e.__cxa_exception_type() == typeid(E);
#else
    if (e == nullptr) return false;
    try {
        std::rethrow_exception(e);
    } catch (const E&) {
        return true;
    } catch (...) {
        return false;
    }
#endif
}

}  // namespace

exception_group::exception_group(std::string message, std::vector<std::exception_ptr> errors)
    : error("ExceptionGroup", message + " (" + std::to_string(errors.size()) +
                                  (errors.size() == 1 ? " sub-exception)" : " sub-exceptions)")),
      message_(std::move(message)),
      errors_(std::move(errors)) {}

// Groups inside groups die one after the other: 100,000 levels of them would need as many frames of the stack.
exception_group::~exception_group() {
    static thread_local std::vector<std::exception_ptr>* dying = nullptr;
    if (dying != nullptr) {
        try {
            dying->insert(dying->end(), errors_.begin(), errors_.end());
        } catch (const std::bad_alloc&) {  // then on the stack
        }
        return;
    }
    std::vector<std::exception_ptr> rest = std::move(errors_);
    dying = &rest;
    while (!rest.empty()) {
        const std::exception_ptr last = std::move(rest.back());
        rest.pop_back();
    }
    dying = nullptr;
}

bool is_cancelled(const std::exception_ptr& e) noexcept { return holds<cancelled_error>(e); }

bool is_system_exit(const std::exception_ptr& e) noexcept { return holds<system_exit>(e); }

namespace {

constexpr int deepest_group = 1000;  // as far as CPython would go

// Groups may be nested as deep as tasks were: one text for all, and an end.
void describe_into(std::string& text, const std::exception_ptr& e, int depth) {
    try {
        std::rethrow_exception(e);
    } catch (const cancelled_error& c) {
        text += joined("CancelledError", c.message());
    } catch (const system_exit& s) {
        text += joined("SystemExit", s.code() == 0 ? std::string() : std::to_string(s.code()));
    } catch (const exception_group& group) {
        text += "ExceptionGroup: ";
        text += group.message();
        text += " [";
        if (depth >= deepest_group) {
            text += "...]";
            return;
        }
        for (const std::exception_ptr& one : group.exceptions()) {
            if (&one != &group.exceptions().front()) text += ", ";
            describe_into(text, one, depth + 1);
        }
        text += "]";
    } catch (const error& known) {
        text += joined(known.type_name(), known.what());
    } catch (const std::exception& standard) {
        text += describe_standard(standard);
    } catch (...) {
        text += "an exception of a type that is not a std::exception";
    }
}

}  // namespace

std::string describe(const std::exception_ptr& e) {
    std::string text;
    if (e != nullptr) describe_into(text, e, 1);
    return text;
}

}  // namespace aio
