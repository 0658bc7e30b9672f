#pragma once
// One of something for each task, by its id: found in no time where the tasks are all there, as in a whole run, and
// quickly where only some of the earlier ones are, as in a part of a run.

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "sim/event.hpp"
#include "sim/id_index.hpp"

namespace sim {

template <class T>
class by_task {
public:
    std::size_t count() const { return items_.size(); }
    task_id next() const { return next_; }  // the id add() gives
    std::size_t size() const { return next() == 1 ? 0 : next(); }  // one past the last id; 0: there was never a task
    T* find(task_id id) {
        if (id >= base_) [[likely]] {
            return id < next_ ? &items_[id - shift_] : nullptr;
        }
        const std::size_t i = places_.find(id);
        return i != id_index::none ? &items_[i] : nullptr;
    }
    const T* find(task_id id) const { return const_cast<by_task*>(this)->find(id); }
    // Of a task that is there.
    T& operator[](task_id id) { return *find(id); }

    std::span<const T> all() const { return items_; }  // by id
    std::span<T> all() { return items_; }
    task_id id(std::size_t i) const { return i < earlier_.size() ? earlier_[i] : shift_ + static_cast<task_id>(i); }

    void add(T&& item) {
        items_.push_back(std::move(item));
        ++next_;
    }
    // Lets go of others, unless they are few: looking for a task is quickest while none is missing. The ids go on.
    template <class Keep>
    void keep_if(Keep keep) {
        std::vector<task_id> ids;
        for (std::size_t i = 0; i < items_.size(); ++i) {
            if (keep(id(i), std::as_const(items_[i]))) ids.push_back(id(i));
        }
        if (ids.size() * 2 >= items_.size()) return;
        std::vector<T> kept;
        for (const task_id i : ids) kept.push_back(std::move(*find(i)));
        restore(std::move(ids), std::move(kept), next());
    }
    // Those of the earlier tasks that are there, by id, and the id of the next one.
    void restore(std::vector<task_id> ids, std::vector<T> items, task_id next_one) {
        items_ = std::move(items);
        base_ = next_ = next_one;
        shift_ = next_one - static_cast<task_id>(items_.size());
        while (!ids.empty() && ids.back() + 1 == base_) {
            --base_;
            ids.pop_back();
        }
        earlier_ = std::move(ids);
        places_.clear();
        for (std::size_t i = 0; i < earlier_.size(); ++i) places_.add(earlier_[i], i);
    }

private:
    std::vector<T> items_;           // first those of `earlier_`, then every one from `base_` on
    std::vector<task_id> earlier_;  // sorted
    id_index places_;               // of those
    task_id base_ = 1, next_ = 1;
    task_id shift_ = 1;             // from the place of one from `base_` on to its id
};

}  // namespace sim
