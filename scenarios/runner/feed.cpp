#include "scenarios/runner/feed.hpp"

#include <fmt/format.h>

#include "scenarios/catalogue.hpp"
#include "scenarios/runner/interrupt.hpp"
#include "scenarios/runner/progress.hpp"

namespace runner {

feed::feed(const run_arguments& a) {
    if (!is_recording(a.name)) {
        session_ = std::make_unique<sim::session>(spec_of(a), scenarios::catalogue());
        token_ = sim::to_token(session_->spec(), scenarios::catalogue());
        limits_ = limits_of(a);
        limits_.stop = &interrupted();
        return;
    }
    if (a.seed || !a.settings.empty()) {
        throw sim::usage_error{"'" + a.name + "' is a recorded run; --seed and --set have no part in it"};
    }
    file_ = std::make_unique<sim::recording>(a.name);
    token_ = file_->token();
    if (!file_->missing().empty()) fmt::print(stderr, "orrery: '{}': {}\n", a.name, file_->missing());
}

bool feed::more() {
    constexpr sim::event_id slice = 16'384;
    stop_if_interrupted();
    if (file_ != nullptr) {
        if (next_block_ == file_->blocks().size()) return false;
        file_->read_block(next_block_++, facts_);
        return true;
    }
    if (session_->state() != sim::run_state::running) return false;
    session_->run_on(limits_, static_cast<sim::event_id>(session_->events().size()) + slice);
    return true;
}

const sim::timeline& feed::whole() {
    progress_line progress(total(), progress_after_ms, file_ != nullptr ? "reading " : "running ");
    if (file_ != nullptr) history_ = std::make_unique<sim::timeline>(facts_);
    for (std::size_t before = events().size(); more(); before = events().size()) {
        progress.advance(events().size() - before);
        if (file_ == nullptr) {
            session_->pack();
            continue;
        }
        history_->read_on(facts_.size());
        facts_.pack();
    }
    if (file_ == nullptr) return session_->history();
    history_->extend();
    return *history_;
}

const sim::timeline& feed::around(sim::event_id event) {
    if (file_ == nullptr) return session_->history();
    if (file_->parts() == 0) {
        history_ = std::make_unique<sim::timeline>(facts_);
        return *history_;
    }
    part_ = file_->read(file_->part_with(event));
    return part_->history;
}

}  // namespace runner
