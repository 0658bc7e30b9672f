#include "sim/export_svg.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include "tale.hpp"

namespace {

std::string picture(tale::story& s, const sim::svg_options& options = {}) {
    std::ostringstream out;
    sim::write_svg(out, s.read(), options);
    return out.str();
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t n = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
    return n;
}

}  // namespace

TEST_CASE("a picture has a lane for each task, bars by state, and a legend of the states it shows") {
    tale::story s;
    tale::tell_semaphore(s);
    const std::string svg = picture(s);
    CHECK(svg.starts_with("<svg "));
    CHECK(svg.ends_with("</svg>\n"));
    CHECK(svg.find(">worker[1]</text>") != std::string::npos);
    CHECK(svg.find("waits for a lock or signal") != std::string::npos);
    CHECK(svg.find("waits for a queue") == std::string::npos);
    CHECK(svg.find("ends at 0.25 s") != std::string::npos);
    CHECK(count(svg, "class=\"l\"") == 2);  // one lane waits for a permit; and the legend
    CHECK(svg.size() < 6000);
}

TEST_CASE("a range of a picture shows only the tasks that live in it, and few lanes are followed by how many there are more") {
    tale::story s;
    tale::tell_semaphore(s);
    sim::svg_options options;
    options.most_lanes = 1;
    CHECK(picture(s, options).find("and 2 more") != std::string::npos);
    options.most_lanes = 32;
    options.from_ns = 100 * tale::ms;
    options.to_ns = 200 * tale::ms;
    const std::string part = picture(s, options);
    CHECK(part.find(">100 ms<") != std::string::npos);
    CHECK(part.find(">0 ms<") == std::string::npos);
}

TEST_CASE("names of tasks cannot break a picture, and a run without events is one") {
    tale::story empty;
    CHECK(picture(empty).ends_with("</svg>\n"));
    tale::story s;
    s.start(1, 0, "a<b>&\"\xff\n");
    const std::string svg = picture(s);
    CHECK(svg.find("a&lt;b&gt;&amp;&quot;\xef\xbf\xbd </text>") != std::string::npos);
}
