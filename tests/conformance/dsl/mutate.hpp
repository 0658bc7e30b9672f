#pragma once
// Changes to programs that leave them programs, most of the time: for the fuzzer, so that it tests the runtime and not
// only the parser.

#include <random>

#include <nlohmann/json.hpp>

namespace dsl {

// One random change: an operation removed, repeated, moved, made anew, wrapped in a scope, or a field of one changed.
void mutate(nlohmann::json& program, std::mt19937& random);

// Takes a block or a coroutine of `other` into `program`.
void cross(nlohmann::json& program, const nlohmann::json& other, std::mt19937& random);

}  // namespace dsl
