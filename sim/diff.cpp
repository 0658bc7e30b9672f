#include "sim/diff.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "sim/event_names.hpp"
#include "sim/narration.hpp"
#include "sim/words.hpp"

namespace sim {
namespace {

std::string does(const timeline& t, event_id number) {
    if (number >= t.size()) {
        return "(nothing more)";
    }
    return fmt::format("[{}] {}", words::moment(t.source()[number].time), narrate(t, number));
}

std::string beginning(const timeline& t, event_id number) {
    if (number == 0) {
        return "The runs differ from the start.";
    }
    return fmt::format("The runs agree for {}, until {}.", words::count(number, "event", "events"),
                       words::moment(t.knows(number - 1) ? t.source()[number - 1].time : t.start_time()));
}

}  // namespace

bool same_event(const trace& a, const trace& b, event_id number) {
    const event x = a[number], y = b[number];
    const bool words = a.text(x.text) == b.text(y.text);
    const bool values = value_is_text(x.kind) && x.kind == y.kind
                            ? a.text(static_cast<std::uint32_t>(x.value)) == b.text(static_cast<std::uint32_t>(y.value))
                            : x.value == y.value;
    return x.kind == y.kind && x.detail == y.detail && x.time == y.time && x.task == y.task && x.object == y.object &&
           x.extra == y.extra && x.cause == y.cause && words && values;
}

divergence parting(const timeline& a, const timeline& b, event_id number) {
    return {number, fmt::format("{} Then the first: {} The second: {}", beginning(a, number), does(a, number), does(b, number))};
}

std::optional<divergence> first_divergence(const timeline& a, const timeline& b) {
    const auto common = static_cast<event_id>(std::min(a.size(), b.size()));
    event_id number = 0;
    while (number < common && same_event(a.source(), b.source(), number)) {
        ++number;
    }
    if (number == a.size() && number == b.size()) {
        return std::nullopt;
    }
    return parting(a, b, number);
}

}  // namespace sim
