#pragma once
// g++ names a template with its arguments, clang without them; what is shown and hashed must not depend on that.

#include <string_view>

namespace aio {

// "fetch" of "fetch<int>".
inline std::string_view bare_name(std::string_view function) noexcept { return function.substr(0, function.find('<')); }

}  // namespace aio
