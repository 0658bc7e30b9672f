// orrery: the headless front of the catalogue.

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <exception>

#include "scenarios/catalogue.hpp"
#include "scenarios/runner/command.hpp"
#include "scenarios/runner/interrupt.hpp"
#include "scenarios/runner/terminal.hpp"

namespace {

using runner::exit_status;

constexpr const char* footer =
    "Exit status: 0 the program ended, 1 it ended by an error, 2 bad usage, 3 deadlock,\n"
    "4 a limit (--until, --max-steps) stopped it. Interrupted (Ctrl-C): 130 from export and diff.";

void add_run_options(CLI::App& app, runner::run_arguments& a) {
    app.add_option("--seed", a.seed, "seed of the random numbers (default 42)")->type_name("N");
    app.add_option("--set", a.settings, "a parameter, as in --set limit=3; repeatable; see `orrery info NAME`")
        ->type_name("NAME=VALUE")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    app.add_option("--until", a.until, "stop before virtual time passes this: 10s, 200ms, 1.5")->type_name("TIME");
    app.add_option("--max-steps", a.max_steps, "stop after this many handles of the loop")->type_name("N");
}

void add_result_options(CLI::App& app, std::string& json, std::string& csv) {
    app.add_option("--json", json, "all results into a file, `-` for standard output")->type_name("FILE");
    app.add_option("--csv", csv, "the same as a table")->type_name("FILE");
}

// "--real-time" or "--real-time=0.5".
double real_time_speed(const std::string& text) {
    const sim::parameter speed = sim::number("--real-time", 1, 0.001, 1e6, "");
    return std::get<double>(sim::parse_value(speed, text.empty() ? "1" : text));
}

// What CLI11 found wrong, on one line.
std::string one_line(std::string text) {
    for (char& c : text) {
        if (c == '\n') c = ' ';
    }
    return text;
}

int run_command(int argc, char** argv) {
    CLI::App app{"orrery: asyncio's semantics on a virtual clock. Runs scenarios deterministically."};
    app.name("orrery");
    app.footer(footer);
    app.require_subcommand(1);
    app.set_version_flag("--version", "orrery " ORRERY_VERSION);
    exit_status status = exit_status::ok;

    runner::list_arguments list;
    CLI::App* list_app = app.add_subcommand("list", "the scenarios, by group");
    list_app->add_option("--document", list.document, "the programs of one document, in its order: 002")->type_name("NUMBER");
    list_app->add_flag("--json", list.json, "for programs");
    list_app->callback([&] { status = runner::list(list); });

    runner::info_arguments info;
    CLI::App* info_app = app.add_subcommand("info", "what a scenario shows, and its parameters; what a recorded run is of");
    info_app->add_option("NAME", info.name, "a scenario, an alias such as 002_17, or the file of a recorded run")->required();
    info_app->add_flag("--json", info.json, "for programs");
    info_app->add_flag("--source", info.source, "print the program's text");
    info_app->callback([&] { status = runner::info(info); });

    runner::run_command_arguments run;
    std::string real_time;
    CLI::App* run_app = app.add_subcommand("run", "run a scenario and print its transcript");
    run_app->add_option("NAME", run.name, "a scenario, an alias such as 002_17, or a token");
    add_run_options(*run_app, run);
    run_app->add_option("--token", run.token, "run exactly what a token says")->type_name("TOKEN");
    run_app->add_flag("--json", run.json, "the whole run as JSON instead of the transcript");
    run_app->add_flag("--digest", run.digest, "the digest of the run instead of the transcript");
    run_app->add_option("--trace", run.trace_file, "record the run into a file")->type_name("FILE");
    CLI::Option* paced = run_app->add_option("--real-time", real_time, "print at the pace of the clock, SPEED times as fast")
                             ->type_name("[=SPEED]")
                             ->expected(0, 1);
    run_app->footer(footer);
    run_app->callback([&] {
        if (paced->count() > 0) run.real_time = real_time_speed(real_time);
        if (run.name.empty() && run.token.empty()) {
            throw sim::usage_error{"run needs a scenario; `orrery list` names them all"};
        }
        status = runner::run(run);
    });

    runner::export_arguments exported;
    CLI::App* export_app = app.add_subcommand("export", "a run in another form");
    export_app->add_option("NAME", exported.name, "a scenario, alias, token, or a file made by run --trace")->required();
    add_run_options(*export_app, exported);
    export_app->add_option("--format", exported.format, "chrome (Perfetto reads it too), json, csv, svg, png (the window) or text")->type_name("FORMAT");
    export_app->add_option("--to", exported.to, "a format as above, or a file whose name ends in it: run.svg")->type_name("FORMAT|FILE");
    export_app->add_option("--range", exported.range, "the part of the run an svg or png shows, as 1s..2.5s")->type_name("FROM..TO");
    export_app->add_option("--at", exported.at, "png: where the playhead is, as 1.2s or as an event #128 (default: the end)")->type_name("MOMENT");
    export_app->add_option("--size", exported.size, "png: of the window (default 1440x900)")->type_name("WxH");
    export_app->add_option("--theme", exported.theme, "png: dark (default) or light")->type_name("THEME");
    export_app->add_option("-o,--output", exported.output, "a file instead of standard output")->type_name("FILE");
    export_app->callback([&] { status = runner::export_run(exported); });

    runner::why_arguments why;
    CLI::App* why_app = app.add_subcommand("why", "why tasks are where they are at a moment, and what will wake them");
    why_app->add_option("NAME", why.name, "a scenario, an alias such as 002_17, or a token")->required();
    why_app->add_option("--task", why.task, "one task, as main/download[2] or download[2] (default: all that are alive)")->type_name("TASK");
    why_app->add_option("--at", why.at, "the moment, as 1.2s or as an event #128 (default: the end)")->type_name("MOMENT");
    add_run_options(*why_app, why);
    why_app->callback([&] { status = runner::why(why); });

    runner::diff_arguments diff;
    CLI::App* diff_app = app.add_subcommand("diff", "where two runs part; exit status 0 when they are equal, 1 when not");
    diff_app->add_option("A", diff.a, "a scenario, alias, token, or a file made by run --trace")->required();
    diff_app->add_option("B", diff.b, "the other one")->required();
    diff_app->add_option("--seed", diff.seed, "seed of the runs that are made now (default 42)")->type_name("N");
    diff_app->callback([&] { status = runner::diff(diff); });

    runner::sweep_arguments sweep;
    CLI::App* sweep_app = app.add_subcommand("sweep", "run a scenario with many seeds and parameters, on all processors");
    sweep_app->add_option("NAME", sweep.name, "a scenario, or an alias such as 002_17")->required();
    sweep_app->add_option("--seeds", sweep.seeds, "0..9999, or 1,5,10..20")->type_name("SEEDS")->required();
    sweep_app->add_option("--set", sweep.settings, "a parameter and its values, as in --set limit=1,2,3; repeatable: all combinations")
        ->type_name("NAME=VALUES")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    sweep_app->add_option("--until", sweep.until, "stop each run before virtual time passes this: 10s")->type_name("TIME");
    sweep_app->add_option("--max-steps", sweep.max_steps, "stop each run after this many handles of the loop")->type_name("N");
    sweep_app->add_option("--threads", sweep.threads, "runs at a time (default: one a processor)")->type_name("N");
    sweep_app->add_option("--shard", sweep.shard, "only part I of N, as in 2/8; `merge` joins the parts")->type_name("I/N");
    add_result_options(*sweep_app, sweep.json, sweep.csv);
    sweep_app->footer("Exit status: that of the first run, by number, that did not end well; 4 also when interrupted (what is\n"
                      "done is kept); 0 when all ended well.");
    sweep_app->callback([&] { status = runner::sweep(sweep); });

    runner::merge_arguments merge;
    CLI::App* merge_app = app.add_subcommand("merge", "the parts of a sweep as one");
    merge_app->add_option("FILES", merge.files, "what sweep --shard I/N --json FILE wrote")->required();
    add_result_options(*merge_app, merge.json, merge.csv);
    merge_app->callback([&] { status = runner::merge(merge); });

    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& e) {  // --help, --version
        return app.exit(e);
    } catch (const CLI::ParseError& e) {
        const char* known[] = {"list", "info", "run", "export", "why", "diff", "sweep", "merge"};
        std::string hint = "; `orrery --help` tells the usage";
        if (argc > 1 && argv[1][0] != '-') {
            const std::vector<std::string> names(std::begin(known), std::end(known));
            const bool is_command = std::find(names.begin(), names.end(), argv[1]) != names.end();
            const std::string near = is_command ? std::string() : sim::nearest(argv[1], names);
            if (is_command) hint = std::string("; `orrery ") + argv[1] + " --help` tells the usage";
            if (!is_command) {
                throw sim::usage_error{std::string("no command '") + std::string(argv[1]).substr(0, 40) + "'" +
                                       (near.empty() ? hint : "; did you mean '" + near + "'?")};
            }
        }
        throw sim::usage_error{one_line(e.what()) + hint};
    }
    runner::finish_output();
    return static_cast<int>(status);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run_command(argc, argv);
    } catch (const sim::usage_error& e) {
        fmt::print(stderr, "orrery: {}\n", e.message);
        return static_cast<int>(exit_status::usage);
    } catch (const runner::interruption&) {
        fmt::print(stderr, "orrery: interrupted; what was to be written is not there, or not whole\n");
        return static_cast<int>(exit_status::interrupted);
    } catch (const runner::failure& e) {
        fmt::print(stderr, "orrery: {}\n", e.message);
        return static_cast<int>(exit_status::failed);
    } catch (const std::exception& e) {
        fmt::print(stderr, "orrery: {}\n", e.what());
        return static_cast<int>(exit_status::failed);
    }
}
