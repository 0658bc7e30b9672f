#include "sim/trace_file.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>

#include "sim/plain_text.hpp"
#include "sim/recording.hpp"
#include "sim/scenario.hpp"
#include "sim/past_keeper.hpp"
#include "sim/trace_block.hpp"
#include "sim/trace_format.hpp"
#include "sim/transcript.hpp"

namespace sim {
namespace {

std::string reason() { return std::generic_category().message(errno); }

std::string named(const std::filesystem::path& file) { return sim::quoted(file.string()); }

std::filesystem::path part_of(std::filesystem::path file) { return file += ".part"; }

// Everything of a run, a piece at a time.
class pieces {
public:
    pieces(std::uint64_t offset, trace_spacing spacing) : offset_(offset), spacing_(spacing) {}
    pieces(const pieces&) = delete;
    pieces& operator=(const pieces&) = delete;

    event_id next() const { return next_; }
    bool has_whole_block(const trace& t) const { return t.size() - next_ >= spacing_.block; }
    // Reads what will be in the next block: best soon after it happened, while it is in a cache.
    void read_on(const trace& t) {
        if (!before_) before_.emplace(t);
        if (before_block_.empty() && before_->size() == next_ && state_is_due()) take_state();
        const std::size_t end = end_of_block(t);
        before_->read_on(end);
        loop_.extend(t, end);
    }
    // A block, with the state before it where that is due.
    std::string block(const trace& t) {
        read_on(t);
        const event_id end = end_of_block(t);
        const std::string bytes = std::exchange(before_block_, {});
        trace_format::block_place b;
        if (!bytes.empty()) b.state = offset_;
        b.offset = offset_ + bytes.size();
        b.first = next_;
        b.events = end - next_;
        b.tasks = before_->tasks_made();
        b.end_time = t[end - 1].time;
        b.in_states = before_->take_sums();
        const std::string block = sections_.block(t, b);
        since_state_ += block.size();
        places_.blocks.push_back(b);
        offset_ += bytes.size() + block.size();
        next_ = end;
        loop_.forget();
        return bytes + block;
    }
    std::string end() {
        std::string bytes;
        if (before_ && !before_->late_siblings().empty()) {
            places_.names = offset_;
            bytes = sections_.names(before_->late_siblings());
        }
        return bytes + trace_format::index(places_, offset_ + bytes.size());
    }

private:
    std::uint64_t offset_;
    trace_spacing spacing_;
    event_id next_ = 0;
    trace_format::places places_;
    std::optional<past_keeper> before_;  // of what is written
    iterations loop_;
    trace_format::section_maker sections_;
    std::string before_block_;        // the state that goes before the next one
    event_id last_state_ = 0;         // the event it came before
    std::size_t state_size_ = 0;      // of the last one looked at, bytes
    std::size_t since_state_ = 0;     // bytes of blocks since the last one in the file

    event_id end_of_block(const trace& t) const { return static_cast<event_id>(std::min(t.size(), std::size_t{next_} + spacing_.block)); }
    bool state_is_due() const {
        return next_ != 0 && next_ - last_state_ >= spacing_.least && since_state_ >= spacing_.times * state_size_;
    }
    // One that turns out too large for the blocks before it waits until they are more.
    void take_state() {
        canonical_bytes raw;
        loop_.encode(raw);
        before_->encode(raw);
        std::string bytes = sections_.state(next_, raw.bytes());
        state_size_ = bytes.size();
        if (!state_is_due()) return;
        before_block_ = std::move(bytes);
        last_state_ = next_;
        since_state_ = 0;
    }
};

}  // namespace

struct trace_writer::output {
    std::filesystem::path file;
    std::ofstream stream;
    pieces rest;

    output(std::filesystem::path f, const std::string& head, trace_spacing spacing)
        : file(std::move(f)), stream(part_of(file), std::ios::binary | std::ios::trunc), rest(head.size(), spacing) {
        put(head);
    }

    // To the system at once: what a kill leaves is what was written.
    void put(const std::string& bytes) {
        stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        stream.flush();
        if (!stream) fail(reason());
    }

    [[noreturn]] void fail(const std::string& why) {
        stream.close();
        std::error_code ignored;
        std::filesystem::remove(part_of(file), ignored);
        throw usage_error{fmt::format("cannot write {}: {}", named(file), why)};
    }

    void move_to_its_place() {
        stream.close();
        if (!stream) fail(reason());
        std::error_code error;
        std::filesystem::rename(part_of(file), file, error);
        if (error) fail(error.message());
    }
};

trace_writer::trace_writer(const std::filesystem::path& file, std::string_view token, trace_spacing spacing) {
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored) && !std::filesystem::is_regular_file(file, ignored)) {
        throw usage_error{fmt::format("cannot write {}: not a regular file", named(file))};
    }
    output_ = std::make_unique<output>(file, trace_format::head(token), spacing);
}

trace_writer::~trace_writer() = default;

event_id trace_writer::written() const { return output_->rest.next(); }

void trace_writer::write_whole_blocks(const trace& t) {
    while (output_->rest.has_whole_block(t)) output_->put(output_->rest.block(t));
    output_->rest.read_on(t);
}

void trace_writer::write(const trace& t) {
    write_whole_blocks(t);
    if (t.size() > written()) output_->put(output_->rest.block(t));
}

void trace_writer::finish(const trace& t) {
    write(t);
    output_->put(output_->rest.end());
    output_->move_to_its_place();
}

std::string encode_run(const trace& t, std::string_view token, trace_spacing spacing) {
    std::string bytes = trace_format::head(token);
    pieces rest(bytes.size(), spacing);
    while (rest.next() < t.size()) bytes += rest.block(t);
    return bytes + rest.end();
}

saved_run decode_run(std::string_view bytes) {
    trace_format::contents found = trace_format::read(bytes);
    saved_run run{std::string(found.token), std::move(found.events), ""};
    if (!found.complete) run.missing = what_was_cut_off(run.events.size(), run.events.empty() ? 0 : run.events.back().time);
    return run;
}

void save_run(const std::filesystem::path& file, const trace& t, std::string_view token, trace_spacing spacing) {
    trace_writer(file, token, spacing).finish(t);
}

std::ifstream open_trace(const std::filesystem::path& file) {
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored)) {
        throw usage_error{fmt::format("cannot read {}: it is a directory", named(file))};
    }
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        const std::string why = reason();
        const std::string hint = std::filesystem::exists(part_of(file), ignored)
                                     ? fmt::format("; {} is what a run that was killed has written of it", named(part_of(file)))
                                     : "";
        throw usage_error{fmt::format("cannot read {}: {}{}", named(file), why, hint)};
    }
    return in;
}

std::string what_was_cut_off(std::uint64_t events, std::int64_t end_time) {
    if (events == 0) return "the run was cut off before its first events were written";
    return fmt::format("the run was cut off while it was written; it has {} events, up to t={}, and its end is missing", events, format_time(end_time));
}

saved_run load_run(const std::filesystem::path& file) {
    std::ifstream in = open_trace(file);
    const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    try {
        return decode_run(bytes);
    } catch (const usage_error& e) {
        throw usage_error{fmt::format("{} {}", named(file), e.message)};
    }
}

run_outline outline_of(const std::filesystem::path& file, std::uint64_t small) {
    auto known = std::make_shared<const recording>(file);
    if (known->events() > small) return {known->token(), known->events(), known->missing(), known};
    saved_run whole = load_run(file);
    return {std::move(whole.token), whole.events.size(), std::move(whole.missing), nullptr};
}

}  // namespace sim
