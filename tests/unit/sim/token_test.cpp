#include <xxhash.h>

#include <cmath>
#include <cstdio>

#include "sim/run_spec.hpp"
#include "tale.hpp"

namespace {

struct library {
    sim::scenario first;
    sim::scenario second;
    std::vector<const sim::scenario*> list{&first, &second};

    library() {
        first.name = "downloads";
        first.parameters = {sim::integer("limit", 3, -100, 1'000'000'000'000, ""), sim::number("loss", 0, -1e300, 1e300, ""),
                            sim::duration("delay", 0.25, 0, 1e9, ""), sim::flag("fair", true, ""),
                            sim::choice("order", "fifo", {"fifo", "last in, first out", "~@=%&;'\"", "\xc3\xa9t\xc3\xa9"}, "")};
        first.aliases = {{"000_06", {{"limit", std::int64_t{5}}, {"fair", false}}}};
        second.name = "chat";
    }
    sim::catalogue all() const { return list; }
};

sim::run_spec spec_of(std::string name, sim::parameter_values values = {}) {
    sim::run_spec s;
    s.scenario = std::move(name);
    s.parameters = std::move(values);
    return s;
}

template <class F>
std::string refusal(F f) {
    try {
        f();
    } catch (const sim::usage_error& e) {
        REQUIRE(!e.message.empty());
        REQUIRE(e.message.size() < 400);
        for (const char c : e.message) REQUIRE(static_cast<unsigned char>(c) >= 0x20);
        return e.message;
    }
    return "";
}

}  // namespace

TEST_CASE("a normalised spec has sorted parameters without defaults") {
    const library l;
    const auto n = sim::normalised(spec_of("downloads", {{"loss", 0.5}, {"delay", std::int64_t{2}}, {"limit", std::int64_t{3}}}), l.all());
    CHECK(n.parameters == sim::parameter_values{{"delay", 2.0}, {"loss", 0.5}});
    CHECK(sim::normalised(n, l.all()) == n);
}

TEST_CASE("an alias stands for its scenario and its values, which a given value overrides") {
    const library l;
    const auto n = sim::normalised(spec_of("000_06", {{"limit", std::int64_t{7}}}), l.all());
    CHECK(n.scenario == "downloads");
    CHECK(n.parameters == sim::parameter_values{{"fair", false}, {"limit", std::int64_t{7}}});
    const auto back = sim::normalised(spec_of("000_06", {{"limit", std::int64_t{3}}}), l.all());
    CHECK(back.parameters == sim::parameter_values{{"fair", false}});
}

TEST_CASE("a spec that cannot be is refused in one line") {
    const library l;
    const auto refuse = [&l](sim::run_spec s) { return refusal([&] { sim::normalised(std::move(s), l.all()); }); };
    CHECK(refuse(spec_of("downloads", {{"limt", std::int64_t{1}}})) == "downloads has no parameter \"limt\"; did you mean \"limit\"?");
    CHECK(refuse(spec_of("chat", {{"x", true}})) == "chat has no parameter \"x\"; it has none");
    CHECK(refuse(spec_of("downloads", {{"limit", true}})).find("wrong type") != std::string::npos);
    CHECK(refuse(spec_of("downloads", {{"limit", std::int64_t{-101}}})).find("out of range") != std::string::npos);
    CHECK(refuse(spec_of("downloads", {{"loss", std::nan("")}})).find("finite") != std::string::npos);
    CHECK(refuse(spec_of("downloads", {{"order", std::string("zig")}})).find("order") == 0);
    CHECK(refuse(spec_of("downloads", {{"limit", std::int64_t{1}}, {"limit", std::int64_t{2}}})).find("twice") != std::string::npos);
    sim::run_spec twice = spec_of("chat");
    twice.choices = {{4, 1}, {4, 2}};
    CHECK(refuse(twice).find("twice") != std::string::npos);
}

TEST_CASE("a token looks as documented and is safe in a shell") {
    const library l;
    sim::run_spec s = spec_of("downloads", {{"limit", std::int64_t{4}}, {"order", std::string("last in, first out")}});
    s.choices = {{12, 1}, {3, 2}, {5, 0}};
    const std::string token = sim::to_token(s, l.all());
    CHECK(token.substr(0, token.rfind('~')) == "o1~downloads~42~limit=4~order=last%20in%2c%20first%20out~@3.2,12.1");
    CHECK(token.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789~=%@.,+-_") == std::string::npos);
    CHECK(sim::from_token(token, l.all()) == sim::normalised(s, l.all()));
}

TEST_CASE("every spec comes back from its token") {
    const library l;
    sim::rng dice(1);
    const char* const orders[] = {"fifo", "last in, first out", "~@=%&;'\"", "\xc3\xa9t\xc3\xa9"};
    for (int round = 0; round < 500; ++round) {
        sim::run_spec s = spec_of(dice.randbelow(4) == 0 ? "chat" : "downloads");
        s.seed = (std::uint64_t{dice.bits32()} << 32) | dice.bits32();
        if (s.scenario == "downloads") {
            s.parameters = {{"limit", dice.randint(-100, 1'000'000'000'000)},
                            {"loss", dice.uniform(-1, 1) * std::pow(10.0, dice.uniform(-200, 200))},
                            {"delay", dice.random() * 100},
                            {"fair", dice.randbelow(2) == 0},
                            {"order", std::string(orders[dice.randbelow(4)])}};
        }
        for (std::uint32_t i = 0, n = static_cast<std::uint32_t>(dice.randbelow(4)); i < n; ++i) {
            s.choices.push_back({i * 1000 + static_cast<std::uint32_t>(dice.randbelow(900)), static_cast<std::uint32_t>(dice.randbelow(5))});
        }
        const std::string token = sim::to_token(s, l.all());
        const sim::run_spec back = sim::from_token(token, l.all());
        REQUIRE(back == sim::normalised(s, l.all()));
        REQUIRE(sim::to_token(back, l.all()) == token);
    }
}

TEST_CASE("every shortened or mistyped token is refused") {
    const library l;
    sim::run_spec s = spec_of("downloads", {{"limit", std::int64_t{4}}, {"loss", 0.5}});
    s.choices = {{3, 2}};
    const std::string token = sim::to_token(s, l.all());
    for (std::size_t n = 0; n < token.size(); ++n) {
        CHECK(!refusal([&] { sim::from_token(token.substr(0, n), l.all()); }).empty());
    }
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string wrong = token;
        wrong[i] = wrong[i] == 'a' ? 'b' : 'a';
        CHECK(!refusal([&] { sim::from_token(wrong, l.all()); }).empty());
    }
}

TEST_CASE("hostile tokens are refused with a message") {
    const library l;
    const auto refuse = [&l](const std::string& t) { return refusal([&] { sim::from_token(t, l.all()); }); };
    CHECK(refuse("").find("is not a run token") != std::string::npos);
    CHECK(refuse("o2~downloads~42~0000").find("begin with \"o1~\"") != std::string::npos);
    CHECK(refuse("o1").find("checksum") != std::string::npos);
    CHECK(refuse("o1~~~~").find("checksum") != std::string::npos);
    CHECK(refuse("o1~" + std::string(1 << 20, 'a')).find("too long") != std::string::npos);
    CHECK(refuse("o1~downloads~42~limit=%zz~0000").find("checksum") != std::string::npos);
    CHECK(!refuse("\xff\xfe\xfd~o1").empty());
    CHECK(!refuse(std::string("o1\0~x", 5)).empty());
}

namespace {

// A token whose checksum is right whatever the rest says.
std::string sealed(const std::string& body) {
    const std::uint64_t h = XXH3_64bits(body.data(), body.size());
    char sum[8];
    std::snprintf(sum, sizeof sum, "~%04x", static_cast<unsigned>((h ^ (h >> 16) ^ (h >> 32) ^ (h >> 48)) & 0xffff));
    return body + sum;
}

}  // namespace

TEST_CASE("a token with the right checksum must still be written as to_token writes it") {
    const library l;
    const auto answer = [&l](const std::string& body) { return refusal([&] { sim::from_token(sealed(body), l.all()); }); };
    CHECK(answer("o1~downloads~42~limit=4").empty());
    CHECK(answer("o1~downloads~042").find("not written as a token") != std::string::npos);
    CHECK(answer("o1~downloads~42~limit=3").find("not written as a token") != std::string::npos);
    CHECK(answer("o1~000_06~42").find("not written as a token") != std::string::npos);
    CHECK(answer("o1~downloads~42~loss=0.5~limit=4").find("not written as a token") != std::string::npos);
    CHECK(answer("o1~downloads~42~order=%4").find("escape") != std::string::npos);
    CHECK(answer("o1~downloads~42~order=%GG").find("escape") != std::string::npos);
    CHECK(answer("o1~downloads~42~limit").find("no value") != std::string::npos);
    CHECK(answer("o1~downloads~42~nope=1").find("no parameter") != std::string::npos);
    CHECK(answer("o1~downloads~99999999999999999999").find("seed") != std::string::npos);
    CHECK(answer("o1~downloads~42~@1.1.1").find("scheduling choice") != std::string::npos);
    CHECK(answer("o1~downloads~42~@1.99999999999").find("scheduling choice") != std::string::npos);
    CHECK(answer("o1~downloads").find("missing") != std::string::npos);
    CHECK(answer("o1~elsewhere~42").find("no scenario") != std::string::npos);
}

TEST_CASE("random bytes are never a token and never do harm") {
    const library l;
    sim::rng dice(2);
    const std::string letters = "o1~downlas42=limt%@.,\xff\n\0 ";
    for (int round = 0; round < 3000; ++round) {
        std::string text = dice.randbelow(2) == 0 ? "o1~" : "";
        for (std::size_t i = 0, n = static_cast<std::size_t>(dice.randbelow(60)); i < n; ++i) text += dice.choice(letters);
        REQUIRE(!refusal([&] { sim::from_token(text, l.all()); }).empty());
    }
}
