#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "scenarios/catalogue.hpp"
#include "scenarios/runner/command.hpp"
#include "scenarios/runner/terminal.hpp"
#include "sim/trace_file.hpp"

namespace runner {

namespace {

constexpr const char* type_names[] = {"integer", "number", "duration", "flag", "choice"};

// The program's own text, kept beside the program in the build tree and where it is installed.
std::string source_text(const sim::scenario& s) {
    std::error_code error;
    const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
    const std::filesystem::path path = self.parent_path().parent_path() / "share" / "orrery" / s.source;
    std::ifstream file(path);
    if (!file) throw failure{"cannot read the source of " + s.name + ": " + path.string() + " is not there"};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// The same program in Python lies beside it.
std::string twin_of(const sim::scenario& s) { return s.source.substr(0, s.source.rfind('.')) + ".py"; }

// Lines of at most 100 letters.
std::string wrapped(std::string text) {
    for (std::size_t begin = 0; text.size() - begin > 100;) {
        const std::size_t blank = text.rfind(' ', begin + 100);
        if (blank == std::string::npos || blank <= begin) break;
        text[blank] = '\n';
        begin = blank + 1;
    }
    return text;
}

std::string alias_names(const sim::scenario& s) {
    std::string names;
    for (const sim::alias& alias : s.aliases) names += (names.empty() ? "" : ", ") + alias.name;
    return names;
}

std::string endings_text(sim::endings e) {
    std::string text = "well";
    if (e.error) text += ", or by an error";
    if (e.deadlock) text += ", or in a deadlock";
    return text;
}

nlohmann::ordered_json json_value(const sim::parameter_value& value) {
    return std::visit([](const auto& v) { return nlohmann::ordered_json(v); }, value);
}

nlohmann::ordered_json as_json(const sim::scenario& s) {
    nlohmann::ordered_json json{{"name", s.name},         {"group", s.group},     {"title", s.title},
                                {"lesson", s.lesson},     {"document", s.document}, {"section", s.section},
                                {"look", s.look},         {"source", s.source},     {"twin", twin_of(s)},
                                {"aliases", nlohmann::json::array()},
                                {"parameters", nlohmann::json::array()}};
    json["alias_values"] = nlohmann::ordered_json::object();  // what an alias sets
    for (const sim::alias& a : s.aliases) {
        json["aliases"].push_back(a.name);
        nlohmann::ordered_json& values = json["alias_values"][a.name] = nlohmann::ordered_json::object();
        for (const auto& [name, value] : a.values) values[name] = json_value(value);
    }
    for (const sim::parameter& p : s.parameters) {
        nlohmann::ordered_json one{{"name", p.name},
                                   {"type", type_names[static_cast<int>(p.type)]},
                                   {"default", json_value(p.standard)},
                                   {"help", p.help}};
        if (p.type == sim::parameter_type::choice) {
            one["choices"] = p.choices;
        } else if (p.type != sim::parameter_type::flag) {
            one["minimum"] = p.minimum;
            one["maximum"] = p.maximum;
            if (p.size) one["size"] = true;
        }
        json["parameters"].push_back(std::move(one));
    }
    return json;
}

void print_parameters(const sim::scenario& s) {
    std::size_t width = 0;
    for (const sim::parameter& p : s.parameters) width = std::max(width, p.name.size());
    for (const sim::parameter& p : s.parameters) {
        const std::string standard = sim::to_string(p, p.standard);
        write(fmt::format("  {:{}}  {:>6}  {}\n", p.name, width, standard, p.help));
        write(fmt::format("  {:{}}  {:6}  {}\n", "", width, "", toned(sim::range_text(p), tone::dim)));
    }
}

// A recorded run: what made it, and how much of it there is. Reads no event of a large one.
exit_status info_of_recording(const info_arguments& a) {
    if (a.source) throw sim::usage_error{"'" + a.name + "' is a recorded run; --source takes a scenario's name"};
    const sim::run_outline run = sim::outline_of(a.name);
    const std::uintmax_t bytes = std::filesystem::file_size(a.name);
    if (a.json) {
        const nlohmann::ordered_json json{
            {"file", a.name}, {"token", run.token}, {"events", run.events}, {"bytes", bytes}, {"missing", run.missing}};
        write(json.dump(2) + "\n");
        return exit_status::ok;
    }
    const double each = static_cast<double>(bytes) / static_cast<double>(std::max<std::uint64_t>(run.events, 1));
    write(fmt::format("{}  a recorded run\n\ntoken     {}\nevents    {}\nbytes     {}, {:.1f} an event\n",
                      toned(a.name, tone::strong), run.token, run.events, bytes, each));
    if (!run.missing.empty()) write(fmt::format("missing   {}\n", run.missing));
    write(toned(fmt::format("\norrery run '{}' makes the same run again\n", run.token), tone::dim));
    return exit_status::ok;
}

}  // namespace

exit_status info(const info_arguments& a) {
    if (is_recording(a.name)) return info_of_recording(a);
    const sim::scenario& s = *sim::find(scenarios::catalogue(), a.name).what;
    if (a.json) {
        write(as_json(s).dump(2) + "\n");
        return exit_status::ok;
    }
    if (a.source) {
        write(source_text(s));
        return exit_status::ok;
    }
    write(fmt::format("{}  {}\n", toned(s.name, tone::strong), s.title));
    write(wrapped(s.lesson) + "\n\n");
    if (!s.look.empty()) write(wrapped(s.look) + "\n\n");
    write(fmt::format("group     {}\n", s.group));
    if (!s.document.empty()) write(fmt::format("from      document {}, \"{}\"\n", s.document, s.section));
    if (!s.aliases.empty()) write(fmt::format("also      {}\n", alias_names(s)));
    write(fmt::format("source    {}\ntwin      {}\nends      {}\n", s.source, twin_of(s), endings_text(s.may_end)));
    if (!s.parameters.empty()) {
        write("\nparameters, with their defaults:\n");
        print_parameters(s);
        const sim::parameter& first = s.parameters.front();
        write(toned(fmt::format("\norrery run {} --set {}={}\n", s.name, first.name, sim::to_string(first, first.standard)),
                    tone::dim));
    }
    return exit_status::ok;
}

}  // namespace runner
