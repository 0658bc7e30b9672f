// What every scenario must say of itself.

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "scenarios/catalogue.hpp"
#include "tests/golden/golden.hpp"

namespace {

std::size_t sentences(const std::string& text) {
    std::size_t n = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool ends = text[i] == '.' || text[i] == '?' || text[i] == '!';
        if (ends && (i + 1 == text.size() || text[i + 1] == ' ')) ++n;
    }
    return n;
}

}  // namespace

TEST_CASE("a scenario says in its own words what it teaches and where to look") {
    for (const sim::scenario* s : scenarios::catalogue()) {
        CAPTURE(s->name);
        CHECK_FALSE(s->title.empty());
        CHECK(sentences(s->lesson) >= 1);
        CHECK(sentences(s->lesson) <= 2);
        CHECK(s->lesson.back() == '.');
        CHECK(sentences(s->look) >= 2);
        CHECK(sentences(s->look) <= 5);
        CHECK(std::ranges::find(scenarios::groups(), s->group) != scenarios::groups().end());
        for (const sim::parameter& p : s->parameters) {
            CAPTURE(p.name);
            CHECK_FALSE(p.help.empty());
            CHECK(sim::parse_value(p, sim::to_string(p, p.standard)) == p.standard);  // the default is in its own range
        }
    }
}

TEST_CASE("a scenario is one file of at most 80 lines, and its Python twin lies beside it") {
    for (const sim::scenario* s : scenarios::catalogue()) {
        CAPTURE(s->source);
        const std::string text = golden::read_file(s->source);
        CHECK(text.size() > 0);
        CHECK(std::ranges::count(text, '\n') <= 80);
        CHECK(golden::read_file(s->source.substr(0, s->source.rfind('.')) + ".py").find("asyncio.run(") != std::string::npos);
    }
}

TEST_CASE("no two scenarios share a name or an alias, and an alias tells its document") {
    std::set<std::string> seen;
    for (const sim::scenario* s : scenarios::catalogue()) {
        CHECK(seen.insert(s->name).second);
        for (const sim::alias& a : s->aliases) {
            CAPTURE(a.name);
            CHECK(seen.insert(a.name).second);
            CHECK(a.name.starts_with(s->document + "_"));
            CHECK_FALSE(s->section.empty());
        }
    }
}
