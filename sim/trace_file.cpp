#include "sim/trace_file.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>

#include "sim/byte_source.hpp"
#include "sim/plain_text.hpp"
#include "sim/scenario.hpp"
#include "sim/trace_block.hpp"
#include "sim/trace_format.hpp"
#include "sim/transcript.hpp"

namespace sim {
namespace {

std::string reason() { return std::generic_category().message(errno); }

std::string named(const std::filesystem::path& file) { return sim::quoted(file.string()); }

std::filesystem::path part_of(std::filesystem::path file) { return file += ".part"; }

// What a run that was cut off still has.
std::string what_is_missing(const trace& events) {
    if (events.empty()) return "the run was cut off before its first events were written";
    const event& last = events.back();
    return fmt::format("the run was cut off while it was written; it has {} events, up to t={}, and its end is missing", events.size(),
                       format_time(last.time));
}

// Everything of a run, a piece at a time.
class pieces {
public:
    explicit pieces(std::uint64_t offset) : offset_(offset) {}

    event_id next() const { return next_; }
    std::string block(const trace& t, event_id end) {
        std::string bytes = trace_format::block(t, next_, end);
        places_.push_back({offset_, next_, t[end - 1].time});
        offset_ += bytes.size();
        next_ = end;
        return bytes;
    }
    std::string index() const { return trace_format::index(places_, next_, offset_); }

private:
    std::uint64_t offset_;
    event_id next_ = 0;
    std::vector<trace_format::block_place> places_;
};

event_id end_of_block(event_id begin, std::size_t events) {
    return static_cast<event_id>(std::min(events, std::size_t{begin} + block_events));
}

}  // namespace

struct trace_writer::output {
    std::filesystem::path file;
    std::ofstream stream;
    pieces rest;

    output(std::filesystem::path f, const std::string& head)
        : file(std::move(f)), stream(part_of(file), std::ios::binary | std::ios::trunc), rest(head.size()) {
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

trace_writer::trace_writer(const std::filesystem::path& file, std::string_view token) {
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored) && !std::filesystem::is_regular_file(file, ignored)) {
        throw usage_error{fmt::format("cannot write {}: not a regular file", named(file))};
    }
    output_ = std::make_unique<output>(file, trace_format::head(token));
}

trace_writer::~trace_writer() = default;

event_id trace_writer::written() const { return output_->rest.next(); }

void trace_writer::write_whole_blocks(const trace& t) {
    while (t.size() - written() >= block_events) output_->put(output_->rest.block(t, end_of_block(written(), t.size())));
}

void trace_writer::write(const trace& t) {
    write_whole_blocks(t);
    if (t.size() > written()) output_->put(output_->rest.block(t, end_of_block(written(), t.size())));
}

void trace_writer::finish(const trace& t) {
    write(t);
    output_->put(output_->rest.index());
    output_->move_to_its_place();
}

std::string encode_run(const trace& t, std::string_view token) {
    std::string bytes = trace_format::head(token);
    pieces rest(bytes.size());
    while (rest.next() < t.size()) bytes += rest.block(t, end_of_block(rest.next(), t.size()));
    return bytes + rest.index();
}

saved_run decode_run(std::string_view bytes) {
    trace_format::contents found = trace_format::read(bytes);
    saved_run run{std::string(found.token), std::move(found.events), ""};
    if (!found.complete) run.missing = what_is_missing(run.events);
    return run;
}

void save_run(const std::filesystem::path& file, const trace& t, std::string_view token) { trace_writer(file, token).finish(t); }

namespace {

std::ifstream opened(const std::filesystem::path& file) {
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

std::string bytes_at(std::ifstream& in, std::uint64_t offset, std::size_t count) {
    std::string bytes(count, '\0');
    in.seekg(static_cast<std::streamoff>(offset));
    in.read(bytes.data(), static_cast<std::streamsize>(count));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    in.clear();
    return bytes;
}

// By its index, which the last eight bytes of the file lead to.
std::optional<std::uint64_t> events_of(std::ifstream& in, std::uint64_t size) {
    constexpr std::uint64_t largest_index = 64 * 1024 * 1024, trailer = 8;
    const std::string last = bytes_at(in, size - trailer, trailer);
    const std::uint64_t offset = byte_source(last).u64();
    if (offset >= size - trailer || size - trailer - offset > largest_index) return std::nullopt;
    return trace_format::events_in_index(bytes_at(in, offset, static_cast<std::size_t>(size - trailer - offset)));
}

}  // namespace

saved_run load_run(const std::filesystem::path& file) {
    std::ifstream in = opened(file);
    const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    try {
        return decode_run(bytes);
    } catch (const usage_error& e) {
        throw usage_error{fmt::format("{} {}", named(file), e.message)};
    }
}

run_outline outline_of(const std::filesystem::path& file, std::uint64_t small) {
    constexpr std::size_t longest_head = 1024 * 1024;
    std::ifstream in = opened(file);
    std::error_code ignored;
    const std::uint64_t size = std::filesystem::file_size(file, ignored);
    if (!ignored && size > small) {
        try {
            const std::string beginning = bytes_at(in, 0, longest_head);
            const std::string token(trace_format::token_of(beginning));
            if (const auto events = events_of(in, size)) return {token, *events, ""};
        } catch (const usage_error& e) {
            throw usage_error{fmt::format("{} {}", named(file), e.message)};
        }
    }
    saved_run whole = load_run(file);
    return {std::move(whole.token), whole.events.size(), std::move(whole.missing)};
}

}  // namespace sim
