#include "sim/recording.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "sim/byte_source.hpp"
#include "sim/plain_text.hpp"
#include "sim/trace_block.hpp"
#include "sim/trace_check.hpp"
#include "sim/trace_file.hpp"
#include "sim/transcript.hpp"

namespace sim {

using trace_format::block_place;
using trace_format::section_kind;

recording::recording(const std::filesystem::path& file) : file_(file), in_(open_trace(file)) {
    try {
        read_outline();
    } catch (const usage_error& e) {
        throw usage_error{fmt::format("{} {}", sim::quoted(file_.string()), e.message)};
    }
    for (std::size_t i = 0; i < blocks().size(); ++i) {
        if (i == 0 || blocks()[i].state != 0) part_blocks_.push_back(i);
    }
}

std::string recording::bytes_at(std::uint64_t offset, std::size_t count) const {
    std::string bytes(count, '\0');
    in_.clear();
    in_.seekg(static_cast<std::streamoff>(offset));
    in_.read(bytes.data(), static_cast<std::streamsize>(count));
    bytes.resize(static_cast<std::size_t>(in_.gcount()));
    return bytes;
}

void recording::read_outline() {
    constexpr std::size_t longest_head = 1024 * 1024;
    std::error_code error;
    const std::uint64_t size = std::filesystem::file_size(file_, error);
    if (error) throw usage_error{fmt::format("cannot be read: {}", error.message())};
    const std::string beginning = bytes_at(0, longest_head);
    const trace_format::file_head head = trace_format::head_of(beginning);
    token_ = head.token;
    if (!read_index(size)) walk(head.size, size);
    if (places_.names != 0) names_ = trace_format::names_of(section_at(places_.names, section_kind::names));
}

// The last bytes of the file lead to it.
bool recording::read_index(std::uint64_t size) {
    constexpr std::uint64_t largest_index = 64 * 1024 * 1024;
    if (size < trace_format::trailer) return false;
    const std::string last = bytes_at(size - trace_format::trailer, trace_format::trailer);
    if (last.size() < trace_format::trailer) return false;
    const std::uint64_t offset = byte_source(last).u64();
    if (offset >= size || size - offset > largest_index) return false;
    auto found = trace_format::places_in(bytes_at(offset, static_cast<std::size_t>(size - offset)));
    if (!found) return false;
    places_ = std::move(*found);
    return true;
}

// A file without an index is that of a run that was cut off, and is read up to its last whole block; with something else
// in the place of one it is damaged.
void recording::walk(std::uint64_t offset, std::uint64_t size) {
    std::uint64_t state = 0;
    while (const auto found = trace_format::section_of(bytes_at(offset, trace_format::longest_section_head))) {
        if (found->kind == section_kind::index) {
            if (size - offset >= trace_format::index(places_, offset).size()) damaged("its index is wrong");
            break;
        }
        if (size - offset < found->head + found->stored) break;
        if (found->kind == section_kind::block) {
            block_place b = found->place;
            if (b.first != events() || b.events == 0) damaged("a block is out of turn");
            b.offset = offset;
            b.state = std::exchange(state, 0);
            places_.blocks.push_back(b);
        } else if (found->kind == section_kind::state) {
            state = offset;
        } else {
            places_.names = offset;
        }
        offset += found->head + found->stored;
    }
    missing_ = what_was_cut_off(events(), end_time());
}

std::string recording::section_at(std::uint64_t offset, section_kind kind) const {
    const auto found = trace_format::section_of(bytes_at(offset, trace_format::longest_section_head));
    if (!found) damaged("it ends too early");
    if (found->kind != kind) damaged("something else stands where a block should");
    return trace_format::bytes_of(*found, bytes_at(offset + found->head, found->stored));
}

event_id recording::end(std::size_t part) const {
    return static_cast<event_id>(part + 1 < parts() ? blocks()[part_blocks_[part + 1]].first : events());
}

std::size_t recording::part_with(event_id event) const {
    const auto after = std::upper_bound(part_blocks_.begin(), part_blocks_.end(), event, [this](event_id e, std::size_t b) { return e < blocks()[b].first; });
    return static_cast<std::size_t>(after - part_blocks_.begin()) - 1;
}

std::size_t recording::part_at(std::int64_t time) const {
    // The first events of a block may have the time of the last one before it: then they are in the later part.
    const auto last = std::partition_point(blocks().begin(), blocks().end(), [time](const block_place& b) { return b.end_time <= time; });
    const std::size_t block = std::min(static_cast<std::size_t>(last - blocks().begin()), blocks().size() - 1);
    return part_with(static_cast<event_id>(blocks()[block].first));
}

std::int64_t recording::time_near(event_id event) const {
    const auto after = std::partition_point(blocks().begin(), blocks().end(), [event](const block_place& b) { return b.first + b.events <= event; });
    return after == blocks().end() ? end_time() : after->end_time;
}

std::optional<recording::ending> recording::read_ending() const {
    if (blocks().empty()) return std::nullopt;
    try {
        trace facts;
        facts.begin_at(static_cast<event_id>(blocks().back().first));
        decode_block(section_at(blocks().back().offset, section_kind::block), facts);
        const event last = facts.back();
        if (last.kind != event_kind::run_finished || last.detail > static_cast<std::uint8_t>(aio::run_outcome::limit)) return std::nullopt;
        if (last.text >= facts.strings().size()) return std::nullopt;
        return ending{static_cast<aio::run_outcome>(last.detail), std::string(facts.text(last.text))};
    } catch (const usage_error&) {
        return std::nullopt;
    }
}

std::string recording::cannot_be_read(std::size_t block, std::size_t part, const std::string& why) const {
    return fmt::format("{} {}; events {} to {} cannot be read", sim::quoted(file_.string()), why, blocks()[block].first, end(part) - 1);
}

void recording::take_block(std::size_t block, trace& into) const {
    const block_place& b = blocks()[block];
    decode_block(section_at(b.offset, section_kind::block), into);
    if (into.size() != b.first + b.events) damaged("a block is not what it says");
    const task_id tasks = block == 0 ? task_id{0} : blocks()[block - 1].tasks;
    if (const std::string fault = fault_in(into, tasks, static_cast<event_id>(b.first)); !fault.empty()) damaged(fault);
}

void recording::read_block(std::size_t block, trace& into) const {
    try {
        take_block(block, into);
    } catch (const usage_error& e) {
        throw usage_error{fmt::format("{} {}", sim::quoted(file_.string()), e.message)};
    }
}

std::unique_ptr<run_part> recording::read(std::size_t part) const {
    const std::size_t first = part_blocks_[part];
    const std::size_t after = part + 1 < parts() ? part_blocks_[part + 1] : blocks().size();
    const auto tasks_before = first == 0 ? task_id{0} : blocks()[first - 1].tasks;
    std::size_t block = first;
    std::unique_ptr<run_part> result;
    try {
        if (first == 0) {
            result = std::make_unique<run_part>();
        } else {
            const std::string bytes = section_at(blocks()[first].state, section_kind::state);
            byte_source in(bytes);
            result = std::make_unique<run_part>(in);
            if (in.left() > 0 || result->facts.first() != blocks()[first].first || result->history.tasks_made() != tasks_before) {
                damaged("a state is not what it says");
            }
        }
        for (; block < after; ++block) {
            take_block(block, result->facts);
            result->history.read_on(result->facts.size());
            result->facts.pack();
        }
    } catch (const usage_error& e) {
        const std::string why = cannot_be_read(block, part, e.message);
        if (result == nullptr || result->history.size() == result->history.first()) throw usage_error{why};
        result->damage = why;
    }
    result->history.extend();
    result->history.mark_siblings(names_);
    return result;
}

event earlier_events::operator[](event_id number) {
    if (number < block_.first() || number >= block_.size()) {
        const auto blocks = file_->blocks();
        const auto after = std::partition_point(blocks.begin(), blocks.end(), [number](const block_place& b) { return b.first <= number; });
        const auto block = static_cast<std::size_t>(after - blocks.begin()) - 1;
        block_ = trace();
        block_.begin_at(static_cast<event_id>(blocks[block].first));
        file_->read_block(block, block_);
    }
    return block_[number];
}

}  // namespace sim
