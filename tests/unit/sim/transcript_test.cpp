#include "sim/transcript.hpp"

#include "tale.hpp"

using namespace aio;
using tale::ms;

TEST_CASE("time is in seconds, cut to milliseconds") {
    CHECK(sim::format_time(0) == "0.000");
    CHECK(sim::format_time(999'999) == "0.000");
    CHECK(sim::format_time(250 * ms) == "0.250");
    CHECK(sim::format_time(2'829'999'999) == "2.829");
    CHECK(sim::format_time(3'600'000'000'000) == "3600.000");
}

TEST_CASE("a transcript has the printed lines, what the loop reported, and how it ended") {
    tale::story s;
    tale::tell_semaphore(s);
    CHECK(sim::transcript(s.read()) ==
          "[t=0.250] working\n"
          "[t=0.250] !unretrieved Task-3 (worker) ValueError: bad\n"
          "[end t=0.250] ok\n");
}

TEST_CASE("a transcript up to an event has the lines up to it") {
    tale::story s;
    s.start(1, 0, "main");
    s.by.log("one");
    const auto first = s.last();
    s.by.log("two");
    CHECK(sim::transcript(s.read(), first) == "[t=0.000] one\n");
    CHECK(sim::transcript(s.read()) == "[t=0.000] one\n[t=0.000] two\n");
    CHECK(sim::transcript(s.read(), first - 1).empty());
    CHECK(sim::transcript_line(s.read(), first) == "[t=0.000] one");
    CHECK(sim::transcript_line(s.read(), 0).empty());
}

TEST_CASE("a print of several lines is several lines, each with its time") {
    tale::story s;
    s.start(1, 0, "main");
    s.by.log("a\n\nb");
    CHECK(sim::transcript(s.read()) == "[t=0.000] a\n[t=0.000] \n[t=0.000] b\n");
}

TEST_CASE("loop errors, leftovers and deadlocks name the task as asyncio does") {
    tale::story s;
    s.start(1, 0, "main");
    s.advance(1500 * ms);
    s.by.loop_error(1, "unhandled exception during asyncio.run() shutdown", "RuntimeError: cleanup failed");
    s.by.loop_error(0, "Exception in callback", "KeyError: 'missing'");
    s.by.loop_error(0, "a message only", "");
    s.by.leftover(1);
    s.by.deadlocked(1, "main > Queue.join > Event.wait > Future");
    s.by.run_finished(run_outcome::deadlock, "irrelevant");
    CHECK(sim::transcript(s.read()) ==
          "[t=1.500] !loop unhandled exception during asyncio.run() shutdown task=Task-1 exception=RuntimeError: cleanup failed\n"
          "[t=1.500] !loop Exception in callback exception=KeyError: 'missing'\n"
          "[t=1.500] !loop a message only\n"
          "[t=1.500] !leftover Task-1 (main)\n"
          "[t=1.500] !deadlock Task-1 (main) waiting main > Queue.join > Event.wait > Future\n"
          "[end t=1.500] deadlock\n");
}

TEST_CASE("the last line has the error or the limit") {
    tale::story a;
    a.by.run_finished(run_outcome::exception, "ValueError: no");
    CHECK(sim::transcript(a.read()) == "[end t=0.000] exception ValueError: no\n");
    tale::story b;
    b.by.run_finished(run_outcome::limit, "LimitError: virtual time limit: 1.000");
    CHECK(sim::transcript(b.read()) == "[end t=0.000] limit LimitError: virtual time limit: 1.000\n");
}

TEST_CASE("a reader of a running trace gives the same lines as its timeline, and follows one that forgets") {
    tale::story s;
    tale::tell_semaphore(s);
    sim::transcript_reader whole(s.facts);
    CHECK(whole.next_lines() == sim::transcript(s.read()));
    CHECK(whole.next_lines().empty());

    tale::story forgetful;
    sim::transcript_reader reader(forgetful.facts);
    forgetful.start(1, 0, "main");
    forgetful.by.log("one");
    std::string lines = reader.next_lines();
    forgetful.facts.forget();
    forgetful.by.leftover(1);
    forgetful.by.log("two");
    lines += reader.next_lines();
    CHECK(lines == "[t=0.000] one\n[t=0.000] !leftover Task-1 (main)\n[t=0.000] two\n");
}
