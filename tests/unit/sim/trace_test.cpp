#include "sim/digest.hpp"
#include "sim/trace.hpp"

#include "tale.hpp"

TEST_CASE("events are numbered from 0 in the order they are appended") {
    sim::trace t;
    CHECK(t.empty());
    CHECK(t.append(sim::event{}) == 0);
    CHECK(t.append(sim::event{}) == 1);
    CHECK(t.size() == 2);
}

TEST_CASE("equal strings have equal ids, in order of first use") {
    sim::trace t;
    CHECK(t.intern("") == 0);
    CHECK(t.intern("b") == 1);
    CHECK(t.intern("a") == 2);
    CHECK(t.intern(std::string("b")) == 1);
    CHECK(t.text(2) == "a");
    CHECK(t.text(0).empty());
}

TEST_CASE("many strings keep their ids and their places in memory") {
    sim::trace t;
    const std::uint32_t first = t.intern("short");
    const char* where = t.text(first).data();
    for (int i = 0; i < 5000; ++i) t.intern("text " + std::to_string(i));
    CHECK(t.text(first).data() == where);
    for (int i = 0; i < 5000; ++i) REQUIRE(t.intern("text " + std::to_string(i)) == static_cast<std::uint32_t>(i + 2));
    CHECK(t.strings().size() == 5002);
}

TEST_CASE("a line has one id, whatever copy of the file name it is reached through") {
    sim::trace t;
    const std::string one = "scenarios/a.cpp";
    const std::string two = "scenarios/a.cpp";
    CHECK(t.intern(aio::site{}) == 0);
    const std::uint32_t id = t.intern(aio::site{one.c_str(), 7});
    CHECK(id == 1);
    CHECK(t.intern(aio::site{two.c_str(), 7}) == id);
    CHECK(t.intern(aio::site{one.c_str(), 8}) == 2);
    CHECK(t.intern(aio::site{one.c_str(), 7}) == id);
    CHECK(t.site(id).file == "scenarios/a.cpp");
    CHECK(t.site(id).line == 7);
    CHECK(t.site(0).file.empty());
}

TEST_CASE("many lines keep their ids") {
    sim::trace t;
    for (std::uint32_t line = 1; line <= 3000; ++line) REQUIRE(t.intern(aio::site{"f.cpp", line}) == line);
    for (std::uint32_t line = 1; line <= 3000; ++line) REQUIRE(t.intern(aio::site{"f.cpp", line}) == line);
}

TEST_CASE("the digest is 32 hex digits and does not change from build to build") {
    tale::story s;
    tale::tell_semaphore(s);
    const std::string d = sim::digest(s.facts);
    CHECK(d.size() == 32);
    CHECK(d.find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK(d == "1b19d21467633fec2dfdcb0efa666d45");
}

TEST_CASE("the digest of a prefix is the digest of a trace that ends there") {
    tale::story whole;
    tale::tell_nonsense(whole, 3, 400);
    for (const std::size_t n : {0U, 1U, 17U, 200U, 399U, 400U}) {
        tale::story part;
        tale::tell_nonsense(part, 3, n);
        CHECK(sim::digest(whole.facts, n) == sim::digest(part.facts));
    }
    CHECK(sim::digest(whole.facts, 5000) == sim::digest(whole.facts));
}

TEST_CASE("long traces are hashed block by block") {
    tale::story a;
    tale::story b;
    tale::tell_nonsense(a, 9, 20'000);
    tale::tell_nonsense(b, 9, 20'001);
    CHECK(sim::digest(a.facts) == sim::digest(b.facts, 20'000));
    CHECK(sim::digest(a.facts) != sim::digest(b.facts));
}

TEST_CASE("every field but the source line reaches the digest") {
    const auto digest_with = [](auto change) {
        sim::trace t;
        t.intern("one");
        t.intern("two");
        sim::event e;
        e.kind = sim::event_kind::log;
        e.text = 1;
        change(e);
        t.append(e);
        return sim::digest(t);
    };
    const std::string plain = digest_with([](sim::event&) {});
    CHECK(digest_with([](sim::event& e) { e.site = 1; }) == plain);
    CHECK(digest_with([](sim::event& e) { e.time = 1; }) != plain);
    CHECK(digest_with([](sim::event& e) { e.value = 1; }) != plain);
    CHECK(digest_with([](sim::event& e) { e.cause = 0; }) != plain);
    CHECK(digest_with([](sim::event& e) { e.task = 1; }) != plain);
    CHECK(digest_with([](sim::event& e) { e.object = 1; }) != plain);
    CHECK(digest_with([](sim::event& e) { e.text = 2; }) != plain);
    CHECK(digest_with([](sim::event& e) { e.extra = 1; }) != plain);
    CHECK(digest_with([](sim::event& e) { e.detail = 1; }) != plain);
    CHECK(digest_with([](sim::event& e) { e.kind = sim::event_kind::deadlocked; }) != plain);
}
