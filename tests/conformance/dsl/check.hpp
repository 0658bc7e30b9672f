#pragma once
// Whether a JSON value is a program at all. The interpreter relies on every rule that is checked here.

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace dsl {

// What is wrong, in one line that names the place; nothing for a program that can be run.
std::optional<std::string> problem(const nlohmann::json& program);

// The fields of an operation, as "name:type" with spaces between, and the kinds of objects: for tests and mutations.
struct operation_spec {
    const char* name;
    bool waits;          // not allowed in the body of a callback
    const char* fields;  // check.cpp says what the types mean
};
const std::vector<operation_spec>& operations();
const std::vector<std::string>& object_kinds();
const std::vector<std::string>& exception_names();

}  // namespace dsl
