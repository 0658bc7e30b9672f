#include "runtime/gen/async_generator.hpp"

#include <string>

namespace aio::detail {

void throw_generator_running(const char* method) {
    throw runtime_error(std::string(method) + ": asynchronous generator is already running");
}

void throw_generator_ignored_exit() { throw runtime_error("async generator ignored GeneratorExit"); }

}  // namespace aio::detail
