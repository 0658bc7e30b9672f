#include "sim/trace.hpp"

#include <xxhash.h>

#include <algorithm>

namespace sim {
namespace {

constexpr std::size_t first_slots = 256;
constexpr std::size_t most_sites = 0xffff;

std::size_t site_hash(const char* file, std::uint32_t line) {
    auto h = static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(file)) + line;
    h *= 0x9e37'79b9'7f4a'7c15;
    return static_cast<std::size_t>(h >> 32);
}

std::size_t string_hash(std::string_view text) { return static_cast<std::size_t>(XXH3_64bits(text.data(), text.size())); }

}  // namespace

trace::trace() : strings_(1), string_slots_(first_slots), sites_(1), site_slots_(first_slots) {}

void trace::reserve(std::size_t events) { events_.reserve(events); }

void trace::forget() {
    first_ += events_.size();
    events_.clear();
    strings_.resize(1);
    string_slots_.assign(first_slots, 0);
    sites_.resize(1);
    site_slots_.assign(first_slots, site_slot{});
    site_slots_used_ = 0;
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
    if (where.file == nullptr) {
        return 0;
    }
    const std::size_t mask = site_slots_.size() - 1;
    std::size_t slot = site_hash(where.file, where.line) & mask;
    while (site_slots_[slot].file != nullptr) {
        if (site_slots_[slot].file == where.file && site_slots_[slot].line == where.line) {
            return site_slots_[slot].id;
        }
        slot = (slot + 1) & mask;
    }
    const std::uint16_t id = intern_site(where.file, where.line);
    site_slots_[slot] = site_slot{where.file, where.line, id};
    ++site_slots_used_;
    if (site_slots_used_ * 2 > site_slots_.size()) {
        grow_site_slots();
    }
    return id;
}

// The same line may be reached through several copies of its file name: two translation units that inline one header.
// A program with more lines than a number holds has some that are not known.
std::uint16_t trace::intern_site(std::string_view file, std::uint32_t line) {
    const auto same = [file, line](const source_line& s) { return s.line == line && s.file == file; };
    const auto known = std::find_if(sites_.begin(), sites_.end(), same);
    if (known == sites_.end()) {
        if (sites_.size() > most_sites) {
            return 0;
        }
        sites_.push_back(source_line{std::string(file), line});
        return static_cast<std::uint16_t>(sites_.size() - 1);
    }
    return static_cast<std::uint16_t>(known - sites_.begin());
}

void trace::grow_site_slots() {
    std::vector<site_slot> slots(site_slots_.size() * 2);
    const std::size_t mask = slots.size() - 1;
    for (const site_slot& old : site_slots_) {
        if (old.file == nullptr) {
            continue;
        }
        std::size_t slot = site_hash(old.file, old.line) & mask;
        while (slots[slot].file != nullptr) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = old;
    }
    site_slots_ = std::move(slots);
}

}  // namespace sim
