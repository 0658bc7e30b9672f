#pragma once
// Handles: what the loop runs. A node is embedded in what it belongs to (task, timer, callback), so that scheduling
// never allocates, and it is linked in at most one list: the ready queue, or the callbacks of a future.

#include <cassert>

#include "runtime/core/observer.hpp"

namespace aio {

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

    ready_node() = default;
    ready_node(const ready_node&) = delete;
    ready_node& operator=(const ready_node&) = delete;

    bool linked() const noexcept { return prev != nullptr; }

    void unlink() noexcept {
        assert(linked());
        prev->next = next;
        next->prev = prev;
        prev = nullptr;
    }

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
    ready_node& front() noexcept { return node(head_.next); }

    void push_back(ready_node& n) noexcept {
        assert(!n.linked());
        list_links* last = head_.prev;
        n.prev = last;
        n.next = &head_;
        last->next = &n;
        head_.prev = &n;
    }

    ready_node& pop_front() noexcept {
        ready_node& n = node(head_.next);
        head_.next = n.next;
        n.next->prev = &head_;
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

}  // namespace aio
