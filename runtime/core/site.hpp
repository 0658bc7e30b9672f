#pragma once
// A place in the source: captured by default arguments, so that no macro is needed. std::source_location would do the
// same with fewer bytes, but clang-14 cannot parse libstdc++'s.

#include <cstdint>

namespace aio {

struct site {
    const char* file = nullptr;
    std::uint32_t line = 0;

    static constexpr site current(const char* file = __builtin_FILE(), std::uint32_t line = __builtin_LINE()) noexcept {
        return site{file, line};
    }
};

// Part of this library, not of a program that uses it.
bool in_library(const char* file) noexcept;

// The function a coroutine was written as. A type of its own, so that a promise constructor that takes it can never be
// mistaken for one that takes the coroutine's own arguments.
struct function_name {
    const char* text;

    static constexpr function_name current(const char* name = __builtin_FUNCTION()) noexcept {
        return function_name{name};
    }
};

}  // namespace aio
