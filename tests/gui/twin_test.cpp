// The place in the Python twin that belongs to a line of a scenario.

#include <doctest/doctest.h>

#include "gui/draw/source_text.hpp"
#include "gui/draw/twin.hpp"
#include "scenarios/catalogue.hpp"

namespace {

// The line that has this text, from 1; 0: none has.
std::uint32_t line_of(const std::string& file, const std::string& text) {
    const auto& lines = gui::source_lines(file);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].find(text) != std::string::npos) return static_cast<std::uint32_t>(i + 1);
    }
    return 0;
}

std::string twin_line(const std::string& file, const std::string& text) {
    const auto place = gui::twin_of(file, line_of(file, text));
    REQUIRE(place);
    REQUIRE(place->line > 0);
    return gui::source_lines(place->file)[place->line - 1];
}

}  // namespace

TEST_CASE("an await has its twin in the function of the same name, also where a scenario keeps it in a header") {
    CHECK(twin_line("scenarios/patterns/downloads.cpp", "slots->scoped()").find("async with slots:") != std::string::npos);
    CHECK(twin_line("scenarios/patterns/downloads.cpp", "aio::sleep(world.random()").find("asyncio.sleep(random.uniform(") != std::string::npos);
    CHECK(twin_line("scenarios/tasks/task_states.hpp", "aio::sleep(seconds)").find("asyncio.sleep(seconds)") != std::string::npos);
    CHECK(twin_line("scenarios/requests/crawl.cpp", "session.get(").find("self.session.get(") != std::string::npos);
}

TEST_CASE("every scenario has a twin to show") {
    for (const sim::scenario* s : scenarios::catalogue()) {
        CAPTURE(s->source);
        CHECK(gui::twin_of(s->source, 1).has_value());
    }
}
