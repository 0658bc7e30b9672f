#pragma once
// Who awaits whom: asyncio.capture_call_graph, format_call_graph, print_call_graph (Python 3.14's names).

#include <cstdio>
#include <string>
#include <vector>

#include "runtime/core/task.hpp"

namespace aio {

// asyncio.FutureCallGraph, of tasks. A gather between two tasks is left out: its awaiter awaits the children.
struct call_graph {
    any_task task;
    std::vector<call_frame> call_stack;   // innermost first
    std::vector<call_graph> awaited_by;   // in order of creation; a task met before on the way has none
};

// Of the current task, or of the one given. Throws runtime_error when there is none.
call_graph capture_call_graph();
call_graph capture_call_graph(const any_task& of);

// * Task(name='fetch', id=2)
//   + Call stack:
//   |   File 'a.cpp', line 12, in async fetch()
//   + Awaited by:
//      * Task(name='Task-1', id=1)
//        ...
std::string format_call_graph(const call_graph&);
std::string format_call_graph();  // of the current task
std::string format_call_graph(const any_task& of);
void print_call_graph(std::FILE* to = stderr);
void print_call_graph(const any_task& of, std::FILE* to = stderr);

// Task.print_stack(): "Stack for <Task ...> (most recent call last):". All frames; Python has one for a task that waits.
std::string format_stack(const any_task& of);
void print_stack(const any_task& of, std::FILE* to = stderr);

}  // namespace aio
