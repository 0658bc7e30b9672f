#pragma once
// Where a number stands among sorted ones. Without branches a processor could guess wrong: half of them would be.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sim {

// The first place whose number is not less.
inline std::size_t place_among(const std::vector<std::uint32_t>& sorted, std::uint32_t number) {
    const std::uint32_t* base = sorted.data();
    std::size_t left = sorted.size();
    if (left == 0) return 0;
    while (left > 1) {
        const std::size_t half = left / 2;
        base += base[half - 1] < number ? half : 0;
        left -= half;
    }
    return static_cast<std::size_t>(base - sorted.data()) + (*base < number ? 1 : 0);
}

}  // namespace sim
