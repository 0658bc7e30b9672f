#pragma once
// The `orrery` command: one function for each of its subcommands.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/run_spec.hpp"
#include "sim/session.hpp"

namespace runner {

// Exit statuses, as documented in --help.
enum class exit_status : std::uint8_t {
    ok = 0,        // the program ended
    failed = 1,    // it ended by an error, or something failed while running
    usage = 2,     // the command line was wrong
    deadlock = 3,  // the program deadlocked
    limit = 4,     // --until or --max-steps stopped it
    interrupted = 130,  // Ctrl-C, and nothing was kept
};

exit_status status_of(sim::run_state);

// Something failed while running (a file could not be written...): one line, exit status 1.
struct failure {
    std::string message;
};

// What the options of run, export and diff say about the run, as typed.
struct run_arguments {
    std::string name;  // scenario, alias or token; export and diff: also a recorded file
    std::optional<std::string> seed;
    std::vector<std::string> settings;  // "limit=3"
    std::string token;
    std::optional<std::string> until;
    std::optional<std::string> max_steps;
};

bool is_recording(const std::string& name);  // names a file, which goes before a scenario of that name
sim::run_spec spec_of(const run_arguments&);  // throws usage_error
sim::limits limits_of(const run_arguments&);  // throws usage_error

// The words of a command line, taken apart; each throws usage_error with what would be right.
std::uint64_t whole_number(std::string_view option, const std::string& text);
std::pair<std::string, std::string> split_setting(const std::string& setting);  // "limit=3": limit, 3
const sim::parameter& parameter_named(const sim::scenario&, const std::string& name);
void set_parameter(sim::run_spec&, const std::string& name, sim::parameter_value);

struct list_arguments {
    std::string document;  // "002": its programs, in its order; empty: all scenarios by group
    bool json = false;
};
exit_status list(const list_arguments&);

struct info_arguments {
    std::string name;
    bool json = false;
    bool source = false;  // print the program's text
};
exit_status info(const info_arguments&);

struct run_command_arguments : run_arguments {
    bool json = false;
    bool digest = false;
    std::string trace_file;
    std::optional<double> real_time;  // virtual seconds per second
};
exit_status run(const run_command_arguments&);

struct export_arguments : run_arguments {
    std::string format = "chrome";
    std::string output;  // empty: stdout
    std::string to;      // a format, or a file whose name ends in one; empty: as format and output say
    std::string range;   // svg, png: "1s..3s"; empty: the whole run
    std::string at;      // png: the moment, as "1.2s" or "#128"; empty: the end
    std::string size;    // png: "1440x900"
    std::string theme;   // png: "dark" or "light"
};
exit_status export_run(const export_arguments&);
exit_status export_picture(const export_arguments&);  // png, of the window

struct why_arguments : run_arguments {
    std::string task;  // path or short name; empty: every task that is alive
    std::string at;    // "1.2s", "#128"; empty: the end of the run
};
exit_status why(const why_arguments&);

struct diff_arguments {
    std::string a, b;  // scenario, alias, token or recorded file
    std::optional<std::string> seed;
};
exit_status diff(const diff_arguments&);

struct sweep_arguments : run_arguments {  // settings: "limit=1,2,3"
    std::string seeds;                    // "0..9999", "1,5,9"
    std::string shard;                    // "2/8": the second of eight parts; empty: all of it
    std::optional<std::string> threads;
    std::string json;  // a file for the results, "-": stdout instead of the summary
    std::string csv;
};
exit_status sweep(const sweep_arguments&);

struct merge_arguments {
    std::vector<std::string> files;  // what sweep --json wrote
    std::string json;
    std::string csv;
};
exit_status merge(const merge_arguments&);

}  // namespace runner
