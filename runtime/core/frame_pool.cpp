#include "runtime/core/frame_pool.hpp"

#if defined(__GLIBC__)
#include <malloc.h>
#endif
#if defined(__linux__)
#include <sys/mman.h>
#endif

#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace aio::frame_pool {

constinit thread_local free_block* free_lists[largest / step + 1] = {};
namespace {

constinit thread_local std::int64_t made_blocks = 0;   // in all slabs
constinit thread_local std::int64_t large_blocks = 0;  // handed out by the system

constexpr std::size_t slab_size = 64 * 1024;
constexpr std::size_t kept_slabs = 32;  // 2 MiB: a run that follows finds them warm
constexpr std::size_t first_slabs = 64;  // 4 MiB: what comes after them is taken as huge pages
constexpr std::size_t region_size = 2 * 1024 * 1024;

template <std::size_t Alignment>
struct aligned_memory {
    struct give_back {
        void operator()(std::byte* memory) const noexcept { ::operator delete[](memory, std::align_val_t{Alignment}); }
    };
    std::vector<std::unique_ptr<std::byte[], give_back>> all;

    std::byte* take(std::size_t size) {
        return all.emplace_back(new (std::align_val_t{Alignment}) std::byte[size]).get();
    }
    void leak() noexcept {
        for (auto& memory : all) memory.release();
    }
};

struct slab_store {
    aligned_memory<64> slabs;  // a block of two lines of the cache touches two, not three
    aligned_memory<region_size> regions;
    std::byte* region = nullptr;  // what is left of the last one
    std::size_t slabs_left = 0;

    // A hundred thousand tasks have more pages than the processor remembers the addresses of. Of huge ones it knows all.
    std::byte* take_slab() {
        if (slabs.all.size() < first_slabs) return slabs.take(slab_size);
        if (slabs_left == 0) {
            region = regions.take(region_size);
            slabs_left = region_size / slab_size;
#if defined(__linux__)
            madvise(region, region_size, MADV_HUGEPAGE);  // a wish: nothing depends on it
#endif
        }
        --slabs_left;
        return std::exchange(region, region + slab_size);
    }

    void give_back() noexcept {
        decltype(slabs.all)().swap(slabs.all);
        decltype(regions.all)().swap(regions.all);
        slabs_left = 0;
    }

    ~slab_store() {
        const bool any_live = live() != 0;
        for (free_block*& list : free_lists) list = nullptr;
        if (!any_live) return;
        slabs.leak();  // someone still uses a frame: leaking is safer
        regions.leak();
    }
};

thread_local slab_store store;

}  // namespace

// Blocks of one slab are on many places of a free list: all slabs go, or none.
void trim() noexcept {
    if (store.slabs.all.size() <= kept_slabs || live() != 0) return;
    for (free_block*& list : free_lists) list = nullptr;
    made_blocks = 0;
    store.give_back();
#if defined(__GLIBC__)
    malloc_trim(0);  // else what was in between keeps most of it from going back
#endif
}

void* refill(std::size_t size_class) {
    const std::size_t block_size = size_class * step;
    const std::size_t count = slab_size / block_size;
    made_blocks += static_cast<std::int64_t>(count);
    std::byte* slab = store.take_slab();
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
