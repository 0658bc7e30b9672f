#pragma once
// contextvars: variables whose value goes with the task. A new task begins with a copy of its creator's values; what it
// sets is seen by nobody else.
//
//   const aio::context_var<std::string> request("request");
//   const auto token = request.set("r-1");
//   ... request.get() ...
//   request.reset(token);

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "runtime/core/errors.hpp"
#include "runtime/core/ref.hpp"

namespace aio {

namespace detail {

using variable_id = std::uint32_t;

// Null where no variable was ever set: then a task costs nothing for it.
struct context_state {
    std::uint32_t references = 0;
    std::map<variable_id, std::shared_ptr<const void>> values;

    void add_ref() noexcept { ++references; }
    void release() noexcept {
        if (--references == 0) delete this;
    }
};

using context_ref = ref<context_state>;

context_ref copy_of(const context_ref&);
// Of the running task; in a callback, of who scheduled it; elsewhere, of the thread. The second one is for who changes it.
const context_ref& current_context() noexcept;
context_ref& current_context_slot();
context_ref& thread_context() noexcept;
variable_id new_variable() noexcept;
[[noreturn]] void throw_no_value(const std::string& name);      // lookup_error
[[noreturn]] void throw_wrong_token(const std::string& name);   // value_error
[[noreturn]] void throw_used_token(const std::string& name);    // runtime_error

// Makes a context that of the running callback while it lives.
class context_scope {
public:
    explicit context_scope(context_ref c) noexcept : hidden_(std::exchange(thread_context(), std::move(c))) {}
    context_scope(const context_scope&) = delete;
    context_scope& operator=(const context_scope&) = delete;
    ~context_scope() { thread_context() = std::move(hidden_); }

private:
    context_ref hidden_;
};

}  // namespace detail

// LookupError: a context_var without a value.
struct lookup_error : error {
    explicit lookup_error(std::string message) : error("LookupError", std::move(message)) {}
};

// contextvars.Context. A handle: copies share the values. create_task(..., {.context = c}) runs a task in c itself.
class context {
public:
    context() : state_(new detail::context_state) {}
    explicit context(detail::context_ref state) noexcept : state_(std::move(state)) {}

    // f() with this as the current context; what f sets stays in it. Outside a task's step, or in one.
    template <class F>
    decltype(auto) run(F f) const {
        struct swap_back {
            detail::context_ref& slot;
            detail::context_ref hidden;
            ~swap_back() { slot = std::move(hidden); }
        };
        detail::context_ref& slot = detail::current_context_slot();
        const swap_back back{slot, std::exchange(slot, state_)};
        return f();
    }
    const detail::context_ref& state() const noexcept { return state_; }

private:
    detail::context_ref state_;
};

// contextvars.copy_context().
inline context copy_context() {
    const detail::context_ref& here = detail::current_context();
    return here ? context(detail::copy_of(here)) : context();
}

// contextvars.ContextVar. Const: what changes is the context.
template <class T>
class context_var {
public:
    // What set() gives, to go back by reset(): once, in the context it was made in.
    class token {
    public:
        bool had_value() const noexcept { return old_ != nullptr; }
        const T& old_value() const { return *old_; }  // only when it had one

    private:
        friend class context_var;
        detail::context_ref where_;
        std::shared_ptr<const T> old_;
        detail::variable_id of_ = 0;
        std::shared_ptr<bool> used_ = std::make_shared<bool>(false);
    };

    explicit context_var(std::string name) : name_(std::move(name)) {}
    context_var(std::string name, T standard) : name_(std::move(name)), standard_(std::move(standard)) {}
    context_var(const context_var&) = delete;
    context_var& operator=(const context_var&) = delete;

    const std::string& name() const noexcept { return name_; }

    // The value here, else the standard one. Throws lookup_error when there is neither.
    T get() const {
        if (const auto value = here()) return *value;
        if (!standard_) detail::throw_no_value(name_);
        return *standard_;
    }
    T get(T otherwise) const {
        const auto value = here();
        return value ? *value : std::move(otherwise);
    }
    token set(T value) const {
        detail::context_ref& where = detail::current_context_slot();
        if (!where) where = detail::context_ref(new detail::context_state);
        token t;
        t.where_ = where;
        t.of_ = id_;
        t.old_ = here();
        where->values[id_] = std::make_shared<const T>(std::move(value));
        return t;
    }
    // Throws value_error for a token of another variable or context, runtime_error the second time.
    void reset(const token& t) const {
        if (*t.used_) detail::throw_used_token(name_);
        const detail::context_ref& where = detail::current_context();
        if (t.of_ != id_ || t.where_.get() != where.get()) detail::throw_wrong_token(name_);
        *t.used_ = true;
        if (t.old_ != nullptr) {
            where->values[id_] = t.old_;
        } else {
            where->values.erase(id_);
        }
    }

private:
    std::string name_;
    std::optional<T> standard_;
    detail::variable_id id_ = detail::new_variable();

    std::shared_ptr<const T> here() const {
        const detail::context_ref& where = detail::current_context();
        if (!where) return nullptr;
        const auto found = where->values.find(id_);
        return found == where->values.end() ? nullptr : std::static_pointer_cast<const T>(found->second);
    }
};

}  // namespace aio
