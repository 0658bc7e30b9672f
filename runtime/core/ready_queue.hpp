#pragma once
// Handles: what the loop runs. A node is embedded in what it belongs to (task, timer, callback) and stands in at most one
// list: the ready queue, or the callbacks of a future.
//
// The ready queue is rows of pointers, for it is what a hop costs: a node joins and leaves with three stores, where links
// both ways needed seven, and who comes next is known without a look at a node. A callback knows its place, so that it can
// be taken out; a task never is, and does not.

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "runtime/core/observer.hpp"

namespace aio {

// Asks for a line of memory that will be wanted soon. The empty statement keeps g++ from dropping calls of functions that
// do nothing else, as without any effect.
inline void fetch(const void* memory) noexcept {
    __builtin_prefetch(memory);
    asm volatile("");
}

struct list_links {
    list_links* next = nullptr;
    list_links* prev = nullptr;  // in the ready queue: the place, marked by the lowest bit. Null: in no list
};

struct ready_node : list_links {
    void (*run)(ready_node&) = nullptr;
    event_id cause = no_event;  // the observer's number for what made it ready
    callback_kind callback = callback_kind::user;
    bool is_task : 1 = false;
    bool silent : 1 = false;  // part of the loop's own shut-down: not shown to observers
    bool owned : 1 = false;   // frees itself when it runs; runs on a closed loop too, for that alone
    bool armed : 1 = false;   // waits in the timers
    bool roused : 1 = false;  // a task that was cancelled while its timer is set: it runs although that may still ring
    std::uint8_t unused_bits : 3 = 0;  // so that a whole word is set at first, without a look at what it was
    std::uint16_t unused_bytes = 0;
    object_id subject = 0;  // a task's id, a timer's id...

    ready_node() = default;
    // Of a new task.
    ready_node(void (*run_task)(ready_node&), task_id task) noexcept : run(run_task), is_task(true), subject(task) {}
    ready_node(const ready_node&) = delete;
    ready_node& operator=(const ready_node&) = delete;

    bool linked() const noexcept { return prev != nullptr; }  // never of a task in the ready queue

    inline void unlink() noexcept;

    // Takes the place of `other`, a callback in the ready queue.
    inline void replace(ready_node& other) noexcept;
};

// One of the ready queue: a node, and whether it is a task's, which is known without a look at the node.
class ready_entry {
public:
    ready_entry() = default;
    static ready_entry of_task(ready_node& n) noexcept { return ready_entry(reinterpret_cast<std::uintptr_t>(&n)); }
    static ready_entry of_callback(ready_node& n) noexcept { return ready_entry(reinterpret_cast<std::uintptr_t>(&n) | 1); }
    static ready_entry taken_out() noexcept { return ready_entry(1); }

    bool is_task() const noexcept { return (bits_ & 1) == 0; }
    bool is_taken_out() const noexcept { return bits_ == 1; }
    ready_node& task() const noexcept { return *reinterpret_cast<ready_node*>(bits_); }
    ready_node& callback() const noexcept { return *reinterpret_cast<ready_node*>(bits_ - 1); }
    ready_node& node() const noexcept { return is_task() ? task() : callback(); }
    void fetch_node() const noexcept { fetch(reinterpret_cast<const void*>(bits_)); }  // whatever it is

private:
    std::uintptr_t bits_ = 0;

    explicit ready_entry(std::uintptr_t bits) noexcept : bits_(bits) {}
};

// What is ready, first in, first out, and how much of it is left of the present iteration: the batch. A callback that was
// taken out leaves its place behind, which is drained as any other. Push allocates a row of 4 KiB when the last is full;
// one that was emptied is kept for it.
class ready_queue {
public:
    ready_queue();
    ready_queue(const ready_queue&) = delete;
    ready_queue& operator=(const ready_queue&) = delete;
    ~ready_queue();

    void push(ready_node& n) noexcept { n.is_task ? push_task(n) : push_callback(n); }
    void push_task(ready_node& n) noexcept { push(ready_entry::of_task(n)); }
    void push_callback(ready_node& n) noexcept {
        n.prev = reinterpret_cast<list_links*>(reinterpret_cast<std::uintptr_t>(tail_) | 1);
        push(ready_entry::of_callback(n));
    }

    bool drained() const noexcept { return head_ == tail_; }             // nothing is left, not even a place
    bool batch_drained() const noexcept { return head_ == batch_end_; }  // the same of the batch
    bool empty() const noexcept { return walk(tail_, any) == nullptr; }
    bool batch_empty() const noexcept { return walk(batch_end_, any) == nullptr; }

    ready_entry first() const noexcept { return *head_; }
    ready_entry second() const noexcept { return head_[1]; }  // only to be fetched: it may mean nothing
    // The first leaves. Of a callback, who runs it clears `prev`.
    ready_entry pop() noexcept {
        const ready_entry e = *head_;
        if (++head_ == head_end_) [[unlikely]] leave_row();
        return e;
    }
    ready_node& pop_node() noexcept { return gone(pop()); }  // when it is known to be there, and speed does not matter
    // Of an empty batch: when nothing is ready, the queue is drained then.
    void skip_taken_out() noexcept {
        while (!drained() && first().is_taken_out()) {
            pop();
            end_batch();
        }
    }
    void skip_taken_out_of_batch() noexcept {
        while (!batch_drained() && first().is_taken_out()) pop();
    }
    void begin_batch() noexcept { batch_end_ = tail_; }  // all there is
    void end_batch() noexcept { batch_end_ = head_; }    // what is left of it is for the next iteration

    std::size_t batch_size() const noexcept;  // walks
    ready_node& take_of_batch(std::size_t i) noexcept;

    // The first for which `wanted` is true; null: none.
    template <class F>
    ready_node* find(F wanted) const noexcept {
        const ready_entry* const place = walk(tail_, wanted);
        return place != nullptr ? &place->node() : nullptr;
    }

private:
    static constexpr std::size_t row_length = 511;
    struct row {
        ready_entry places[row_length];
        row* next = nullptr;
    };

    // None of them is ever at the end of a row.
    ready_entry* head_;
    ready_entry* head_end_;
    ready_entry* batch_end_;
    ready_entry* tail_;
    ready_entry* tail_end_;  // where the last row has its `next`

    void push(ready_entry e) noexcept {
        *tail_ = e;
        if (++tail_ == tail_end_) [[unlikely]] add_row();
    }
    [[gnu::cold]] void add_row() noexcept;
    [[gnu::cold]] void leave_row() noexcept;
    static row* row_of(ready_entry* end) noexcept { return reinterpret_cast<row*>(end - row_length); }
    static ready_node& gone(ready_entry e) noexcept {
        if (!e.is_task()) e.callback().prev = nullptr;
        return e.node();
    }
    static bool any(const ready_node&) noexcept { return true; }
    // The first place before `to` whose node is wanted; null: none.
    template <class F>
    ready_entry* walk(ready_entry* const to, F wanted) const {
        ready_entry* end = head_end_;
        for (ready_entry* place = head_; place != to;) {
            if (!place->is_taken_out() && wanted(place->node())) return place;
            if (++place == end) {
                place = row_of(end)->next->places;
                end = place + row_length;
            }
        }
        return nullptr;
    }
};

// A list in the room of one pointer, for few nodes. `prev` of the first is the last; `next` of the last is the list
// itself, marked by its lowest bit, so that a node finds what it has to mend. Whose it is empties it.
class node_list {
public:
    node_list() = default;
    node_list(const node_list&) = delete;
    node_list& operator=(const node_list&) = delete;

    bool empty() const noexcept { return first_ == nullptr; }

    void push_back(ready_node& n) noexcept {
        assert(!n.linked());
        n.next = mark(first_);
        if (first_ == nullptr) {
            first_ = n.prev = &n;
        } else {
            n.prev = first_->prev;
            first_->prev->next = &n;
            first_->prev = &n;
        }
    }

    ready_node& pop_front() noexcept {
        ready_node& n = take_front();
        n.prev = nullptr;
        return n;
    }

    // The same for who queues it at once: `prev` means nothing.
    ready_node& take_front() noexcept {
        list_links* n = first_;
        if (marked(n->next)) {
            first_ = nullptr;
        } else {
            n->next->prev = n->prev;
            first_ = n->next;
        }
        return static_cast<ready_node&>(*n);
    }

    // The first for which `wanted` is true; null: none.
    template <class F>
    ready_node* find(F wanted) noexcept {
        for (list_links* p = first_; p != nullptr; p = marked(p->next) ? nullptr : p->next) {
            if (wanted(static_cast<ready_node&>(*p))) return static_cast<ready_node*>(p);
        }
        return nullptr;
    }

private:
    friend struct ready_node;
    list_links* first_ = nullptr;

    static list_links* mark(list_links*& first) noexcept {
        return reinterpret_cast<list_links*>(reinterpret_cast<std::uintptr_t>(&first) | 1);
    }
    static bool marked(const list_links* p) noexcept { return (reinterpret_cast<std::uintptr_t>(p) & 1) != 0; }
    static list_links*& of(list_links* mark) noexcept {
        return *reinterpret_cast<list_links**>(reinterpret_cast<std::uintptr_t>(mark) & ~std::uintptr_t{1});
    }
};

inline void ready_node::unlink() noexcept {
    assert(linked());
    if (const auto place = reinterpret_cast<std::uintptr_t>(prev); (place & 1) != 0) {
        *reinterpret_cast<ready_entry*>(place - 1) = ready_entry::taken_out();
    } else if (list_links* const mark = prev->next; node_list::marked(mark)) {  // the first of its list
        node_list::of(mark) = mark == next ? nullptr : next;
        if (mark != next) next->prev = prev;
    } else {
        prev->next = next;
        (node_list::marked(next) ? node_list::of(next) : next)->prev = prev;
    }
    prev = nullptr;
}

inline void ready_node::replace(ready_node& other) noexcept {
    const auto place = reinterpret_cast<std::uintptr_t>(other.prev);
    assert((place & 1) != 0 && !linked());
    prev = std::exchange(other.prev, nullptr);
    *reinterpret_cast<ready_entry*>(place - 1) = ready_entry::of_callback(*this);
}

}  // namespace aio
