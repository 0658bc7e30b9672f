#include "sim/net/link.hpp"

#include <algorithm>

#include "sim/rng.hpp"

namespace sim::net {
namespace {

__extension__ using wide = __int128;

constexpr int most_losses = 6;  // in a row; then it arrives

aio::duration time_on_line(std::int64_t bytes, std::int64_t bandwidth) {
    if (bandwidth <= 0) return aio::duration{0};
    return aio::duration{static_cast<std::int64_t>(wide{bytes} * 1'000'000'000 / bandwidth)};
}

}  // namespace

transit link::send(std::int64_t bytes, aio::time_point now, rng& random) {
    free_ = std::max(free_, now) + time_on_line(bytes, options_.bandwidth);
    aio::time_point arrives = free_ + options_.delay.draw(random);
    if (options_.loss > 0) {
        aio::duration again = options_.retransmit;
        for (int i = 0; i < most_losses && random.random() < options_.loss; ++i, again *= 2) arrives += again;
    }
    return {free_, arrives};
}

}  // namespace sim::net
