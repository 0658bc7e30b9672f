#include "runtime/core/ready_queue.hpp"

namespace aio {

ready_queue::ready_queue() {
    auto* const first = new row;
    head_ = batch_end_ = tail_ = first->places;
    head_end_ = tail_end_ = first->places + row_length;
}

ready_queue::~ready_queue() {
    while (!drained()) {
        if (const ready_entry e = pop(); !e.is_taken_out()) gone(e);
    }
    delete row_of(tail_end_)->next;
    delete row_of(tail_end_);
}

// The last row is full. Behind it stands the one that was kept, if any.
void ready_queue::add_row() noexcept {
    row* const full = row_of(tail_end_);
    if (full->next == nullptr) full->next = new row;
    tail_ = full->next->places;
    tail_end_ = tail_ + row_length;
}

// A row has been emptied, and another follows.
void ready_queue::leave_row() noexcept {
    row* const left = row_of(head_end_);
    head_ = left->next->places;
    head_end_ = head_ + row_length;
    row* const last = row_of(tail_end_);
    if (last->next == nullptr) {
        left->next = nullptr;
        last->next = left;
    } else {
        delete left;
    }
}

std::size_t ready_queue::batch_size() const noexcept {
    std::size_t n = 0;
    walk(batch_end_, [&n](const ready_node&) { return ++n, false; });
    return n;
}

ready_node& ready_queue::take_of_batch(std::size_t i) noexcept {
    ready_entry* const place = walk(batch_end_, [&i](const ready_node&) { return i-- == 0; });
    return gone(std::exchange(*place, ready_entry::taken_out()));
}

}  // namespace aio
