#include "sim/linked_text.hpp"

#include <fmt/core.h>

#include <charconv>

namespace sim {
namespace {

// "\1t12\2download[2]\3"
constexpr char opens = '\1', begins = '\2', closes = '\3';

std::string mark(char kind, std::uint32_t id, std::string_view text) {
    return fmt::format("{}{}{}{}{}{}", opens, kind, id, begins, text, closes);
}

text_link target(char kind, std::string_view digits) {
    std::uint32_t id = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), id);
    text_link l;
    if (kind == 't') l.task = id;
    if (kind == 'o') l.object = id;
    if (kind == 'e') l.event = id;
    return l;
}

}  // namespace

std::string link_to_task(std::string_view text, task_id id) { return mark('t', id, text); }
std::string link_to_object(std::string_view text, object_id id) { return mark('o', id, text); }
std::string link_to_event(std::string_view text, event_id id) { return mark('e', id, text); }

std::string without_marks(std::string text) {
    for (char& c : text) {
        if (c == opens || c == begins || c == closes) c = ' ';
    }
    return text;
}

linked_text linked(std::string_view marked) {
    linked_text out;
    text_link open;
    for (std::size_t i = 0; i < marked.size(); ++i) {
        const std::size_t start = marked[i] == opens ? marked.find(begins, i) : std::string_view::npos;
        if (start != std::string_view::npos && i + 1 < start) {
            open = target(marked[i + 1], marked.substr(i + 2, start - i - 2));
            open.begin = out.text.size();
            i = start;
        } else if (marked[i] == closes) {
            open.end = out.text.size();
            out.links.push_back(open);
        } else {
            out.text += marked[i];
        }
    }
    return out;
}

}  // namespace sim
