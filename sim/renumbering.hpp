#pragma once
// Numbers of a trace's texts or source lines to numbers within a block of bytes, in order of first use, so that a block
// has what it refers to and can be read alone.

#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/byte_source.hpp"
#include "sim/canonical_bytes.hpp"
#include "sim/trace.hpp"

namespace sim {

class renumbering {
public:
    explicit renumbering(std::size_t size = 0) : local_(size) {}

    void begin_again(std::size_t size) {  // costs as much as were used
        for (const std::uint32_t id : used_) local_[id] = 0;
        used_.clear();
        local_.resize(size);
    }
    std::uint32_t of(std::uint32_t global) {
        if (global == 0) return 0;
        if (local_[global] == 0) {
            used_.push_back(global);
            local_[global] = static_cast<std::uint32_t>(used_.size());
        }
        return local_[global];
    }
    std::uint32_t known(std::uint32_t global) const { return global == 0 ? 0 : local_[global]; }  // 0: it has no number yet
    const std::vector<std::uint32_t>& used() const { return used_; }

private:
    std::vector<std::uint32_t> local_;
    std::vector<std::uint32_t> used_;
};

// A source line comes after those at which it is awaited.
std::uint16_t number_new_site(renumbering& sites, const trace&, std::uint16_t site);
inline std::uint16_t number_site(renumbering& sites, const trace& t, std::uint16_t site) {
    const std::uint32_t known = sites.known(site);
    return known != 0 || site == 0 ? static_cast<std::uint16_t>(known) : number_new_site(sites, t, site);
}
void put_sites(canonical_bytes&, const renumbering& sites, const trace&);
// The numbers in a trace of the source lines that put_sites() wrote; [0] is 0.
std::vector<std::uint16_t> take_sites(byte_source&, trace& into);

// The number in a trace of a block's text or source line. Throws usage_error (see byte_source).
template <class Number>
Number global(const std::vector<Number>& of_block, std::uint64_t local, std::string_view what) {
    if (local >= of_block.size()) damaged(fmt::format("an event has a {} that is not there", what));
    return of_block[local];
}

}  // namespace sim
