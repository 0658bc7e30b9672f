#pragma once
// A value that is there later than its owner, who knows when.

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace aio::detail {

template <class T>
class late_value {
public:
    template <class... Args>
    void emplace(Args&&... args) {
        value_.emplace(std::forward<Args>(args)...);
    }
    T& get() noexcept { return *value_; }  // once there is one

private:
    std::optional<T> value_;
};

// Of what needs no destructor nobody has to know whether it is there: no flag to keep.
template <class T>
    requires std::is_trivially_destructible_v<T>
class late_value<T> {
public:
    late_value() noexcept {}
    template <class... Args>
    void emplace(Args&&... args) {
        std::construct_at(&value_, std::forward<Args>(args)...);
    }
    T& get() noexcept { return value_; }

private:
    union {
        T value_;
    };
};

}  // namespace aio::detail
