#include "sim/export.hpp"

#include <nlohmann/json.hpp>
#include <sstream>

#include "sim/diff.hpp"
#include "sim/digest.hpp"
#include "tale.hpp"

using nlohmann::json;
using namespace aio;

TEST_CASE("JSON has the run, its tasks, objects and every event") {
    tale::story s;
    tale::tell_semaphore(s);
    std::ostringstream out;
    sim::write_json(out, s.read(), "o1~x");
    const json j = json::parse(out.str());
    CHECK(j["token"] == "o1~x");
    CHECK(j["outcome"] == "ok");
    CHECK(j["digest"] == sim::digest(s.facts));
    CHECK(j["end_ns"] == 250 * tale::ms);
    CHECK(j["tasks"].size() == 3);
    CHECK(j["tasks"][2]["path"] == "main/worker[1]");
    CHECK(j["tasks"][2]["spans"][2]["state"] == "lock");
    CHECK(j["objects"][0]["levels"].size() == 4);
    REQUIRE(j["events"].size() == s.facts.size());
    CHECK(j["events"][14]["kind"] == "wait_begin");
    CHECK(j["events"][14]["detail"] == "semaphore");
    CHECK(j["events"][14]["object_name"] == "slots");
    CHECK(j["events"][14]["site"] == "scenarios/a.cpp:30");
    CHECK(j["events"][21]["cause"] == 20);
    CHECK(j["events"][26]["text"] == "working");
    CHECK(j["events"][0]["cause"] == nullptr);
}

TEST_CASE("a run that goes on has no outcome yet, and an empty one is valid JSON") {
    tale::story s;
    std::ostringstream out;
    sim::write_json(out, s.read(), "");
    CHECK(json::parse(out.str())["outcome"] == nullptr);
    CHECK(json::parse(out.str())["events"].empty());
    std::ostringstream chrome;
    sim::write_chrome_trace(chrome, s.read());
    CHECK(json::parse(chrome.str())["traceEvents"].empty());
}

TEST_CASE("text that is not UTF-8 does not break the files") {
    tale::story s;
    s.start(1, 0, "main\"\\");
    s.by.log(std::string("a\xff\"b\n\0c", 8));
    std::ostringstream out;
    sim::write_json(out, s.read(), "\xfe");
    CHECK(json::parse(out.str())["events"].size() == s.facts.size());
    std::ostringstream chrome;
    sim::write_chrome_trace(chrome, s.read());
    CHECK(json::parse(chrome.str()).is_object());
}

TEST_CASE("the Chrome trace has a row for each task, states, levels and wakes") {
    tale::story s;
    tale::tell_semaphore(s);
    std::ostringstream out;
    sim::write_chrome_trace(out, s.read());
    const json events = json::parse(out.str())["traceEvents"];
    std::map<std::string, int> phases;
    for (const json& e : events) ++phases[e["ph"].get<std::string>()];
    CHECK(phases["M"] == 6);
    CHECK(phases["X"] == 15);
    CHECK(phases["C"] == 4);
    CHECK(phases["s"] == 4);
    CHECK(phases["f"] == 4);
    const auto waits = [](const json& e) { return e["ph"] == "X" && e["name"] == "lock"; };
    const auto wait = std::find_if(events.begin(), events.end(), waits);
    REQUIRE(wait != events.end());
    CHECK((*wait)["dur"] == 250000.0);
    CHECK((*wait)["args"]["on"] == "semaphore `slots`");
}

TEST_CASE("CSV has a heading and a line for each event; commas, quotes and line ends are quoted") {
    tale::story s;
    s.start(1, 0, "main");
    s.by.log("a,\"b\"\nc");
    std::ostringstream out;
    sim::write_csv(out, s.read());
    const std::string text = out.str();
    CHECK(text.find("event,time_ns,kind,detail,task,object,value,extra,cause,site,text\r\n") == 0);
    CHECK(text.find("0,0,task_created,,main,0,Task-1,0,,,main\r\n") != std::string::npos);
    CHECK(text.find("3,0,log,,main,0,0,0,2,,\"a,\"\"b\"\"\nc\"\r\n") != std::string::npos);
}

TEST_CASE("equal runs do not differ, whatever order their texts were stored in") {
    tale::story a;
    tale::story b;
    b.facts.intern("something first");
    tale::tell_semaphore(a);
    tale::tell_semaphore(b);
    CHECK(!sim::first_divergence(a.read(), b.read()));
}

TEST_CASE("the first difference is told in words, with what each run does there") {
    tale::story a;
    tale::story b;
    for (tale::story* s : {&a, &b}) s->start(1, 0, "main");
    a.by.log("heads");
    b.by.log("tails");
    const auto d = sim::first_divergence(a.read(), b.read());
    REQUIRE(d);
    CHECK(d->event == 3);
    CHECK(d->sentence == "The runs agree for 3 events, until 0.000 s. Then the first: [0.000 s] main prints: heads "
                         "The second: [0.000 s] main prints: tails");
}

TEST_CASE("a run that is the beginning of another differs where it stops") {
    tale::story a;
    tale::story b;
    for (tale::story* s : {&a, &b}) s->start(1, 0, "main");
    b.by.log("more");
    const auto d = sim::first_divergence(a.read(), b.read());
    REQUIRE(d);
    CHECK(d->event == 3);
    CHECK(d->sentence.find("(nothing more)") != std::string::npos);
    tale::story empty;
    CHECK(sim::first_divergence(empty.read(), a.read())->sentence.find("The runs differ from the start.") == 0);
}
