#pragma once
// How something ended, as a value: what gather(..., return_exceptions=True) puts in its list.

#include <exception>
#include <optional>
#include <utility>

#include "runtime/core/errors.hpp"
#include "runtime/core/future.hpp"

namespace aio {

template <class T = void>
class outcome {
public:
    explicit outcome(void_to_unit<T> value) : value_(std::move(value)) {}
    explicit outcome(std::exception_ptr error) noexcept : error_(std::move(error)) {}

    bool has_value() const noexcept { return error_ == nullptr; }
    bool cancelled() const noexcept { return is_cancelled(error_); }
    const std::exception_ptr& error() const noexcept { return error_; }  // null: a value
    const void_to_unit<T>& value() const {  // throws the error
        if (error_ != nullptr) std::rethrow_exception(error_);
        return *value_;
    }

private:
    std::optional<void_to_unit<T>> value_;
    std::exception_ptr error_;
};

}  // namespace aio
