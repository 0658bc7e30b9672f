#include "sim/rng.hpp"

#include <xxhash.h>

#include <bit>
#include <cmath>
#include <stdexcept>

namespace sim {
namespace {

// MT19937, as Matsumoto and Nishimura published it and CPython uses it.
constexpr std::uint32_t words = 624;
constexpr std::uint32_t middle = 397;
constexpr double two_pi = 6.283185307179586;  // 2.0 * math.pi

std::array<std::uint32_t, words> seeded_by(std::uint32_t seed) {
    std::array<std::uint32_t, words> state{};
    state[0] = seed;
    for (std::uint32_t i = 1; i < words; ++i) {
        state[i] = 1812433253U * (state[i - 1] ^ (state[i - 1] >> 30)) + i;
    }
    return state;
}

}  // namespace

rng::rng(std::uint64_t seed) {
    const std::uint32_t key[2] = {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
    seed_by_array(key, key[1] == 0 ? 1 : 2);
}

rng rng::stream(std::string_view name, std::uint64_t seed) {
    return rng(name == "program" ? seed : XXH3_64bits_withSeed(name.data(), name.size(), seed));
}

// init_by_array
void rng::seed_by_array(std::uint32_t const* key, std::uint32_t length) {
    state_ = seeded_by(19650218U);
    std::uint32_t i = 1;
    std::uint32_t j = 0;
    for (std::uint32_t k = words; k > 0; --k) {  // the key is never longer than the state
        state_[i] = (state_[i] ^ ((state_[i - 1] ^ (state_[i - 1] >> 30)) * 1664525U)) + key[j] + j;
        if (++i == words) {
            state_[0] = state_[words - 1];
            i = 1;
        }
        if (++j == length) {
            j = 0;
        }
    }
    for (std::uint32_t k = words - 1; k > 0; --k) {
        state_[i] = (state_[i] ^ ((state_[i - 1] ^ (state_[i - 1] >> 30)) * 1566083941U)) - i;
        if (++i == words) {
            state_[0] = state_[words - 1];
            i = 1;
        }
    }
    state_[0] = 0x8000'0000U;
    index_ = words;
}

void rng::refill() {
    for (std::uint32_t i = 0; i < words; ++i) {
        const std::uint32_t y = (state_[i] & 0x8000'0000U) | (state_[(i + 1) % words] & 0x7fff'ffffU);
        state_[i] = state_[(i + middle) % words] ^ (y >> 1) ^ ((y & 1U) != 0 ? 0x9908'b0dfU : 0U);
    }
    index_ = 0;
}

std::uint32_t rng::bits32() {
    if (index_ >= words) {
        refill();
    }
    std::uint32_t y = state_[index_++];
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c'5680U;
    y ^= (y << 15) & 0xefc6'0000U;
    y ^= y >> 18;
    return y;
}

std::uint32_t rng::getrandbits(int bits) {
    if (bits < 1 || bits > 32) {
        throw std::invalid_argument("getrandbits: number of bits must be 1 to 32");
    }
    return bits32() >> (32 - bits);
}

double rng::random() {
    const std::uint32_t a = bits32() >> 5;
    const std::uint32_t b = bits32() >> 6;
    return (a * 67108864.0 + b) * (1.0 / 9007199254740992.0);
}

double rng::uniform(double a, double b) { return a + (b - a) * random(); }

std::uint64_t rng::randbelow(std::uint64_t n) {
    if (n == 0) {
        throw std::invalid_argument("randbelow: nothing to choose from");
    }
    const auto bits = static_cast<int>(std::bit_width(n));
    const auto draw = [this, bits]() -> std::uint64_t {
        if (bits <= 32) {
            return getrandbits(bits);
        }
        const std::uint64_t low = bits32();
        return low | (std::uint64_t{getrandbits(bits - 32)} << 32);
    };
    std::uint64_t r = draw();
    while (r >= n) {
        r = draw();
    }
    return r;
}

std::int64_t rng::randint(std::int64_t a, std::int64_t b) {
    if (a > b) {
        throw std::invalid_argument("randint: empty range");
    }
    const std::uint64_t width = static_cast<std::uint64_t>(b) - static_cast<std::uint64_t>(a) + 1;
    if (width == 0) {
        throw std::invalid_argument("randint: range of more than 64 bits");
    }
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + randbelow(width));
}

double rng::expovariate(double rate) { return -std::log(1.0 - random()) / rate; }

double rng::gauss(double mu, double sigma) {
    double z = gauss_next_;
    if (!has_gauss_next_) {
        const double angle = random() * two_pi;
        const double radius = std::sqrt(-2.0 * std::log(1.0 - random()));
        z = std::cos(angle) * radius;
        gauss_next_ = std::sin(angle) * radius;
    }
    has_gauss_next_ = !has_gauss_next_;
    return mu + z * sigma;
}

}  // namespace sim
