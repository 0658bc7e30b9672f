set(work ${BUILD}/tests/package/work)
file(REMOVE_RECURSE ${work})

function(run)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT status EQUAL 0)
        string(REPLACE ";" " " command "${ARGN}")
        message(NOTICE "${command}\n${output}")
        message(FATAL_ERROR "exit status ${status}")
    endif()
    set(output "${output}" PARENT_SCOPE)
endfunction()

# The objects of the installed libraries decide how a program is linked.
set(flags "")
if(SANITIZE)
    set(flags "-fsanitize=${SANITIZE}")
endif()
if(COVERAGE)
    set(flags "--coverage")
endif()

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${work}/installed)
run(${CMAKE_COMMAND} -S ${PROGRAM} -B ${work}/build -G ${GENERATOR}
    -DCMAKE_CXX_COMPILER=${COMPILER}
    -DCMAKE_CXX_FLAGS=${flags}
    -DCMAKE_PREFIX_PATH=${work}/installed)
run(${CMAKE_COMMAND} --build ${work}/build)
run(${work}/build/uses-runtime)
message("uses-runtime:\n${output}")
run(${work}/build/uses-scenarios)
message("uses-scenarios:\n${output}")
# The installed command stands on its own.
run(${work}/installed/bin/orrery run downloads --seed 42)
