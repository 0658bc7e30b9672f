#pragma once
// A recorded run in a file: the token of the run that made it, its events in compressed blocks, an index of the blocks.
//
// Written as the run goes on, into FILE.part, which becomes FILE when the run has ended. What a kill leaves behind opens
// up to the last whole block, and says what is missing.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>

#include "sim/trace.hpp"
#include "sim/trace_block.hpp"

namespace sim {

class recording;

struct saved_run {
    std::string token;
    trace events;
    std::string missing;  // of a run that was cut off: "the run was cut off while it was written; 131072 events, up to..."
};

// How far apart, in events, things are in a file: what is read at once, and from where reading can begin.
struct trace_spacing {
    std::size_t block = block_events;   // at most block_events
    std::size_t least = 1'000'000;  // from one state to the next
    std::size_t times = 20;         // bytes of blocks for each byte of the states between them, so that these are few
};

class trace_writer {
public:
    // Makes FILE.part. Throws usage_error where FILE cannot be written.
    trace_writer(const std::filesystem::path& file, std::string_view token, trace_spacing = {});
    trace_writer(const trace_writer&) = delete;
    trace_writer& operator=(const trace_writer&) = delete;
    ~trace_writer();  // unless finished, what was written stays in FILE.part

    // Writes the whole blocks among the events that are not written yet. Throws usage_error: the disk is full...
    void write_whole_blocks(const trace&);
    void write(const trace&);     // all that is not written yet
    event_id written() const;  // the number of the first event not written
    // Writes the rest and the index, and moves the file to its place.
    void finish(const trace&);

private:
    struct output;
    std::unique_ptr<output> output_;
};

// The whole of a run that is in memory. The file is either whole or not there.
void save_run(const std::filesystem::path&, const trace&, std::string_view token, trace_spacing = {});

// Throws usage_error with one line when the file is missing, damaged, of another version or not a trace at all.
saved_run load_run(const std::filesystem::path&);

// What a file says of its run without its events: of one of more than `small` events little more than the index is read,
// so this takes no longer for a hundred million events than for one; smaller ones are checked whole. Throws like load_run().
struct run_outline {
    std::string token;
    std::uint64_t events = 0;
    std::string missing;  // as in saved_run
    std::shared_ptr<const recording> file;  // of one of more than `small` events: open, to be read by parts
};
run_outline outline_of(const std::filesystem::path&, std::uint64_t small = 4'000'000);

// What readers of a file begin with. Throws usage_error with one line when it cannot be opened.
std::ifstream open_trace(const std::filesystem::path&);
std::string what_was_cut_off(std::uint64_t events, std::int64_t end_time);  // for saved_run::missing

// The same as bytes.
std::string encode_run(const trace&, std::string_view token, trace_spacing = {});
saved_run decode_run(std::string_view bytes);  // the message of its usage_error goes on from a name: "is damaged"

}  // namespace sim
