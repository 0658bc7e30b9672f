#include "sim/recording.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "scenarios/catalogue.hpp"
#include "sim/diff.hpp"
#include "sim/event_names.hpp"
#include "sim/export.hpp"
#include "sim/narration.hpp"
#include "sim/past_keeper.hpp"
#include "sim/scenario.hpp"
#include "sim/session.hpp"
#include "sim/trace_file.hpp"
#include "sim/why.hpp"
#include "tale.hpp"
#include "tests/scratch_folder.hpp"

namespace {

namespace fs = std::filesystem;

struct scratch {
    scratch_folder own;
    fs::path folder = own.path();
    fs::path file = folder / "run.trace";
};

constexpr sim::trace_spacing narrow{8, 24, 0};  // so that a short run has many parts

// The first `last` events of a run: what somebody knows who has read it up to there.
sim::trace up_to(const sim::trace& whole, sim::event_id last) {
    sim::trace cut;
    for (std::size_t i = 1; i < whole.strings().size(); ++i) cut.intern(whole.text(static_cast<std::uint32_t>(i)));
    for (std::size_t i = 1; i < whole.sites().size(); ++i) cut.intern_site(whole.site(static_cast<std::uint32_t>(i)));
    for (sim::event_id e = 0; e < last; ++e) cut.append(whole[e]);
    return cut;
}

bool same_line(const sim::trace& a, std::uint32_t x, const sim::trace& b, std::uint32_t y) {
    return a.site(x).file == b.site(y).file && a.site(x).line == b.site(y).line && a.site(x).function == b.site(y).function;
}

void check_snapshot(const sim::run_part& part, const sim::timeline& whole, sim::event_id e) {
    const sim::snapshot a = part.history.at(e), b = whole.at(e);
    REQUIRE(a.time == b.time);
    REQUIRE(a.running == b.running);
    REQUIRE(a.outside == b.outside);
    REQUIRE(a.tasks.size() == b.tasks.size());
    for (std::size_t i = 0; i < b.tasks.count(); ++i) {
        const sim::task_id id = b.tasks.id(i);
        const sim::snapshot::task& y = b.tasks.all()[i];
        const sim::snapshot::task* x = a.tasks.find(id);
        if (x == nullptr) {  // over before the part began
            REQUIRE(sim::ended(y.state));
            REQUIRE(y.since < part.history.first());
            continue;
        }
        REQUIRE(x->state == y.state);
        REQUIRE(x->wait == y.wait);
        REQUIRE(x->io == y.io);
        REQUIRE(x->object == y.object);
        REQUIRE(x->since == y.since);
        REQUIRE(x->cancelling == y.cancelling);
        REQUIRE(same_line(part.facts, x->site, whole.source(), y.site));
    }
    REQUIRE(a.ready.size() == b.ready.size());
    for (std::size_t i = 0; i < a.ready.size(); ++i) {
        REQUIRE(a.ready[i].task == b.ready[i].task);
        REQUIRE(a.ready[i].object == b.ready[i].object);
        REQUIRE(a.ready[i].callback == b.ready[i].callback);
        REQUIRE(a.ready[i].since == b.ready[i].since);
    }
    REQUIRE(a.timers.size() == b.timers.size());
    for (auto x = a.timers.begin(), y = b.timers.begin(); x != a.timers.end(); ++x, ++y) {
        REQUIRE(x->id == y->id);
        REQUIRE(x->task == y->task);
        REQUIRE(x->when == y->when);
    }
    for (const sim::snapshot::object& x : a.objects) {
        const sim::snapshot::object& y = b.objects[x.id];
        REQUIRE(x.value == y.value);
        REQUIRE(x.aux == y.aux);
        REQUIRE(x.holders == y.holders);
    }
}

void check_tasks(const sim::run_part& part, const sim::timeline& whole, bool parents_live) {
    REQUIRE(part.history.tasks_made() == whole.tasks_made());
    REQUIRE(part.history.end_time() == whole.end_time());
    for (const sim::task_info& x : part.history.tasks()) {
        const sim::task_info& y = *whole.task(x.id);
        if (parents_live) REQUIRE(x.path == y.path);
        REQUIRE(x.name == y.name);
        REQUIRE(x.function == y.function);
        REQUIRE(x.parent == y.parent);
        REQUIRE(x.created == y.created);
        REQUIRE(x.ended == y.ended);
        REQUIRE(x.error == y.error);
        REQUIRE(!x.spans.empty());
        REQUIRE(x.spans.size() <= y.spans.size());
        for (std::size_t i = 0; i < x.spans.size(); ++i) {
            const sim::span& a = x.spans[x.spans.size() - 1 - i];
            const sim::span& b = y.spans[y.spans.size() - 1 - i];
            REQUIRE(a.state == b.state);
            REQUIRE(a.wait == b.wait);
            REQUIRE(a.object == b.object);
            REQUIRE(a.begin == b.begin);
            REQUIRE(a.end == b.end);
            REQUIRE(a.begin_time == b.begin_time);
            REQUIRE(a.end_time == b.end_time);
            REQUIRE(same_line(part.facts, a.site, whole.source(), b.site));
        }
    }
    for (const sim::object_info& x : part.history.objects()) {
        const sim::object_info& y = *whole.object(x.id);
        REQUIRE(x.name == y.name);
        REQUIRE(x.kind == y.kind);
        REQUIRE(x.connection == y.connection);
        REQUIRE(x.capacity == y.capacity);
        REQUIRE(x.levels.size() <= y.levels.size());
        for (std::size_t i = 1; i <= x.levels.size(); ++i) {
            REQUIRE(x.levels[x.levels.size() - i].value == y.levels[y.levels.size() - i].value);
            REQUIRE(x.levels[x.levels.size() - i].event == y.levels[y.levels.size() - i].event);
        }
    }
}

// Every part of a file against the run up to the end of the part.
std::size_t check_parts(const fs::path& file, const sim::trace& all, bool in_words) {
    const sim::recording known(file);
    REQUIRE(known.events() == all.size());
    std::vector<sim::task_id> not_alone;
    sim::timeline to_the_end(all);
    to_the_end.extend();
    for (const sim::task_info& t : to_the_end.tasks()) {
        if (!t.alone) not_alone.push_back(t.id);
    }
    for (std::size_t p = 0; p < known.parts(); ++p) {
        const auto part = known.read(p);
        REQUIRE(part->damage.empty());
        REQUIRE(part->facts.first() == known.begin(p));
        REQUIRE(part->facts.size() == known.end(p));
        const sim::trace facts = up_to(all, known.end(p));
        sim::timeline whole(facts);
        whole.extend();
        whole.mark_siblings(not_alone);  // a name does not change along a run
        check_tasks(*part, whole, in_words);  // in nonsense ended tasks have children
        sim::iterations loop = part->loop, loop_of_all;
        loop.extend(part->facts);
        loop_of_all.extend(facts);
        for (sim::event_id e = known.begin(p); e < known.end(p); ++e) {
            REQUIRE(sim::label(part->history, e) == sim::label(whole, e));
            check_snapshot(*part, whole, e);
            REQUIRE(loop.of(e) == loop_of_all.of(e));
            if (!in_words) continue;
            const bool told_by_past = all[e].cause < known.begin(p);
            if (!told_by_past) REQUIRE(sim::narrate(part->history, e) == sim::narrate(whole, e));
            for (const sim::task_info& t : part->history.tasks()) {
                const sim::span* s = part->history.span_at(t.id, e);
                if (s == nullptr || t.created > e || s->state == sim::task_state::cancelling) continue;
                REQUIRE(sim::why(part->history, t.id, e) == sim::why(whole, t.id, e));
            }
        }
    }
    return known.parts();
}

std::string refusal(const fs::path& file) {
    try {
        sim::recording{file};
    } catch (const sim::usage_error& e) {
        return e.message;
    }
    return "";
}

}  // namespace

TEST_CASE("a part of a scenario's run tells what the whole run up to its end tells: states, tasks, words and reasons") {
    const scratch s;
    for (const char* name : {"downloads", "chat-room", "crawl", "flaky-server", "rate-limit", "pipeline", "group-timeout", "cancelled-with-lock", "barrier-laps"}) {
        const sim::catalogue all = scenarios::catalogue();
        sim::run_spec spec;
        spec.scenario = sim::find(all, name).what->name;
        sim::session run(spec, all);
        run.run_to_end();
        CAPTURE(name);
        sim::save_run(s.file, run.events(), "token", narrow);
        CHECK(check_parts(s.file, run.events(), true) > 1);
    }
}

TEST_CASE("a part of a run of any events at all has the states of the whole run") {
    const scratch s;
    for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
        tale::story told;
        tale::tell_nonsense(told, seed, 1500);
        sim::save_run(s.file, told.facts, "token", {50, 200, 0});
        CAPTURE(seed);
        CHECK(check_parts(s.file, told.facts, false) > 3);
    }
}

TEST_CASE("a recording says what is where from its index alone, and from the blocks' heads where it was cut off") {
    const scratch s;
    tale::story told;
    tale::tell_nonsense(told, 5, 1000);
    sim::save_run(s.file, told.facts, "o1~x", {50, 200, 0});
    const sim::recording whole(s.file);
    CHECK(whole.token() == "o1~x");
    CHECK(whole.missing().empty());
    CHECK(whole.end_time() == told.facts.back().time);
    CHECK(whole.tasks() == told.read().tasks().size());
    for (std::size_t p = 0; p < whole.parts(); ++p) {
        CHECK(whole.part_with(whole.begin(p)) == p);
        CHECK(whole.part_with(whole.end(p) - 1) == p);
    }
    for (sim::event_id e = 0; e < told.facts.size(); e += 17) {
        const sim::event_id last = told.seen.event_at(told.facts[e].time);
        CHECK(whole.part_with(last) <= whole.part_at(told.facts[e].time));
    }
    fs::resize_file(s.file, fs::file_size(s.file) - 30);
    const sim::recording cut(s.file);
    CHECK(cut.events() == 1000);
    CHECK(cut.parts() == whole.parts());
    CHECK(cut.missing().find("was cut off") != std::string::npos);
    fs::resize_file(s.file, whole.blocks()[7].offset + 10);
    CHECK(sim::recording(s.file).events() == 350);
    CHECK(check_parts(s.file, up_to(told.facts, 350), false) > 1);
}

TEST_CASE("states are at most a twentieth of the blocks before them, however many tasks live") {
    const scratch s;
    tale::story told;
    constexpr sim::task_id many = 500;
    for (sim::task_id t = 1; t <= many; ++t) {
        told.start(t, t / 2, "user");
        told.by.wait_begin(t, aio::wait_kind::sleep, 0, {});
    }
    sim::rng dice(3);
    while (told.facts.size() < 150'000) {
        const auto t = static_cast<sim::task_id>(1 + dice.randbelow(many));
        told.by.step_begin(t, told.by.task_ready(t));
        told.by.wait_begin(t, aio::wait_kind::sleep, 0, {});
    }
    sim::save_run(s.file, told.facts, "t", {1000, 1000});
    const sim::recording known(s.file);
    std::uint64_t states = 0;
    for (const sim::trace_format::block_place& b : known.blocks()) {
        if (b.state == 0) continue;
        states += b.offset - b.state;
        CHECK(states * 20 <= b.state);
    }
    CHECK(known.parts() > 2);
    CHECK(known.parts() < 20);  // of 150 blocks
}

TEST_CASE("damage costs the events from it to the end of its part, and is told in one line") {
    const scratch s;
    tale::story told;
    tale::tell_nonsense(told, 6, 1000);
    sim::save_run(s.file, told.facts, "o1~x", {50, 200, 0});
    const sim::recording known(s.file);
    REQUIRE(known.parts() > 2);
    const std::size_t second = static_cast<std::size_t>(known.begin(1)) / 50;
    flip_byte(s.file, known.blocks()[second + 1].offset + 120);
    const auto half = sim::recording(s.file).read(1);
    CHECK(half->facts.size() == known.begin(1) + 50);
    CHECK(half->damage.find("is a damaged trace: its checksum is wrong; events ") != std::string::npos);
    CHECK(half->damage.find('\n') == std::string::npos);
    CHECK(half->history.size() == half->facts.size());
    CHECK(sim::recording(s.file).read(0)->damage.empty());
    CHECK(sim::recording(s.file).read(2)->damage.empty());
    flip_byte(s.file, known.blocks()[second].state + 40);
    CHECK_THROWS_AS(sim::recording(s.file).read(1), sim::usage_error);
    CHECK_THROWS_AS(sim::load_run(s.file), sim::usage_error);
    flip_byte(s.file, fs::file_size(s.file) - 20);
    CHECK(refusal(s.file).find("its index is wrong") != std::string::npos);
}

TEST_CASE("a state with wrong contents is refused, or can be read") {
    tale::story told;
    tale::tell_nonsense(told, 7, 600);
    sim::past_keeper keeper(told.facts);
    keeper.read_on(told.facts.size());
    sim::canonical_bytes out;
    keeper.encode(out);
    for (std::size_t i = 0; i < out.size(); ++i) {
        for (const int flip : {0x01, 0x80, 0xff}) {
            std::string wrong = out.bytes();
            wrong[i] = static_cast<char>(wrong[i] ^ flip);
            sim::trace facts;
            sim::byte_source in(wrong);
            try {
                const sim::timeline part(facts, sim::decode_past(in, facts));
                (void)part.at(part.first()).digest();
            } catch (const sim::usage_error&) {
            }
        }
    }
}

TEST_CASE("what a block says of its events is how many tasks were in which state, by time and by event") {
    const scratch s;
    tale::story told;
    tale::tell_nonsense(told, 8, 500);
    sim::save_run(s.file, told.facts, "t", {50, 200, 0});
    std::int64_t before = 0;
    const sim::recording known(s.file);
    for (const sim::trace_format::block_place& b : known.blocks()) {
        std::array<double, sim::state_sums::states> by_event{}, by_time{};
        std::int64_t time = before;
        for (auto e = static_cast<sim::event_id>(b.first); e < b.first + b.events; ++e) {
            const sim::snapshot earlier = e == 0 ? sim::snapshot{} : told.read().at(e - 1), now = told.read().at(e);
            const auto add = [](auto& sums, const sim::snapshot& x, double weight) {
                for (const sim::snapshot::task& t : x.tasks.all()) {
                    if (!sim::ended(t.state)) sums[sim::state_sums::index(t.state)] += weight;
                }
            };
            add(by_event, now, 1.0 / b.events);
            if (b.end_time > before) add(by_time, earlier, static_cast<double>(now.time - time) / static_cast<double>(b.end_time - before));
            time = now.time;
        }
        for (std::size_t i = 0; i < by_event.size(); ++i) {
            CHECK(static_cast<double>(b.in_states.by_event[i]) == doctest::Approx(by_event[i]));
            CHECK(static_cast<double>(b.in_states.by_time[i]) == doctest::Approx(by_time[i]));
        }
        before = b.end_time;
    }
}

TEST_CASE("a task asked to cancel again and again before it runs has all its states in a part that begins then") {
    const scratch s;
    tale::story told;
    told.start(1, 0, "main");
    told.start(2, 1, "stubborn");
    told.by.wait_begin(2, aio::wait_kind::sleep, 0, {});
    for (int i = 0; i < 10; ++i) {
        told.by.cancel_requested(2, "");
        told.by.uncancelled(2, 0);
    }
    for (int i = 0; i < 10; ++i) told.by.log("later");
    told.by.step_begin(2, told.by.task_ready(2));
    for (int i = 0; i < 20; ++i) told.by.log("it has run");
    sim::save_run(s.file, told.facts, "t", {8, 16, 0});
    CHECK(check_parts(s.file, told.facts, false) > 2);
    CHECK(sim::recording(s.file).read(1)->history.task(2)->spans.size() > 3);
}

TEST_CASE("who follows a run keeps no tasks that have ended and no futures that are decided, however many there were") {
    tale::story told;
    told.start(1, 0, "main");
    sim::past_keeper keeper(told.facts);
    std::size_t most = 0;
    for (sim::task_id t = 2; t < 400'000; ++t) {
        told.start(t, 1, "short");
        told.by.object_created(t, aio::object_kind::future, "", 0);
        told.by.object_changed(t, aio::object_op::resolve, 1, 0);
        told.by.task_done(t, aio::outcome_kind::result, "");
        if (t % 1000 != 0) continue;
        keeper.read_on(told.facts.size());
        told.facts.forget();
        most = std::max(most, keeper.kept());
    }
    CHECK(keeper.tasks_made() == 399'000);
    CHECK(most < 200'000);
    sim::canonical_bytes state;
    keeper.encode(state);
    CHECK(keeper.kept() < 10);
}

namespace {

std::vector<std::string> sorted_lines(const std::string& text) {
    std::istringstream in(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) {
        if (line.ends_with(',')) line.pop_back();  // of an element that is not the last
        lines.push_back(line);
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

std::string chrome_by_parts(const sim::recording& file) {
    std::ostringstream out;
    sim::chrome_writer writer(out);
    sim::earlier_events earlier(file);
    std::unique_ptr<sim::run_part> part;
    for (std::size_t p = 0; p < file.parts(); ++p) {
        part = file.read(p);
        writer.add(part->history, [&](sim::event_id e) { return earlier[e]; });
    }
    writer.close(part->history);
    return out.str();
}

}  // namespace

TEST_CASE("a Chrome trace made part by part has the rows, states, levels and wakes of one made at once") {
    const scratch s;
    for (const char* name : {"downloads", "chat-room", "crawl", "flaky-server", "pipeline", "group-timeout", "barrier-laps"}) {
        const sim::catalogue all = scenarios::catalogue();
        sim::run_spec spec;
        spec.scenario = sim::find(all, name).what->name;
        sim::session run(spec, all);
        run.run_to_end();
        sim::save_run(s.file, run.events(), "token", narrow);
        std::ostringstream whole;
        sim::write_chrome_trace(whole, run.history());
        CAPTURE(name);
        CHECK(sorted_lines(chrome_by_parts(sim::recording(s.file))) == sorted_lines(whole.str()));
    }
}

TEST_CASE("CSV of a run that is forgotten while it is written is that of the whole run") {
    for (const std::uint64_t seed : {1U, 2U}) {
        tale::story told, passing;
        tale::tell_nonsense(told, seed, 1000);
        std::ostringstream whole, piecewise;
        sim::write_csv(whole, told.read());
        sim::csv_writer rows(piecewise);
        for (sim::event_id e = 0; e < told.facts.size(); ++e) {
            sim::event copy = told.facts[e];
            copy.text = passing.facts.intern(told.facts.text(copy.text));
            if (sim::value_is_text(copy.kind)) copy.value = passing.facts.intern(told.facts.text(static_cast<std::uint32_t>(copy.value)));
            copy.site = passing.facts.intern_site(told.facts.site(copy.site));
            passing.facts.append(copy);
            if (e % 100 != 99) continue;
            rows.add(passing.facts);
            passing.facts.forget();
        }
        CHECK(piecewise.str() == whole.str());
    }
}

TEST_CASE("where two runs part is told from the parts around it as from the whole runs") {
    const scratch s;
    tale::story a, b;
    for (tale::story* told : {&a, &b}) {
        tale::tell_nonsense(*told, 9, 600);
        told->by.log(told == &a ? "one" : "other");
        for (int i = 0; i < 100; ++i) told->by.log("later");
    }
    sim::save_run(s.file, a.facts, "t", {50, 200, 0});
    const auto expected = sim::first_divergence(a.read(), b.read());
    REQUIRE(expected);
    const sim::recording known(s.file);
    const auto part = known.read(known.part_with(expected->event));
    REQUIRE(part->history.first() > 0);
    CHECK(sim::parting(part->history, b.read(), expected->event).sentence == expected->sentence);
}
