#include "sim/trace.hpp"

#include <xxhash.h>

#include <algorithm>

#include "runtime/core/bare_name.hpp"

namespace sim {
namespace {

constexpr std::size_t first_slots = 256;
constexpr std::size_t most_sites = 0xffff;
constexpr std::size_t most_chains = 0xc000;

template <class Slot>
bool is_free(const Slot& s) {
    return s.file == nullptr && s.function == nullptr;
}

template <class Slot>
std::size_t slot_hash(const Slot& s) {
    auto h = static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(s.file)) + s.line;
    h ^= static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(s.function)) << 20;
    h += static_cast<std::uint64_t>(s.caller) << 44;
    h *= 0x9e37'79b9'7f4a'7c15;
    return static_cast<std::size_t>(h >> 32);
}

std::size_t string_hash(std::string_view text) { return static_cast<std::size_t>(XXH3_64bits(text.data(), text.size())); }

}  // namespace

trace::trace() : strings_(1), string_slots_(first_slots), sites_(1), site_slots_(first_slots) {}

void trace::reserve(std::size_t events) { events_.reserve(events); }

void trace::pack() {
    const std::size_t whole = events_.size() / packed_events::block_size * packed_events::block_size;
    for (std::size_t i = 0; i < whole; i += packed_events::block_size) {
        packed_.add(events_.all().subspan(i, packed_events::block_size), static_cast<event_id>(plain_ + i));
    }
    events_.drop_front(whole);
    plain_ += whole;
}

void trace::forget() {
    first_ = plain_ = size();
    packed_.clear();
    events_.clear();
    strings_.resize(1);
    string_slots_.assign(first_slots, 0);
}

std::uint32_t trace::intern(std::string_view text) {
    if (text.empty()) {
        return 0;
    }
    const std::size_t mask = string_slots_.size() - 1;
    std::size_t slot = string_hash(text) & mask;
    while (string_slots_[slot] != 0) {
        if (strings_[string_slots_[slot]] == text) {
            return string_slots_[slot];
        }
        slot = (slot + 1) & mask;
    }
    return add_string(text, slot);
}

std::uint32_t trace::add_string(std::string_view text, std::size_t slot) {
    const auto id = static_cast<std::uint32_t>(strings_.size());
    strings_.emplace_back(text);
    string_slots_[slot] = id;
    if (strings_.size() * 2 > string_slots_.size()) {
        grow_string_slots();
    }
    return id;
}

void trace::grow_string_slots() {
    std::vector<std::uint32_t> slots(string_slots_.size() * 2);
    const std::size_t mask = slots.size() - 1;
    for (std::uint32_t id = 1; id < strings_.size(); ++id) {
        std::size_t slot = string_hash(strings_[id]) & mask;
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = id;
    }
    string_slots_ = std::move(slots);
}

std::uint16_t trace::intern(aio::site where) {
    return where.file == nullptr ? std::uint16_t{0} : intern_site(site_slot{where.file, nullptr, where.line, 0, 0});
}

// The runtime's own functions at the inner end have no lines to show: what they wait for says as much.
std::uint16_t trace::intern(std::span<const aio::call_frame> chain) {
    while (!chain.empty() && chain.front().where.file == nullptr) chain = chain.subspan(1);
    std::uint16_t id = 0;
    for (std::size_t i = chain.size(); i-- > 0;) {
        const aio::call_frame& f = chain[i];
        id = intern_site(site_slot{f.where.file, f.function, f.where.line, id, 0});
    }
    return id;
}

std::uint16_t trace::intern_site(const site_slot& wanted) {
    const std::size_t mask = site_slots_.size() - 1;
    std::size_t slot = slot_hash(wanted) & mask;
    while (!is_free(site_slots_[slot])) {
        const site_slot& s = site_slots_[slot];
        if (s.file == wanted.file && s.function == wanted.function && s.line == wanted.line && s.caller == wanted.caller) {
            return s.id;
        }
        slot = (slot + 1) & mask;
    }
    const auto text = [](const char* t) { return std::string_view(t != nullptr ? t : ""); };
    const std::string function(aio::bare_name(text(wanted.function)));
    const std::uint16_t id = intern_site(source_line{std::string(text(wanted.file)), wanted.line, function, wanted.caller});
    site_slots_[slot] = wanted;
    site_slots_[slot].id = id;
    ++site_slots_used_;
    if (site_slots_used_ * 2 > site_slots_.size()) {
        grow_site_slots();
    }
    return id;
}

// The same line may be reached through several copies of its file name: two translation units that inline one header.
// A program with more ways to its lines than a number holds shows the lines alone, and with more lines than that has
// some that are not known.
std::uint16_t trace::intern_site(source_line wanted) {
    if (sites_.size() > most_chains) {
        wanted.function.clear();
        wanted.caller = 0;
    }
    const auto known = std::find(sites_.begin(), sites_.end(), wanted);
    if (known == sites_.end()) {
        if (sites_.size() > most_sites) {
            return 0;
        }
        sites_.push_back(std::move(wanted));
        return static_cast<std::uint16_t>(sites_.size() - 1);
    }
    return static_cast<std::uint16_t>(known - sites_.begin());
}

std::vector<std::uint16_t> trace::chain(std::uint32_t site) const {
    std::vector<std::uint16_t> ids;
    for (; site != 0; site = sites_[site].caller) ids.push_back(static_cast<std::uint16_t>(site));
    return ids;
}

void trace::grow_site_slots() {
    std::vector<site_slot> slots(site_slots_.size() * 2);
    const std::size_t mask = slots.size() - 1;
    for (const site_slot& old : site_slots_) {
        if (is_free(old)) {
            continue;
        }
        std::size_t slot = slot_hash(old) & mask;
        while (!is_free(slots[slot])) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = old;
    }
    site_slots_ = std::move(slots);
}

}  // namespace sim
