#include "gui/panels/picker_search.hpp"

#include <algorithm>
#include <string>

namespace gui {

namespace {

// ASCII only: names are, and a title's other letters match as they are.
std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

}  // namespace

bool has_words(std::string_view in, std::string_view words) {
    const std::string text = lower(in), wanted = lower(words);
    for (std::size_t at = 0; at < wanted.size();) {
        const std::size_t begin = wanted.find_first_not_of(' ', at);
        if (begin == std::string::npos) break;
        const std::size_t end = std::min(wanted.find(' ', begin), wanted.size());
        if (text.find(wanted.substr(begin, end - begin)) == std::string::npos) return false;
        at = end;
    }
    return true;
}

std::vector<const sim::scenario*> search(sim::catalogue scenarios, std::string_view words) {
    std::vector<const sim::scenario*> found;
    for (const sim::scenario* s : scenarios) {
        std::string text = s->name + '\n' + s->title + '\n' + s->lesson + '\n' + s->group;
        for (const sim::alias& a : s->aliases) text += '\n' + a.name;
        if (has_words(text, words)) found.push_back(s);
    }
    return found;
}

const sim::scenario* best_match(const std::vector<const sim::scenario*>& found, std::string_view typed) {
    const std::string wanted = lower(typed);
    const auto begins = [&](const sim::scenario* s) {
        return lower(s->name).starts_with(wanted) || lower(s->title).starts_with(wanted) ||
               std::any_of(s->aliases.begin(), s->aliases.end(), [&](const sim::alias& a) { return lower(a.name).starts_with(wanted); });
    };
    const auto best = std::find_if(found.begin(), found.end(), begins);
    return best == found.end() ? found.front() : *best;
}

const sim::scenario* chosen_of(const std::vector<const sim::scenario*>& found, std::string_view typed, std::string_view picked) {
    if (found.empty()) return nullptr;
    const auto there = std::find_if(found.begin(), found.end(), [&](const sim::scenario* s) { return s->name == picked; });
    return there == found.end() ? best_match(found, typed) : *there;
}

}  // namespace gui
