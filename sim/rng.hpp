#pragma once
// Random numbers by named stream. A draw in one stream never shifts another.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace sim {

// CPython's random.Random(seed), value for value: MT19937 seeded by init_by_array, 53-bit random().
class rng {
public:
    explicit rng(std::uint64_t seed);  // random.Random(seed)
    // The stream of that name for a run's seed: independent of every other name. "program" is random.Random(seed) itself.
    static rng stream(std::string_view name, std::uint64_t seed);

    std::uint32_t bits32();                            // getrandbits(32)
    std::uint32_t getrandbits(int bits);               // 1..32 bits
    double random();                                   // [0, 1)
    double uniform(double a, double b);                // a + (b - a) * random()
    std::uint64_t randbelow(std::uint64_t n);          // [0, n), n >= 1
    std::int64_t randint(std::int64_t a, std::int64_t b);  // [a, b], a <= b
    double expovariate(double rate);
    double gauss(double mu, double sigma);
    template <class Sequence>
    decltype(auto) choice(const Sequence& sequence) {
        return sequence[static_cast<std::size_t>(randbelow(sequence.size()))];
    }
    template <class Sequence>
    void shuffle(Sequence& sequence) {  // random.shuffle: Fisher-Yates from the end
        for (std::size_t i = sequence.size(); i-- > 1;) {
            const auto j = static_cast<std::size_t>(randbelow(i + 1));
            using std::swap;
            swap(sequence[i], sequence[j]);
        }
    }

private:
    std::array<std::uint32_t, 624> state_;
    std::uint32_t index_ = 624;
    double gauss_next_ = 0;
    bool has_gauss_next_ = false;

    void seed_by_array(std::uint32_t const* key, std::uint32_t length);
    void refill();
};

}  // namespace sim
