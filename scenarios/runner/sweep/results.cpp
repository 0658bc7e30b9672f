#include "scenarios/runner/sweep/results.hpp"

#include <fmt/format.h>

#include <iterator>
#include <nlohmann/json.hpp>

#include "scenarios/catalogue.hpp"
#include "scenarios/runner/command.hpp"
#include "scenarios/runner/output_file.hpp"
#include "scenarios/runner/terminal.hpp"

namespace runner {

using json = nlohmann::ordered_json;

namespace {

constexpr int file_version = 1;

constexpr sim::run_state outcomes[] = {sim::run_state::ok, sim::run_state::exception, sim::run_state::deadlock,
                                       sim::run_state::limit};

json header(const sweep_plan& plan) {
    json j;
    j["orrery_sweep"] = file_version;
    j["base"] = sim::to_token(plan.base, scenarios::catalogue());
    j["seeds"] = to_string(plan.seeds);
    json parameters = json::array();
    const sim::scenario& what = *sim::find(scenarios::catalogue(), plan.base.scenario).what;
    for (const swept_parameter& p : plan.parameters) {
        json values = json::array();
        for (const auto& value : p.values) values.push_back(sim::to_string(parameter_named(what, p.name), value));
        parameters.push_back({{"name", p.name}, {"values", values}});
    }
    j["parameters"] = parameters;
    j["until_ns"] = plan.until_ns ? json(*plan.until_ns) : json(nullptr);
    j["max_steps"] = plan.max_steps;
    if (plan.part.count > 1) j["shard"] = fmt::format("{}/{}", plan.part.index, plan.part.count);
    return j;
}

json row_json(const sweep_plan& plan, const sweep_row& row) {
    json j;
    j["run"] = row.run;
    j["seed"] = plan.seed_of(row.run);
    for (std::size_t i = 0; i < plan.parameters.size(); ++i) {
        j["set"][plan.parameters[i].name] = plan.value_text(plan.combination_of(row.run), i);
    }
    j["outcome"] = outcome_name(row.state);
    j["end_ns"] = row.end_ns;
    j["events"] = row.events;
    j["tasks"] = row.tasks;
    j["warnings"] = row.warnings;
    j["digest"] = row.digest;
    if (!row.error.empty()) j["error"] = row.error;
    return j;
}

sweep_plan plan_from(const json& j) {
    sweep_plan plan;
    plan.base = sim::from_token(j.at("base").get<std::string>(), scenarios::catalogue());
    plan.seeds = parse_seeds(j.at("seeds").get<std::string>());
    const sim::scenario& what = *sim::find(scenarios::catalogue(), plan.base.scenario).what;
    for (const json& p : j.at("parameters")) {
        swept_parameter swept{p.at("name").get<std::string>(), {}};
        const sim::parameter& declared = parameter_named(what, swept.name);
        for (const json& value : p.at("values")) swept.values.push_back(sim::parse_value(declared, value.get<std::string>()));
        if (swept.values.empty()) throw sim::usage_error{"a parameter has no values"};
        plan.parameters.push_back(std::move(swept));
    }
    if (!j.at("until_ns").is_null()) plan.until_ns = j.at("until_ns").get<std::int64_t>();
    plan.max_steps = j.at("max_steps").get<std::uint64_t>();
    if (j.contains("shard")) plan.part = parse_shard(j.at("shard").get<std::string>());
    return plan;
}

sweep_row row_from(const json& j, const sweep_plan& plan) {
    sweep_row row;
    row.run = j.at("run").get<std::uint64_t>();
    if (row.run >= plan.runs()) throw sim::usage_error{fmt::format("run {} is not in its sweep", row.run)};
    const auto name = j.at("outcome").get<std::string>();
    for (const sim::run_state state : outcomes) {
        if (outcome_name(state) == name) row.state = state;
    }
    if (!row.done()) throw sim::usage_error{fmt::format("run {} has no outcome", row.run)};
    row.end_ns = j.at("end_ns").get<std::int64_t>();
    row.events = j.at("events").get<std::uint64_t>();
    row.tasks = j.at("tasks").get<std::uint32_t>();
    row.warnings = j.at("warnings").get<std::uint32_t>();
    row.digest = j.at("digest").get<std::string>();
    row.error = j.value("error", std::string());
    return row;
}

std::string quoted(const std::string& text) {  // RFC 4180
    if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) {
        out += c;
        if (c == '"') out += c;
    }
    return out + "\"";
}

}  // namespace

std::string_view outcome_name(sim::run_state state) {
    switch (state) {
        case sim::run_state::ok: return "ok";
        case sim::run_state::exception: return "error";
        case sim::run_state::deadlock: return "deadlock";
        case sim::run_state::limit: return "limit";
        case sim::run_state::running: break;
    }
    return "";
}

// One row a line: a program reads it as JSON, a person with grep.
std::string to_json(const sweep_results& results) {
    std::string text = header(results.plan).dump();
    text.pop_back();
    text += ",\n\"rows\": [";
    const char* separator = "\n";
    for (const sweep_row& row : results.rows) {
        text += separator;
        text += row_json(results.plan, row).dump();
        separator = ",\n";
    }
    return text + "\n]}\n";
}

std::string to_csv(const sweep_results& results) {
    std::string text = "run,seed";
    for (const swept_parameter& p : results.plan.parameters) text += "," + quoted(p.name);
    text += ",outcome,end_ns,events,tasks,warnings,digest,error\n";
    for (const sweep_row& row : results.rows) {
        text += fmt::format("{},{}", row.run, results.plan.seed_of(row.run));
        for (std::size_t i = 0; i < results.plan.parameters.size(); ++i) {
            text += "," + quoted(results.plan.value_text(results.plan.combination_of(row.run), i));
        }
        text += fmt::format(",{},{},{},{},{},{},{}\n", outcome_name(row.state), row.end_ns, row.events, row.tasks, row.warnings,
                            row.digest, quoted(row.error));
    }
    return text;
}

sweep_results from_json(std::string_view text, const std::string& name) {
    try {
        const json j = json::parse(text);
        if (!j.is_object() || !j.contains("orrery_sweep")) throw sim::usage_error{"it is not what `orrery sweep --json` writes"};
        if (j.at("orrery_sweep") != file_version) throw sim::usage_error{"it is of another version of orrery"};
        sweep_results results;
        results.plan = plan_from(j);
        for (const json& row : j.at("rows")) {
            results.rows.push_back(row_from(row, results.plan));
            if (results.rows.size() > 1 && results.rows.back().run <= results.rows[results.rows.size() - 2].run) {
                throw sim::usage_error{"its rows are not in order"};
            }
        }
        return results;
    } catch (const json::exception&) {
        throw sim::usage_error{"cannot read '" + name + "': it is not what `orrery sweep --json` writes"};
    } catch (const sim::usage_error& e) {
        throw sim::usage_error{"cannot read '" + name + "': " + e.message};
    }
}

void check(const results_output& where) {
    if (where.json == "-" && where.csv == "-") throw sim::usage_error{"--json and --csv cannot both go to standard output"};
}

void put(const sweep_results& results, const results_output& where) {
    for (const auto& [path, text] : {std::pair(where.json, &to_json), std::pair(where.csv, &to_csv)}) {
        if (path == "-") {
            write(text(results));
        } else if (!path.empty()) {
            write_file(path, text(results));
        }
    }
    if (where.json != "-" && where.csv != "-") write(summary(results));
    finish_output();
}

sim::run_state worst(const sweep_results& results) {
    for (const sweep_row& row : results.rows) {
        if (row.state != sim::run_state::ok) return row.state;
    }
    return sim::run_state::ok;
}

}  // namespace runner
