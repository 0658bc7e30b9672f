# xxHash has no CMake package in most distributions. Also installed beside orrery-config.cmake.
if(NOT TARGET orrery_xxhash)
    find_path(XXHASH_INCLUDE_DIR xxhash.h)
    find_library(XXHASH_LIBRARY xxhash)
    if(NOT XXHASH_INCLUDE_DIR OR NOT XXHASH_LIBRARY)
        message(FATAL_ERROR "orrery: xxHash not found. Install libxxhash-dev (Debian), xxhash-devel (Fedora) or xxhash (Arch, brew).")
    endif()
    add_library(orrery_xxhash UNKNOWN IMPORTED)
    set_target_properties(orrery_xxhash PROPERTIES
        IMPORTED_LOCATION ${XXHASH_LIBRARY}
        INTERFACE_INCLUDE_DIRECTORIES ${XXHASH_INCLUDE_DIR})
endif()
