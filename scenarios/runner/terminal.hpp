#pragma once
// Text to stdout, coloured only where a person sees it: on a terminal, and not when NO_COLOR is set.

#include <string>
#include <string_view>

namespace runner {

enum class tone { plain, dim, good, bad, strong };

bool colours();  // of stdout
std::string toned(std::string_view text, tone);

void write(std::string_view text);  // to stdout; throws failure when it cannot be written
void finish_output();               // flushes; throws failure

}  // namespace runner
