// The text of a deadlock: who waits for what, where, who holds it, and the circles in that.

#include <algorithm>

#include "runtime/core/errors.hpp"

namespace aio {

namespace {

using tasks = std::vector<stuck_task>;

constexpr std::size_t most_circles = 8;

// Tasks are in order of creation, so their ids ascend. Null: it has ended.
const stuck_task* find(const tasks& all, task_id id) {
    const auto at = std::lower_bound(all.begin(), all.end(), id, [](const stuck_task& t, task_id i) { return t.id < i; });
    return at != all.end() && at->id == id ? &*at : nullptr;
}

std::string label(const stuck_task& t) { return t.name + " (" + t.function + ")"; }

std::string holder(const tasks& all, const stuck_task& of, task_id id) {
    if (id == of.id) return "itself";
    const stuck_task* t = find(all, id);
    return t != nullptr ? label(*t) : "a task that has ended without giving it back";
}

bool held(const stuck_task& t) { return t.kind == wait_kind::lock || t.kind == wait_kind::semaphore; }

std::string ending(const tasks& all, const stuck_task& t) {
    if (held(t) && !t.needs.empty()) {
        std::string text = ", held by ";
        for (const task_id& id : t.needs) {
            if (&id != &t.needs.front()) text += &id == &t.needs.back() ? " and " : ", ";
            text += holder(all, t, id);
        }
        return text;
    }
    const bool leads_on = t.kind == wait_kind::task || (t.kind == wait_kind::gather && !t.needs.empty());
    return leads_on ? "" : ": nothing alive can wake it";
}

// "lock `x`", from "lock.acquire() of lock `x`".
std::string object(const stuck_task& t) {
    const std::size_t of = t.waits.find(" of ");
    return of == std::string::npos ? t.waits : t.waits.substr(of + 4);
}

std::string link(const stuck_task& from, const stuck_task& to) {
    std::string text = label(from) + " waits for ";
    if (!held(from)) return text + (&from == &to ? "itself" : label(to));
    if (from.kind == wait_kind::semaphore) text += "a permit of ";
    return text + object(from) + " held by " + (&from == &to ? "itself" : label(to));
}

// Follows who waits for whom, depth first, without the stack: a chain may be as long as there are tasks.
class circle_finder {
public:
    explicit circle_finder(const tasks& all) : all_(all), state_(all.size(), state::fresh) {}

    std::string text() {
        for (const stuck_task& t : all_) {
            if (state_of(t) == state::fresh) search(t);
        }
        return text_;
    }

private:
    enum class state : std::uint8_t { fresh, open, closed };
    struct stop {
        const stuck_task* task;
        std::size_t next = 0;
    };

    const tasks& all_;
    std::vector<state> state_;
    std::vector<stop> way_;
    std::string text_;
    std::size_t found_ = 0;

    state& state_of(const stuck_task& t) { return state_[static_cast<std::size_t>(&t - all_.data())]; }

    void enter(const stuck_task& t) {
        state_of(t) = state::open;
        way_.push_back({&t});
    }

    void search(const stuck_task& first) {
        enter(first);
        while (!way_.empty()) {
            stop& here = way_.back();
            // Of several who hold permits each one could end the wait: none of them alone is the reason.
            const bool any = here.task->kind == wait_kind::semaphore && here.task->needs.size() > 1;
            if (any || here.next == here.task->needs.size()) {
                state_of(*here.task) = state::closed;
                way_.pop_back();
                continue;
            }
            const stuck_task* to = find(all_, here.task->needs[here.next++]);
            if (to == nullptr) continue;
            if (state_of(*to) == state::open) {
                tell(*to);
            } else if (state_of(*to) == state::fresh) {
                enter(*to);
            }
        }
    }

    void tell(const stuck_task& first) {
        if (found_++ >= most_circles) return;
        std::size_t i = way_.size() - 1;
        while (way_[i].task != &first) --i;
        text_ += "\n  cycle: ";
        for (; i < way_.size(); ++i) {
            const bool last = i + 1 == way_.size();
            text_ += link(*way_[i].task, last ? first : *way_[i + 1].task);
            if (!last) text_ += "; ";
        }
    }
};

std::string deadlock_text(const tasks& all) {
    std::string text = "deadlock: nothing is ready, no timer is set, and ";
    text += std::to_string(all.size());
    text += all.size() == 1 ? " task waits for ever" : " tasks wait for ever";
    for (const stuck_task& t : all) {
        text += "\n  " + label(t) + " waits in " + t.waits + ending(all, t);
        text += "\n    " + t.lines;
    }
    return text + circle_finder(all).text();
}

}  // namespace

deadlock_error::deadlock_error(std::vector<stuck_task> tasks)
    : error("DeadlockError", deadlock_text(tasks)), tasks_(std::move(tasks)) {}

}  // namespace aio
