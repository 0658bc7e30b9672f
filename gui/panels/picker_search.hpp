#pragma once
// Which scenarios a few typed words mean.

#include <string_view>
#include <vector>

#include "sim/scenario.hpp"

namespace gui {

// The text contains all words, separated by blanks, in upper or lower case.
bool has_words(std::string_view text, std::string_view words);

// Those in which every word occurs, in any case: in name, title, lesson, group or an alias. No words: all, in order.
std::vector<const sim::scenario*> search(sim::catalogue, std::string_view words);

// The one to open on Enter: the first whose name, title or alias begins with what was typed, else the first.
// `found` is not empty.
const sim::scenario* best_match(const std::vector<const sim::scenario*>& found, std::string_view typed);

// What Enter opens: the picked one if it is among `found`, else the best match; nullptr: nothing was found.
const sim::scenario* chosen_of(const std::vector<const sim::scenario*>& found, std::string_view typed, std::string_view picked);

}  // namespace gui
