#include "sim/net/latency.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "runtime/core/errors.hpp"
#include "sim/rng.hpp"

namespace sim::net {
namespace {

__extension__ using wide = __int128;

constexpr std::int64_t one = std::int64_t{1} << 32;  // 1 as a fixed point number with 32 bits after the point
constexpr std::int64_t ln_2 = 2977044472;
constexpr std::int64_t log2_e = 6196328019;

std::int64_t times(std::int64_t a, std::int64_t fixed) { return static_cast<std::int64_t>(wide{a} * fixed / one); }

// Standard normal, fixed point: twelve uniform numbers have variance one (Irwin and Hall).
std::int64_t normal_draw(rng& random) {
    std::int64_t sum = -6 * one;
    for (int i = 0; i < 12; ++i) sum += random.bits32();
    return sum;
}

// -ln(u) for a uniform u in (0, 1], fixed point: the logarithm bit by bit, by squaring.
std::int64_t negative_log_draw(rng& random) {
    const std::uint64_t u = std::uint64_t{random.bits32()} + 1;
    const int whole = static_cast<int>(std::bit_width(u)) - 1;
    std::uint64_t x = (u << (32 - whole)) >> 1;  // in [1, 2) with 31 bits after the point
    std::int64_t log2 = std::int64_t{whole} << 32;
    for (int bit = 31; bit >= 0; --bit) {
        x = (x * x) >> 31;
        if (x >= std::uint64_t{1} << 32) {
            x >>= 1;
            log2 |= std::int64_t{1} << bit;
        }
    }
    return times(32 * one - log2, ln_2);
}

// 2^x: square roots and products, which IEEE rounds the same everywhere.
double power_of_two(std::int64_t x) {
    double result = 1;
    double root = 2;
    for (std::uint32_t bits = static_cast<std::uint32_t>(x & (one - 1)); bits != 0; bits <<= 1) {
        root = std::sqrt(root);
        if ((bits & 0x8000'0000U) != 0) result *= root;
    }
    return std::ldexp(result, static_cast<int>(x >> 32));
}

}  // namespace

latency latency::constant(aio::duration d) { return {shape::constant, d.count(), 0}; }

latency latency::uniform(aio::duration least, aio::duration most) {
    if (most < least) throw aio::value_error("latency: the longest is shorter than the shortest");
    return {shape::uniform, least.count(), most.count()};
}

latency latency::normal(aio::duration mean, aio::duration deviation) {
    return {shape::normal, mean.count(), deviation.count()};
}

latency latency::log_normal(aio::duration median, double sigma) {
    if (!(sigma >= 0 && sigma <= 4)) throw aio::value_error("latency: sigma must be 0 to 4");
    return {shape::log_normal, median.count(), static_cast<std::int64_t>(sigma * static_cast<double>(one))};
}

latency latency::exponential(aio::duration mean) { return {shape::exponential, mean.count(), 0}; }

aio::duration latency::draw(rng& random) const {
    std::int64_t ns = first_;
    switch (shape_) {
        case shape::constant: break;
        case shape::uniform: ns = random.randint(first_, second_); break;
        case shape::normal: ns += times(second_, normal_draw(random)); break;
        case shape::exponential: ns = times(first_, negative_log_draw(random)); break;
        case shape::log_normal: {
            const std::int64_t exponent = times(times(second_, normal_draw(random)), log2_e);
            ns = static_cast<std::int64_t>(static_cast<double>(first_) * power_of_two(exponent));
            break;
        }
    }
    return aio::duration{std::max<std::int64_t>(ns, 0)};
}

}  // namespace sim::net
