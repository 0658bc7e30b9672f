#include "sim/timer_list.hpp"

#include <algorithm>

namespace sim {
namespace {

constexpr std::size_t most_in_block = 256;

}  // namespace

void timer_list::insert(const pending_timer& timer) {
    ++size_;
    if (blocks_.empty()) {
        blocks_.push_back({timer});
        return;
    }
    const auto later_block = [](std::int64_t when, const block& b) { return when < b.front().when; };
    auto where = std::upper_bound(blocks_.begin() + 1, blocks_.end(), timer.when, later_block) - 1;
    const auto later = [](std::int64_t when, const pending_timer& t) { return when < t.when; };
    where->insert(std::upper_bound(where->begin(), where->end(), timer.when, later), timer);
    if (where->size() > most_in_block) {
        const auto middle = where->begin() + most_in_block / 2;
        block second(middle, where->end());
        where->erase(middle, where->end());
        blocks_.insert(where + 1, std::move(second));
    }
}

bool timer_list::erase(aio::object_id id) {
    for (auto b = blocks_.begin(); b != blocks_.end(); ++b) {
        const auto at = std::find_if(b->begin(), b->end(), [id](const pending_timer& t) { return t.id == id; });
        if (at == b->end()) {
            continue;
        }
        b->erase(at);
        if (b->empty()) {
            blocks_.erase(b);
        }
        --size_;
        return true;
    }
    return false;
}

}  // namespace sim
