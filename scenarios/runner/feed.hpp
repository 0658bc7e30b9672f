#pragma once
// A run to look at, made now or read from a file, some events at a time: what has been looked at may be forgotten, so that
// a run of any length needs little memory.

#include <memory>
#include <string>

#include "scenarios/runner/command.hpp"
#include "sim/recording.hpp"
#include "sim/session.hpp"

namespace runner {

class feed {
public:
    // Says on standard error what is missing of a run that was cut off. Throws usage_error.
    explicit feed(const run_arguments&);

    const std::string& token() const { return token_; }
    const sim::recording* file() const { return file_.get(); }  // nullptr: the run is made now
    std::uint64_t total() const { return file_ != nullptr ? file_->events() : 0; }  // events; 0: nobody knows yet

    const sim::trace& events() const { return file_ != nullptr ? facts_ : session_->events(); }
    // Reads or runs on; false: the run is over. Throws usage_error where the file is damaged, and interruption.
    bool more();
    void forget() { file_ != nullptr ? facts_.forget() : session_->forget(); }  // the events so far

    // The whole run, for who needs all of it at once; nothing may be forgotten then.
    const sim::timeline& whole();
    // A stretch of the run with an event, or with its end where there is no such event. As long as there are no other calls.
    const sim::timeline& around(sim::event_id);

private:
    std::string token_;
    sim::limits limits_;
    std::unique_ptr<sim::session> session_;
    std::unique_ptr<sim::recording> file_;
    sim::trace facts_;  // of the file, those read and not forgotten
    std::size_t next_block_ = 0;
    std::unique_ptr<sim::timeline> history_;  // of facts_
    std::unique_ptr<sim::run_part> part_;
};

}  // namespace runner
