// A recorded run that is too large to be made again: the window shows the part around the playhead.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "null_backend.hpp"
#include "sim/trace_file.hpp"
#include "tests/scratch_folder.hpp"

using namespace gui_test;

namespace {

namespace fs = std::filesystem;

struct recorded {
    scratch_folder own;
    fs::path folder = own.path();
    fs::path file = folder / "run.trace";
    sim::session whole;

    explicit recorded(const char* scenario = "downloads") : whole(spec(scenario), scenarios::catalogue()) {
        whole.run_to_end();
        sim::save_run(file, whole.events(), sim::to_token(whole.spec(), scenarios::catalogue()), {16, 96, 0});
    }
    static sim::run_spec spec(const char* scenario) {
        sim::run_spec s;
        s.scenario = scenario;
        return sim::normalised(s, scenarios::catalogue());
    }
    application_options options() const {
        application_options o;
        o.most_made_again = 0;
        o.recording = std::make_shared<const sim::recording>(file);
        return o;
    }
    void damage(std::size_t block) const {
        const std::uint64_t offset = sim::recording(file).blocks()[block].offset;
        flip_byte(file, offset + 130);
    }
};

}  // namespace

TEST_CASE("stepping through a run shown by parts shows each event, forwards and back, with every tab and axis") {
    const recorded r;
    null_backend b("downloads", scenarios::catalogue(), r.options());
    REQUIRE(b.run().recorded()->parts() > 2);
    const auto last = static_cast<sim::event_id>(r.whole.events().size() - 1);
    CHECK(b.run().run_events() == last + 1);
    const char* const tabs[] = {"events", "resources", "warnings", "parameters"};
    for (sim::event_id e = 0; e <= last; ++e) {
        if (e % 7 == 0) b.send(set_tab, 0, tabs[e / 7 % 4]);
        if (e % 31 == 0) b.send(cycle_axis);
        b.press("Right");
        REQUIRE(b.see().now.event == e);
        REQUIRE(b.see().now.time == r.whole.events()[e].time);
        const double cursor = b.see().axis.position(e, b.run().history());
        REQUIRE(b.see().axis.first() <= cursor);
        REQUIRE(cursor <= b.see().axis.last());
    }
    b.press("Right");
    CHECK(b.see().now.event == last);
    b.send(toggle_why);
    b.send(toggle_path);
    b.send(toggle_arrows);
    for (sim::event_id e = last; e-- > 0;) {
        b.press("Left");
        REQUIRE(b.see().now.event == e);
    }
    b.press("Left");
    CHECK(b.see().now.event == sim::no_event);
}

TEST_CASE("jumps, the scrub bar, causes and iterations lead from part to part") {
    const recorded r;
    null_backend b("downloads", scenarios::catalogue(), r.options());
    const auto last = static_cast<sim::event_id>(r.whole.events().size() - 1);
    b.press("End");
    CHECK(b.see().now.event == last);
    CHECK(b.run().history().first() > 0);
    b.press("Home");
    CHECK(b.see().now.event == sim::no_event);
    b.send(go_to_text, 0, "#150");
    CHECK(b.see().now.event == 150);
    // Every cause, also one in an earlier part.
    for (sim::event_id e = 1; e <= last; ++e) {
        command c;
        c.kind = select_event;
        c.event = e;
        b.app->apply(c);
        REQUIRE(b.see().now.event == e);
        if (r.whole.events()[e].cause == sim::no_event) continue;
        c.kind = go_to_cause;
        b.app->apply(c);
        REQUIRE(b.see().now.event == r.whole.events()[e].cause);
    }
    b.frame();
    for (const axis_mode mode : {axis_mode::time, axis_mode::event}) {
        while (b.see().axis.mode() != mode) b.send(cycle_axis);
        const hit* scrub = b.app->hits().find(hit_kind::scrub, "scrub");
        REQUIRE(scrub != nullptr);
        const float y = (scrub->min.y + scrub->max.y) / 2;
        b.click({scrub->max.x - 2, y});
        CHECK(b.see().now.event == last);
        scrub = b.app->hits().find(hit_kind::scrub, "scrub");
        b.click({scrub->min.x + 2, y});
        CHECK(b.see().now.event == sim::no_event);
        scrub = b.app->hits().find(hit_kind::scrub, "scrub");
        b.click({(scrub->min.x + scrub->max.x) / 2, y});
        CHECK(b.see().now.event > last / 8);
        CHECK(b.see().now.event < last);
    }
    b.press("Home");
    sim::iterations loop;
    loop.extend(r.whole.events());
    std::size_t seen = 0;
    for (int i = 0; i < 1000 && b.see().now.event != last; ++i) {
        const sim::event_id before = b.see().now.event;
        b.send(next_iteration);
        if (b.see().now.event == before) break;
        ++seen;
    }
    CHECK(seen >= loop.starts().size());
    b.press("Home");
    b.send(set_speed, 100);
    b.press("Space");
    for (int i = 0; i < 2000 && b.see().playing; ++i) b.frame(0.05);
    CHECK(b.see().now.event == last);
}

TEST_CASE("what cannot be told of a part is said of the part alone") {
    const recorded r;
    null_backend b("downloads", scenarios::catalogue(), r.options());
    b.send(go_to_text, 0, "#120");
    b.send(save_run, 0, (r.folder / "copy").string());
    CHECK(b.see().notice.find("copy that") != std::string::npos);
    CHECK_FALSE(fs::exists(r.folder / "copy"));
    b.send(export_run, 0, (r.folder / "part.csv").string());
    CHECK(b.see().notice.find("only the part shown, events ") != std::string::npos);
    b.send(next_warning);
    CHECK(b.see().notice == "nothing to warn of in this part of the run");
    // Another run is made as ever.
    b.send(set_seed, 5);
    CHECK(b.run().recorded() == nullptr);
    CHECK(b.run().history().first() == 0);
    CHECK(b.run().state() == sim::run_state::ok);
}

TEST_CASE("a file is opened by parts when it has more events than are made again, and made again when not") {
    const recorded r;
    application_options options;
    options.most_made_again = 100;
    null_backend b("hello", scenarios::catalogue(), options);
    b.send(open_file, 0, r.file.string());
    CHECK(b.run().recorded() != nullptr);
    CHECK(b.run().what().name == "downloads");
    b.send(open_scenario, 0, "hello");
    CHECK(b.run().recorded() == nullptr);
    b.send(open_file, 0, r.file.string());
    b.send(restart);
    CHECK(b.run().recorded() != nullptr);
}

TEST_CASE("a damaged block is told in one sentence, and the rest of the run can be looked at") {
    const recorded r("crawl");
    const sim::recording known(r.file);
    REQUIRE(known.parts() > 3);
    std::size_t block = 0;
    while (known.blocks()[block].first < known.begin(1)) ++block;
    r.damage(block + 1);
    null_backend b("crawl", scenarios::catalogue(), r.options());
    CHECK(b.see().notice.empty());
    command c;
    c.kind = go_to_event;
    c.event = known.end(1) - 1;
    b.send(c);
    CHECK(b.see().notice.find("its checksum is wrong; events ") != std::string::npos);
    CHECK(b.see().now.event == known.blocks()[block + 1].first - 1);
    b.press("Space");
    for (int i = 0; i < 50; ++i) b.frame(0.05);
    CHECK_FALSE(b.see().playing);
    b.press("End");
    CHECK(b.see().now.event == known.events() - 1);
    CHECK(b.run().state() == sim::run_state::ok);
    b.press("Home");
    CHECK(b.see().now.event == sim::no_event);
}

TEST_CASE("a recording that was cut off is shown as far as it goes") {
    const recorded r("crawl");
    const sim::recording known(r.file);
    const sim::trace_format::block_place end = known.blocks().back();
    fs::resize_file(r.file, end.offset + 5);
    null_backend b("hello", scenarios::catalogue(), [] {
        application_options o;
        o.most_made_again = 10;
        return o;
    }());
    b.send(open_file, 0, r.file.string());
    CHECK(b.see().notice.find("was cut off") != std::string::npos);
    b.press("End");
    CHECK(b.see().now.event == end.first - 1);
    b.press("Left");
    CHECK(b.see().now.event == end.first - 2);
}

TEST_CASE("a run shown by parts stops at every breakpoint on its way to the end, also at once") {
    const recorded r;
    null_backend b("downloads", scenarios::catalogue(), r.options());
    b.send(go_to_text, 0, "#30");
    b.select(3);
    b.press("F9");
    REQUIRE(b.see().task_breakpoints.size() == 1);
    b.press("Home");
    b.press("9");
    for (sim::event_id e = 0; e < r.whole.events().size(); ++e) {
        const sim::event event = r.whole.events()[e];
        if (event.kind != sim::event_kind::step_begin || event.task != 3) continue;
        b.press("Space");
        for (int i = 0; i < 100 && b.see().playing; ++i) b.frame();
        CHECK(b.run().cursor() == e);
    }
    b.press("Space");
    for (int i = 0; i < 100 && b.see().playing; ++i) b.frame();
    CHECK(b.run().cursor() + 1 == r.whole.events().size());
}

TEST_CASE("a frame says that another part is read before it is, and the keys pressed meanwhile are not lost") {
    const recorded r;
    application_options o = r.options();
    o.noticeable = 1;
    null_backend b("downloads", scenarios::catalogue(), o);
    const auto last = static_cast<sim::event_id>(r.whole.events().size() - 1);
    b.press("End");
    CHECK(b.run().cursor() != last);
    CHECK(b.see().reading == "reading another part of the run");
    CHECK(b.app->hits().find(hit_kind::control, "reading") != nullptr);
    CHECK(b.app->next_change() == 0);
    b.frame();
    CHECK(b.run().cursor() == last);
    CHECK(b.see().reading.empty());
    b.frame();
    CHECK(b.app->hits().find(hit_kind::control, "reading") == nullptr);
    b.press("Home");
    CHECK(b.see().reading == "reading another part of the run");
    b.press("Right");
    CHECK(b.run().cursor() == 0);
    CHECK(b.see().reading.empty());
    b.press("Right");
    CHECK(b.run().cursor() == 1);
    // Within the part nothing is read.
    b.send(go_to_text, 0, "#3");
    CHECK(b.run().cursor() == 3);
    b.send(go_to_text, 0, "#" + std::to_string(last - 1));
    CHECK_FALSE(b.see().reading.empty());
    b.frames(2);
    CHECK(b.run().cursor() == last - 1);
}

TEST_CASE("a frame says that another part is read also when playing goes on into it, at every speed") {
    const recorded r;
    application_options o = r.options();
    o.noticeable = 1;
    for (const double speed : {1.0, 0.0}) {
        CAPTURE(speed);
        null_backend b("downloads", scenarios::catalogue(), o);
        const auto last = static_cast<sim::event_id>(r.whole.events().size() - 1);
        b.send(set_speed, speed);
        b.press("Space");
        std::size_t said = 0;
        for (int i = 0; i < 1000 && b.run().cursor() != last; ++i) {
            const std::size_t first = b.run().history().first();
            const bool says = !b.see().reading.empty();
            said += says ? 1 : 0;
            REQUIRE((b.app->hits().find(hit_kind::control, "reading") != nullptr) == says);
            b.frame(0.1);
            CHECK((b.run().history().first() != first) == says);
        }
        CHECK(b.run().cursor() == last);
        CHECK(said == (speed == 0 ? 1 : b.run().recorded()->parts() - 1));
        b.frames(2);
        CHECK(b.see().reading.empty());
    }
}

TEST_CASE("a frame says that another part is read where a link leads there: a cause, a bookmark, an iteration, a task's step") {
    const recorded r;
    application_options o = r.options();
    o.noticeable = 1;
    null_backend b("downloads", scenarios::catalogue(), o);
    const auto goes = [&](const char* key, sim::event_id to) {
        CAPTURE(key);
        const std::size_t first = b.run().history().first();
        b.press(key);
        CHECK(b.see().reading == "reading another part of the run");
        CHECK(b.run().history().first() == first);
        b.frame();
        CHECK(b.see().reading.empty());
        CHECK(b.run().history().first() != first);
        CHECK(b.run().cursor() == to);
    };
    const auto go = [&](sim::event_id e) {
        b.send(go_to_text, 0, "#" + std::to_string(e));
        b.frames(2);
        REQUIRE(b.run().cursor() == e);
    };
    // A cause in an earlier part, and the bookmark at it.
    const sim::recording known(r.file);
    sim::event_id effect = known.begin(1);
    while (r.whole.events()[effect].cause == sim::no_event || r.whole.events()[effect].cause >= known.begin(known.part_with(effect))) ++effect;
    const sim::event_id cause = r.whole.events()[effect].cause;
    go(cause);
    b.press("M");
    go(effect);
    goes("[", cause);
    go(effect);
    goes("Shift+M", cause);
    go(effect);
    goes("Alt+1", cause);
    go(known.end(0) - 1);
    goes("I", known.begin(1));
    go(known.end(0) - 1);
    sim::event_id step = known.begin(1);
    while (r.whole.events()[step].kind != sim::event_kind::wait_begin) ++step;
    b.select(r.whole.events()[step].task);
    goes("Ctrl+Right", step);
}

TEST_CASE("a frame says that a large file is read before it is opened; a small one is there at once") {
    const recorded r;
    for (const std::uint64_t noticeable : {std::uint64_t{1}, std::uint64_t{1'000'000}}) {
        application_options o;
        o.noticeable = noticeable;
        null_backend b("hello", scenarios::catalogue(), o);
        b.send(open_file, 0, r.file.string());
        CHECK(b.see().reading == (noticeable == 1 ? "reading run.trace" : ""));
        CHECK((b.run().what().name == "downloads") == (noticeable != 1));
        b.frames(2);
        CHECK(b.run().what().name == "downloads");
        CHECK(b.see().reading.empty());
    }
}

TEST_CASE("what the lanes show of other parts is shaded, and a range in another part goes there") {
    const recorded r;
    null_backend b("downloads", scenarios::catalogue(), r.options());
    const auto shaded = [&](const char* label) { return b.app->hits().find(hit_kind::group, label) != nullptr; };
    CHECK_FALSE(shaded("earlier part"));
    CHECK(shaded("later part"));
    b.send(go_to_text, 0, "#" + std::to_string(r.whole.events().size() / 2));
    b.frame();
    CHECK(shaded("earlier part"));
    CHECK(shaded("later part"));
    b.press("End");
    b.frame();
    CHECK(shaded("earlier part"));
    CHECK_FALSE(shaded("later part"));
    command range;
    range.kind = set_view_range;
    range.time_ns = 1'000'000;
    range.time_ns_2 = 2'000'000;
    REQUIRE(b.run().history().start_time() > range.time_ns_2);
    b.send(range);
    CHECK(b.run().history().start_time() <= range.time_ns);
    CHECK(b.see().axis.first() <= 2e6);
}
