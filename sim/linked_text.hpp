#pragma once
// Text in which names of tasks and objects, and moments, lead somewhere. While a sentence is put together its links are
// marks within the string; linked() takes them out.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sim/timeline.hpp"

namespace sim {

struct text_link {
    std::size_t begin = 0, end = 0;  // bytes of the text
    task_id task = 0;                // one of the three
    object_id object = 0;
    event_id event = no_event;
    bool operator==(const text_link&) const = default;
};

struct linked_text {
    std::string text;
    std::vector<text_link> links;  // in order, not overlapping
};

// A piece of text with marks around it.
std::string link_to_task(std::string_view text, task_id);
std::string link_to_object(std::string_view text, object_id);
std::string link_to_event(std::string_view text, event_id);
// Text of a program's own, which must not look like a mark.
std::string without_marks(std::string text);

// The text without its marks, and where they were.
linked_text linked(std::string_view marked);

}  // namespace sim
