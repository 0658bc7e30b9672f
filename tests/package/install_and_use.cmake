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

set(readme ${CMAKE_CURRENT_LIST_DIR}/../../README.md)
set(check_readme ${PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/readme.py)

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${work}/installed)
run(${check_readme} extract ${readme} ${work})
run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/program -B ${work}/build -G ${GENERATOR}
    -DCMAKE_CXX_COMPILER=${COMPILER}
    -DCMAKE_CXX_FLAGS=${flags}
    -DCMAKE_PREFIX_PATH=${work}/installed
    -DREADME_PROGRAMS=${work})
run(${CMAKE_COMMAND} --build ${work}/build)
foreach(program uses-runtime uses-scenarios readme-runtime)
    run(${work}/build/${program})
    message("${program}:\n${output}")
endforeach()
# The installed command stands on its own.
run(${check_readme} check ${readme} ${work}/installed/bin/orrery ${work}/build/readme-scenario)
message("${output}")
