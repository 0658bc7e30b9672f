#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "scenarios/catalogue.hpp"
#include "scenarios/runner/command.hpp"
#include "scenarios/runner/terminal.hpp"

namespace runner {

namespace {

struct row {
    std::string alias;
    const sim::scenario* what;
};

// One row for each program of the document, in the document's order: its numbers sort that way.
std::vector<row> programs_of(const std::string& document) {
    std::vector<row> rows;
    std::vector<std::string> documents;
    for (const sim::scenario* s : scenarios::catalogue()) {
        if (!s->document.empty()) documents.push_back(s->document);
        for (const sim::alias& a : s->aliases) {
            if (a.name.starts_with(document + "_")) rows.push_back({a.name, s});
        }
    }
    if (rows.empty()) {
        std::sort(documents.begin(), documents.end());
        documents.erase(std::unique(documents.begin(), documents.end()), documents.end());
        throw sim::usage_error{fmt::format("no document '{}'; there are {}", document.substr(0, 40),
                                           fmt::join(documents, ", "))};
    }
    std::sort(rows.begin(), rows.end(), [](const row& a, const row& b) { return a.alias < b.alias; });
    return rows;
}

nlohmann::ordered_json as_json(const sim::scenario& s) {
    nlohmann::ordered_json json{{"name", s.name},         {"group", s.group},     {"title", s.title},
                                {"lesson", s.lesson},     {"look", s.look},     {"source", s.source}, {"document", s.document}, {"section", s.section},
                                {"aliases", nlohmann::json::array()}};
    for (const sim::alias& a : s.aliases) json["aliases"].push_back(a.name);
    return json;
}

std::size_t longest_name() {
    std::size_t width = 0;
    for (const sim::scenario* s : scenarios::catalogue()) width = std::max(width, s->name.size());
    return width;
}

void list_by_group() {
    const std::size_t width = longest_name();
    std::string_view group;
    for (const sim::scenario* s : scenarios::catalogue()) {
        if (s->group != group) {
            write((group.empty() ? "" : "\n") + toned(s->group, tone::strong) + "\n");
            group = s->group;
        }
        write(fmt::format("  {}{:{}}  {}\n", s->name, "", width - s->name.size(), s->title));
        write(fmt::format("  {:{}}  {}\n", "", width, toned(s->lesson, tone::dim)));
    }
    write(toned("\norrery run NAME runs one; orrery info NAME tells its parameters.\n", tone::dim));
}

}  // namespace

exit_status list(const list_arguments& a) {
    if (a.json) {
        nlohmann::ordered_json all = nlohmann::json::array();
        if (a.document.empty()) {
            for (const sim::scenario* s : scenarios::catalogue()) all.push_back(as_json(*s));
        } else {
            for (const row& r : programs_of(a.document)) {
                all.push_back({{"alias", r.alias}, {"scenario", r.what->name}, {"section", r.what->section}});
            }
        }
        write(all.dump(2) + "\n");
    } else if (a.document.empty()) {
        list_by_group();
    } else {
        const std::size_t width = longest_name();
        for (const row& r : programs_of(a.document)) {
            write(fmt::format("{:8}  {:{}}  {}\n", r.alias, r.what->name, width, r.what->section));
        }
    }
    return exit_status::ok;
}

}  // namespace runner
