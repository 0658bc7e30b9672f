#pragma once
// A recorded run in a file, read a part at a time: for runs of more events than memory has room for, and to begin in the
// middle of one without reading what comes before.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/iterations.hpp"
#include "sim/timeline.hpp"
#include "sim/trace_format.hpp"

namespace sim {

// A stretch of a run: its events, with the numbers they have in the run, and the timeline of them, which begins with the
// state before the first. What was over by then it does not know, nor what comes after it.
struct run_part {
    trace facts;
    iterations loop;  // not extended: what it was before the first event
    timeline history{facts};
    std::string damage;  // of a part whose end cannot be read: one line

    run_part() = default;
    explicit run_part(byte_source& state) : loop(state), history(facts, decode_past(state, facts)) {}
    run_part(const run_part&) = delete;
    run_part& operator=(const run_part&) = delete;
};

class recording {
public:
    // Reads the head and the index alone; of a run that was cut off, and has no index, the heads of the blocks. Throws
    // usage_error with one line: the file is missing, no trace, of another version, or damaged in what is read.
    explicit recording(const std::filesystem::path&);

    const std::filesystem::path& file() const { return file_; }
    const std::string& token() const { return token_; }
    const std::string& missing() const { return missing_; }  // as in saved_run
    std::uint64_t events() const { return blocks().empty() ? 0 : blocks().back().first + blocks().back().events; }
    std::int64_t end_time() const { return blocks().empty() ? 0 : blocks().back().end_time; }  // virtual ns
    task_id tasks() const { return blocks().empty() ? 0 : blocks().back().tasks; }            // made in the whole run
    std::span<const trace_format::block_place> blocks() const { return places_.blocks; }

    std::size_t parts() const { return part_blocks_.size(); }
    event_id begin(std::size_t part) const { return static_cast<event_id>(blocks()[part_blocks_[part]].first); }
    event_id end(std::size_t part) const;              // one past its last event
    std::size_t part_with(event_id) const;             // the last one for those after the end
    std::size_t part_at(std::int64_t time) const;      // that with the last event at or before a time
    std::int64_t time_near(event_id) const;            // of the end of the block it is in
    // How the run ended, by its last event; nothing: it was cut off, or that cannot be read.
    struct ending {
        aio::run_outcome outcome{};
        std::string error;
    };
    std::optional<ending> read_ending() const;
    // Appends a block's events to a trace that has those before, or begins with them, and checks them. Throws usage_error.
    void read_block(std::size_t block, trace& into) const;
    // Throws usage_error when nothing of it can be read; when some of its events can, these are what it has.
    std::unique_ptr<run_part> read(std::size_t part) const;

private:
    std::filesystem::path file_;
    mutable std::ifstream in_;
    std::string token_, missing_;
    trace_format::places places_;
    std::vector<std::size_t> part_blocks_;  // index of the first block of each part
    std::vector<task_id> names_;            // see late_siblings()

    std::string bytes_at(std::uint64_t offset, std::size_t count) const;
    std::string section_at(std::uint64_t offset, trace_format::section_kind) const;
    void read_outline();
    bool read_index(std::uint64_t size);
    void walk(std::uint64_t offset, std::uint64_t size);
    void take_block(std::size_t block, trace& into) const;
    std::string cannot_be_read(std::size_t first_block, std::size_t part, const std::string& why) const;
};

// Single events of a recording, for who asks for near ones again and again: the last block asked for is kept.
class earlier_events {
public:
    explicit earlier_events(const recording& file) : file_(&file) {}
    event operator[](event_id);  // throws usage_error as read_block() does

private:
    const recording* file_;
    trace block_;
};

}  // namespace sim
