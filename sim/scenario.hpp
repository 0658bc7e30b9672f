#pragma once
// What a scenario is: a coroutine and what people need to know about it. Window, command line, tests and documents are
// made from this.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace aio {
template <class T>
class coro;
}

namespace sim {

class world;

using parameter_value = std::variant<std::int64_t, double, bool, std::string>;

enum class parameter_type : std::uint8_t {
    integer,   // value: int64
    number,    // value: double
    duration,  // value: double, in seconds; written "1.5s", "200ms"
    flag,      // value: bool
    choice,    // value: string, one of `choices`
};

struct parameter {
    std::string name;  // "limit": as in --set limit=3
    parameter_type type{};
    parameter_value standard;  // the default
    double minimum = 0;        // integer, number, duration: range, both ends allowed
    double maximum = 0;
    std::vector<std::string> choices;
    std::string help;  // one line
    bool size = false;  // an integer that says how much work there is: its maximum is for measuring
};

parameter integer(std::string name, std::int64_t standard, std::int64_t minimum, std::int64_t maximum, std::string help);
parameter size(std::string name, std::int64_t standard, std::int64_t minimum, std::int64_t maximum, std::string help);
parameter number(std::string name, double standard, double minimum, double maximum, std::string help);
parameter duration(std::string name, double standard_s, double minimum_s, double maximum_s, std::string help);
parameter flag(std::string name, bool standard, std::string help);
parameter choice(std::string name, std::string standard, std::vector<std::string> choices, std::string help);

using parameter_values = std::vector<std::pair<std::string, parameter_value>>;  // only what differs from the default

// A value as people write it: "3", "0.5", "1.5s", "yes". parse_value throws usage_error with what is wrong and what
// would be right.
std::string to_string(const parameter&, const parameter_value&);
parameter_value parse_value(const parameter&, std::string_view text);
std::string range_text(const parameter&);  // "1 to 64", "0.01s to 60s", "yes or no", "fifo, lifo"

// Another name for a scenario with some parameters set: the number of a program in the documents.
struct alias {
    std::string name;  // "002_17"
    parameter_values values;
};

// How a run may end, whatever its parameters.
struct endings {
    bool error = false;
    bool deadlock = false;
};

struct scenario {
    std::string name;      // "producer-consumer"
    std::string group;     // "patterns"
    std::string title;     // "Producer and consumer"
    std::string lesson;    // one sentence: what this teaches
    std::string look = {};  // two to five sentences: which lane to look at, and at which moment
    std::string document = {};  // "002"; none: a scenario of our own
    std::string section = {};   // "Producer-Consumer"
    std::vector<alias> aliases = {};
    std::vector<parameter> parameters = {};
    endings may_end = {};  // besides ok
    std::string source;  // "scenarios/patterns/producer_consumer.cpp"
    aio::coro<void> (*program)(world&) = nullptr;
};

const parameter* find_parameter(const scenario&, std::string_view name);

// Every scenario there is, in the order of the picker. Passed around, so that nothing here depends on the list.
using catalogue = std::span<const scenario* const>;

struct found {
    const scenario* what = nullptr;
    const alias* by = nullptr;  // the alias it was found under
};
// By name or alias; throws usage_error naming the nearest.
found find(catalogue, std::string_view name_or_alias);

// Wrong input from a person: the text is one line that says what is wrong and what would be right. Exit status 2.
struct usage_error {
    std::string message;
};

// The nearest of `names` to what was typed, or "" when none is near.
std::string nearest(std::string_view typed, std::span<const std::string> names);

}  // namespace sim
