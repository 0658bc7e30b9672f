#include "runtime/core/frame_pool.hpp"

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include <memory>
#include <new>
#include <vector>

namespace aio::frame_pool {

constinit thread_local free_block* free_lists[largest / step + 1] = {};
namespace {

constinit thread_local std::int64_t made_blocks = 0;   // in all slabs
constinit thread_local std::int64_t large_blocks = 0;  // handed out by the system

constexpr std::size_t slab_size = 64 * 1024;
constexpr std::size_t kept_slabs = 32;  // 2 MiB: a run that follows finds them warm

// At the start of a line of the cache: a block of two lines touches two, not three.
struct give_back {
    void operator()(std::byte* slab) const noexcept { ::operator delete[](slab, std::align_val_t{64}); }
};

struct slab_store {
    std::vector<std::unique_ptr<std::byte[], give_back>> slabs;

    ~slab_store() {
        const bool any_live = live() != 0;
        for (free_block*& list : free_lists) list = nullptr;
        if (any_live) {
            for (auto& slab : slabs) slab.release();  // someone still uses a frame: leaking is safer
        }
    }
};

thread_local slab_store store;

}  // namespace

// Blocks of one slab are on many places of a free list: all slabs go, or none.
void trim() noexcept {
    if (store.slabs.size() <= kept_slabs || live() != 0) return;
    for (free_block*& list : free_lists) list = nullptr;
    made_blocks = 0;
    decltype(store.slabs)().swap(store.slabs);
#if defined(__GLIBC__)
    malloc_trim(0);  // else what was in between keeps most of it from going back
#endif
}

void* refill(std::size_t size_class) {
    const std::size_t block_size = size_class * step;
    const std::size_t count = slab_size / block_size;
    made_blocks += static_cast<std::int64_t>(count);
    store.slabs.emplace_back(new (std::align_val_t{64}) std::byte[count * block_size]);
    std::byte* slab = store.slabs.back().get();
    // The first block is for the caller; the others go to the list in address order.
    for (std::size_t i = count; i-- > 1;) {
        auto* block = reinterpret_cast<free_block*>(slab + i * block_size);
        block->next = free_lists[size_class];
        free_lists[size_class] = block;
    }
    return slab;
}

void* allocate_large(std::size_t size) {
    void* block = ::operator new(size);
    ++large_blocks;
    return block;
}

void free_large(void* block) noexcept {
    --large_blocks;
    ::operator delete(block);
}

std::int64_t live() noexcept {
    std::int64_t live = made_blocks + large_blocks;
    for (const free_block* list : free_lists) {
        for (const free_block* b = list; b != nullptr; b = b->next) --live;
    }
    return live;
}

}  // namespace aio::frame_pool
