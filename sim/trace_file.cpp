#include "sim/trace_file.hpp"

#include <fmt/core.h>
#include <xxhash.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include "sim/canonical_bytes.hpp"
#include "sim/plain_text.hpp"
#include "sim/scenario.hpp"
#include "sim/trace_check.hpp"

namespace sim {
namespace {

constexpr std::string_view magic = "orrery\x1a\n";  // ends like PNG's: a file sent as text does not survive
constexpr std::uint32_t version = 1;
constexpr std::size_t event_bytes = 8 + 8 + 6 * 4 + 2;
constexpr std::size_t most_sites = 20'000;

void encode(canonical_bytes& out, const event& e) {
    out.i64(e.time);
    out.i64(e.value);
    out.u32(e.cause);
    out.u32(e.task);
    out.u32(e.object);
    out.u32(e.site);
    out.u32(e.text);
    out.u32(e.extra);
    out.u8(static_cast<std::uint8_t>(e.kind));
    out.u8(e.detail);
}

[[noreturn]] void damaged(std::string_view how) { throw usage_error{fmt::format("is a damaged trace: {}", how)}; }

// Reads what canonical_bytes wrote. Never past the end.
class source {
public:
    explicit source(std::string_view bytes) : rest_(bytes) {}

    std::string_view take(std::size_t n) {
        if (n > rest_.size()) {
            damaged("it ends too early");
        }
        const std::string_view part = rest_.substr(0, n);
        rest_.remove_prefix(n);
        return part;
    }
    std::uint8_t u8() { return static_cast<std::uint8_t>(take(1)[0]); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
    std::uint64_t u64() { return number(8); }
    std::int64_t i64() { return static_cast<std::int64_t>(u64()); }
    std::string_view text() { return take(u32()); }
    std::size_t left() const { return rest_.size(); }

private:
    std::string_view rest_;

    std::uint64_t number(std::size_t width) {
        std::uint64_t v = 0;
        const std::string_view part = take(width);
        for (std::size_t i = 0; i < width; ++i) {
            v |= std::uint64_t{static_cast<unsigned char>(part[i])} << (8 * i);
        }
        return v;
    }
};

event decode_event(source& in) {
    event e;
    e.time = in.i64();
    e.value = in.i64();
    e.cause = in.u32();
    e.task = in.u32();
    e.object = in.u32();
    e.site = in.u32();
    e.text = in.u32();
    e.extra = in.u32();
    e.kind = static_cast<event_kind>(in.u8());
    e.detail = in.u8();
    return e;
}

void decode_tables(source& in, trace& into) {
    const std::uint32_t strings = in.u32();
    for (std::uint32_t id = 1; id <= strings; ++id) {
        if (into.intern(in.text()) != id) {
            damaged("a text is there twice");
        }
    }
    const std::uint32_t sites = in.u32();
    if (sites > most_sites) {
        damaged("too many source lines");
    }
    for (std::uint32_t id = 1; id <= sites; ++id) {
        const std::string_view file = in.text();
        if (into.intern_site(file, in.u32()) != id) {
            damaged("a source line is there twice");
        }
    }
}

// What surrounds the body: magic and version before it, the checksum after it.
std::string_view body_of(std::string_view bytes) {
    if (bytes.substr(0, magic.size()) != magic) {
        throw usage_error{"is not an orrery trace"};
    }
    source head(bytes.substr(magic.size()));
    if (const std::uint32_t found = head.u32(); found != version) {
        throw usage_error{fmt::format("is a trace of format {}; this program reads format {}", found, version)};
    }
    if (head.left() < 8) {
        damaged("it ends too early");
    }
    const std::string_view hashed = bytes.substr(0, bytes.size() - 8);
    if (source(bytes.substr(bytes.size() - 8)).u64() != XXH3_64bits(hashed.data(), hashed.size())) {
        damaged("its checksum is wrong");
    }
    return hashed.substr(magic.size() + 4);
}

std::string reason() { return std::generic_category().message(errno); }

std::string named(const std::filesystem::path& file) { return sim::quoted(file.string()); }

}  // namespace

std::string encode_run(const trace& t, std::string_view token) {
    canonical_bytes out;
    for (const char c : magic) {
        out.u8(static_cast<std::uint8_t>(c));
    }
    out.u32(version);
    out.text(token);
    out.u32(static_cast<std::uint32_t>(t.strings().size() - 1));
    for (std::size_t id = 1; id < t.strings().size(); ++id) {
        out.text(t.strings()[id]);
    }
    out.u32(static_cast<std::uint32_t>(t.sites().size() - 1));
    for (std::size_t id = 1; id < t.sites().size(); ++id) {
        out.text(t.sites()[id].file);
        out.u32(t.sites()[id].line);
    }
    out.u64(t.size());
    for (const event& e : t.events()) {
        encode(out, e);
    }
    out.u64(XXH3_64bits(out.bytes().data(), out.size()));
    return out.bytes();
}

saved_run decode_run(std::string_view bytes) {
    source in(body_of(bytes));
    saved_run run;
    run.token = in.text();
    decode_tables(in, run.events);
    const std::uint64_t events = in.u64();
    if (in.left() % event_bytes != 0 || events != in.left() / event_bytes || events >= no_event) {
        damaged("its length does not fit its number of events");
    }
    run.events.reserve(static_cast<std::size_t>(events));
    while (in.left() > 0) {
        run.events.append(decode_event(in));
    }
    if (const std::string fault = fault_in(run.events); !fault.empty()) {
        damaged(fault);
    }
    return run;
}

void save_run(const std::filesystem::path& file, const trace& t, std::string_view token) {
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored) && !std::filesystem::is_regular_file(file, ignored)) {
        throw usage_error{fmt::format("cannot write {}: not a regular file", named(file))};
    }
    std::filesystem::path part = file;
    part += ".part";
    const std::string bytes = encode_run(t, token);
    std::ofstream out(part, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) {
        const std::string why = reason();
        std::filesystem::remove(part, ignored);
        throw usage_error{fmt::format("cannot write {}: {}", named(file), why)};
    }
    std::error_code error;
    std::filesystem::rename(part, file, error);
    if (error) {
        std::filesystem::remove(part, ignored);
        throw usage_error{fmt::format("cannot write {}: {}", named(file), error.message())};
    }
}

saved_run load_run(const std::filesystem::path& file) {
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored)) {
        throw usage_error{fmt::format("cannot read {}: it is a directory", named(file))};
    }
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        throw usage_error{fmt::format("cannot read {}: {}", named(file), reason())};
    }
    const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    try {
        return decode_run(bytes);
    } catch (const usage_error& e) {
        throw usage_error{fmt::format("{} {}", named(file), e.message)};
    }
}

}  // namespace sim
