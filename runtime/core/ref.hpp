#pragma once
// Shared ownership without atomics: the count is in the object, and a loop lives on one thread.

#include <cstddef>
#include <utility>

namespace aio {

// T has add_ref() and release(); release() of the last reference destroys it.
template <class T>
class ref {
public:
    ref() noexcept = default;
    explicit ref(T* object) noexcept : object_(object) {
        if (object_ != nullptr) object_->add_ref();
    }
    ref(const ref& other) noexcept : ref(other.object_) {}
    // Takes over a reference that is counted already.
    static ref adopt(T* object) noexcept {
        ref r;
        r.object_ = object;
        return r;
    }
    ref(ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
    template <class U>
    ref(const ref<U>& other) noexcept : ref(other.get()) {}
    ref& operator=(ref other) noexcept {
        std::swap(object_, other.object_);
        return *this;
    }
    ~ref() {
        if (object_ != nullptr) object_->release();
    }

    T* get() const noexcept { return object_; }
    T& operator*() const noexcept { return *object_; }
    T* operator->() const noexcept { return object_; }
    explicit operator bool() const noexcept { return object_ != nullptr; }

private:
    T* object_ = nullptr;
};

}  // namespace aio
