#include "gui/draw/sentences.hpp"

#include <map>
#include <utility>

#include "gui/draw/run_index.hpp"
#include "sim/narration.hpp"
#include "sim/why.hpp"

namespace gui {

namespace {

constexpr std::size_t most_kept = 512;

struct sentences {
    std::uint64_t generation = 0;
    std::size_t size = 0;
    std::map<std::pair<sim::task_id, sim::event_id>, std::string> kept;  // task 0: about the event
    std::map<std::pair<sim::task_id, sim::event_id>, sim::linked_text> reasons;

    void check(const sim::session& session) {
        const auto now = index_of(session).generation();
        const auto events = session.history().size();
        if (now == generation && events == size && kept.size() < most_kept && reasons.size() < most_kept) return;
        kept.clear();
        reasons.clear();
        generation = now;
        size = events;
    }
};

template <class Question, class Answer>
struct last_answer {
    std::uint64_t generation = 0;
    std::size_t size = 0;
    Question question{};
    Answer answer;

    template <class Find>
    const Answer& ask(const sim::session& session, Question asked, Find find) {
        const auto now = index_of(session).generation();
        const auto events = session.history().size();
        if (now != generation || events != size || !(asked == question)) {
            answer = find();
            generation = now;
            size = events;
            question = asked;
        }
        return answer;
    }
};

sentences& known(const sim::session& session) {
    static sentences all;
    all.check(session);
    return all;
}

}  // namespace

const std::string& sentence_of(const sim::session& session, sim::event_id event) {
    auto& kept = known(session).kept;
    const auto found = kept.find({0, event});
    if (found != kept.end()) return found->second;
    return kept.emplace(std::pair(sim::task_id{0}, event), sim::narrate(session.history(), event)).first->second;
}

const sim::linked_text& reason_of(const sim::session& session, sim::task_id task, sim::event_id event) {
    auto& kept = known(session).reasons;
    const auto found = kept.find({task, event});
    if (found != kept.end()) return found->second;
    return kept.emplace(std::pair(task, event), sim::explain(session.history(), task, event)).first->second;
}

const sim::wait_chain& chain_shown(const sim::session& session, sim::task_id task, sim::event_id event) {
    static last_answer<std::pair<sim::task_id, sim::event_id>, sim::wait_chain> last;
    return last.ask(session, {task, event}, [&] { return sim::chain_of(session.history(), task, event); });
}

const std::vector<sim::path_step>& path_shown(const sim::session& session, sim::event_id event) {
    static last_answer<sim::event_id, std::vector<sim::path_step>> last;
    return last.ask(session, event, [&] { return sim::critical_path(session.history(), event); });
}

}  // namespace gui
