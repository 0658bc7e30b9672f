#include "runtime/core/context.hpp"

#include <atomic>

#include "runtime/core/event_loop.hpp"

namespace aio::detail {

context_ref copy_of(const context_ref& c) {
    context_ref copy(new context_state);
    copy->values = c->values;
    return copy;
}

context_ref& thread_context() noexcept {
    static thread_local context_ref here;
    return here;
}

namespace {

task_base* running_task() noexcept {
    const event_loop* loop = event_loop::running();
    return loop != nullptr ? loop->current() : nullptr;
}

}  // namespace

const context_ref& current_context() noexcept {
    const task_base* task = running_task();
    return task != nullptr ? task->variables() : thread_context();
}

context_ref& current_context_slot() {
    task_base* task = running_task();
    return task != nullptr ? task->variables_slot() : thread_context();
}

variable_id new_variable() noexcept {
    static std::atomic<variable_id> last{0};
    return ++last;
}

void throw_no_value(const std::string& name) { throw lookup_error("<ContextVar name='" + name + "'>"); }

void throw_wrong_token(const std::string& name) {
    throw value_error("<Token> was created in a different Context, or by another variable than " + name);
}

void throw_used_token(const std::string& name) { throw runtime_error("<Token> of " + name + " has already been used once"); }

}  // namespace aio::detail
