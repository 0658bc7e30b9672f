#pragma once
// Handles: what the loop runs. A node is embedded in what it belongs to (task, timer, callback), so that scheduling
// never allocates, and it is linked in at most one list: the ready queue, or the callbacks of a future.
//
// The two lists differ in size: of ready queues there are a few, of futures a million.

#include <cassert>
#include <cstddef>
#include <cstdint>

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
    list_links* prev = nullptr;  // null: in no list
};

struct ready_node : list_links {
    void (*run)(ready_node&) = nullptr;
    event_id cause = no_event;  // the observer's number for what made it ready
    object_id subject = 0;      // a task's id, a timer's id...
    callback_kind callback = callback_kind::user;
    bool is_task : 1 = false;
    bool silent : 1 = false;  // part of the loop's own shut-down: not shown to observers
    bool owned : 1 = false;   // frees itself when it runs; runs on a closed loop too, for that alone
    bool armed : 1 = false;   // waits in the timers
    std::uint8_t unused : 4 = 0;  // so that a whole byte is set at first, without a look at what it was

    ready_node() = default;
    // Of a new task: with the links it will have in the ready queue.
    ready_node(list_links links, void (*run_task)(ready_node&), task_id task) noexcept
        : list_links(links), run(run_task), subject(task), is_task(true) {}
    ready_node(const ready_node&) = delete;
    ready_node& operator=(const ready_node&) = delete;

    bool linked() const noexcept { return prev != nullptr; }

    inline void unlink() noexcept;

    // Takes the place of `other` in the list that is in.
    void replace(ready_node& other) noexcept {
        assert(other.linked() && !linked());
        next = other.next;
        prev = other.prev;
        prev->next = next->prev = this;
        other.prev = nullptr;
    }
};

// FIFO of nodes it does not own. Circular with a sentinel, so that unlinking needs no list.
class node_list {
public:
    node_list() noexcept { reset(); }
    node_list(const node_list&) = delete;
    node_list& operator=(const node_list&) = delete;
    ~node_list() { clear(); }

    bool empty() const noexcept { return head_.next == &head_; }
    bool has_one() const noexcept { return head_.next == head_.prev && !empty(); }
    ready_node& front() noexcept { return node(head_.next); }
    // What a node at the end has for its links; adopt_back() makes it known to the others.
    list_links links_at_end() noexcept { return {&head_, head_.prev}; }
    void adopt_back(ready_node& n) noexcept {
        n.prev->next = &n;
        head_.prev = &n;
    }

    void push_back(ready_node& n) noexcept {
        assert(!n.linked());
        push_back_taken(n);
    }
    void push_back_taken(ready_node& n) noexcept {  // from short_list::take_front()
        // In this order: two stores side by side would be made one of 16 bytes, which takes longer to put together.
        list_links* last = head_.prev;
        n.prev = last;
        last->next = &n;
        n.next = &head_;
        head_.prev = &n;
    }

    ready_node& pop_front() noexcept {
        ready_node& n = node(head_.next);
        head_.next = n.next;
        n.next->prev = &head_;
        n.prev = nullptr;
        return n;
    }

    // The same of a list that has one: what comes next does not wait for the node to be read.
    ready_node& pop_only() noexcept {
        ready_node& n = node(head_.next);
        reset();
        n.prev = nullptr;
        return n;
    }

    // Moves everything from `from` to the end of this list.
    void splice(node_list& from) noexcept {
        if (from.empty()) return;
        list_links* first = from.head_.next;
        list_links* last = from.head_.prev;
        from.reset();
        list_links* tail = head_.prev;
        tail->next = first;
        first->prev = tail;
        last->next = &head_;
        head_.prev = last;
    }

    // Unlinks every node.
    void clear() noexcept {
        while (!empty()) front().unlink();
    }

    std::size_t size() const noexcept {  // walks
        std::size_t n = 0;
        for (const list_links* p = head_.next; p != &head_; p = p->next) ++n;
        return n;
    }

    ready_node& nth(std::size_t i) noexcept {
        list_links* p = head_.next;
        while (i-- > 0) p = p->next;
        return node(p);
    }

    // The first for which `wanted` is true; null: none.
    template <class F>
    ready_node* find(F wanted) noexcept {
        for (list_links* p = head_.next; p != &head_; p = p->next) {
            if (wanted(node(p))) return &node(p);
        }
        return nullptr;
    }

private:
    list_links head_;

    static ready_node& node(list_links* links) noexcept { return *static_cast<ready_node*>(links); }

    void reset() noexcept { head_.next = head_.prev = &head_; }
};

// The same in the room of one pointer, for few nodes. `prev` of the first is the last; `next` of the last is the list
// itself, marked by its lowest bit, so that a node finds what it has to mend. Whose it is empties it.
class short_list {
public:
    short_list() = default;
    short_list(const short_list&) = delete;
    short_list& operator=(const short_list&) = delete;

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

    // The same for who links it anew at once: what it has for links means nothing.
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

    ready_node& pop_front() noexcept {
        ready_node& n = take_front();
        n.prev = nullptr;
        return n;
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
    if (list_links* const mark = prev->next; short_list::marked(mark)) {  // the first of a short list
        short_list::of(mark) = mark == next ? nullptr : next;
        if (mark != next) next->prev = prev;
    } else {
        prev->next = next;
        (short_list::marked(next) ? short_list::of(next) : next)->prev = prev;
    }
    prev = nullptr;
}

}  // namespace aio
