# Older distributions have no CMake package of zstd. Also installed beside orrery-config.cmake.
if(NOT TARGET orrery_zstd)
    find_path(ZSTD_INCLUDE_DIR zstd.h)
    find_library(ZSTD_LIBRARY zstd)
    if(NOT ZSTD_INCLUDE_DIR OR NOT ZSTD_LIBRARY)
        message(FATAL_ERROR "orrery: zstd not found. Install libzstd-dev (Debian), libzstd-devel (Fedora) or zstd (Arch, brew).")
    endif()
    add_library(orrery_zstd UNKNOWN IMPORTED)
    set_target_properties(orrery_zstd PROPERTIES
        IMPORTED_LOCATION ${ZSTD_LIBRARY}
        INTERFACE_INCLUDE_DIRECTORIES ${ZSTD_INCLUDE_DIR})
endif()
