#pragma once
// Where things with a number are in a list: a table with open addressing, for numbers from 1.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sim {

class id_index {
public:
    static constexpr std::size_t none = SIZE_MAX;

    void clear() {
        slots_.clear();
        used_ = 0;
    }
    void add(std::uint32_t id, std::size_t place) {  // of an id that is not there
        if (++used_ * 2 > slots_.size()) grow();
        put({id, static_cast<std::uint32_t>(place)});
    }
    std::size_t find(std::uint32_t id) const {
        if (id == 0 || slots_.empty()) return none;
        for (std::size_t at = home(id);; at = (at + 1) & (slots_.size() - 1)) {
            if (slots_[at].id == id) return slots_[at].place;
            if (slots_[at].id == 0) return none;
        }
    }

private:
    struct slot {
        std::uint32_t id = 0;  // 0: free
        std::uint32_t place = 0;
    };
    std::vector<slot> slots_;  // a power of two, at most half of them used
    std::size_t used_ = 0;

    std::size_t home(std::uint32_t id) const { return static_cast<std::size_t>((id * std::uint64_t{0x9e37'79b9'7f4a'7c15}) >> 32) & (slots_.size() - 1); }
    void put(slot s) {
        std::size_t at = home(s.id);
        while (slots_[at].id != 0) at = (at + 1) & (slots_.size() - 1);
        slots_[at] = s;
    }
    void grow() {
        std::vector<slot> old(slots_.empty() ? 16 : slots_.size() * 2);
        old.swap(slots_);
        for (const slot& s : old) {
            if (s.id != 0) put(s);
        }
    }
};

}  // namespace sim
