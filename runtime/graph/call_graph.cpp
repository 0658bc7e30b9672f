#include "runtime/graph/call_graph.hpp"

#include <algorithm>

#include "runtime/core/bare_name.hpp"
#include "runtime/core/event_loop.hpp"

namespace aio {

namespace {

any_task here() {
    const any_task t = current_task();
    if (!t) throw runtime_error("Called outside of a running event loop, or outside a task");
    return t;
}

bool awaits(const task_base& who, task_id whom) {
    const waitable* on = who.waiting_on();
    if (on == nullptr || (on->kind() != wait_kind::task && on->kind() != wait_kind::gather)) return false;
    const std::vector<task_id> needs = on->depends_on();
    return std::find(needs.begin(), needs.end(), whom) != needs.end();
}

call_graph capture(const any_task& of, std::vector<task_id>& way) {
    call_graph g;
    g.task = of;
    g.call_stack = of.base().call_stack();
    if (std::find(way.begin(), way.end(), of.id()) != way.end()) return g;
    way.push_back(of.id());
    for (const any_task& t : of.base().loop().all_tasks()) {
        if (awaits(t.base(), of.id())) g.awaited_by.push_back(capture(t, way));
    }
    way.pop_back();
    return g;
}

std::string place(const call_frame& f) {
    const std::string in = "in async " + std::string(bare_name(f.function)) + "()";
    if (f.where.file == nullptr) return in;
    return std::string("File '") + f.where.file + "', line " + std::to_string(f.where.line) + ", " + in;
}

void format(const call_graph& g, const std::string& indent, std::string& out) {
    out += indent + "* Task(name='" + g.task.get_name() + "', id=" + std::to_string(g.task.id()) + ")\n";
    if (!g.call_stack.empty()) {
        out += indent + "  + Call stack:\n";
        for (const call_frame& f : g.call_stack) out += indent + "  |   " + place(f) + "\n";
    }
    if (g.awaited_by.empty()) return;
    out += indent + "  + Awaited by:\n";
    for (const call_graph& by : g.awaited_by) format(by, indent + "     ", out);
}

}  // namespace

call_graph capture_call_graph() { return capture_call_graph(here()); }

call_graph capture_call_graph(const any_task& of) {
    std::vector<task_id> way;
    return capture(of, way);
}

std::string format_call_graph(const call_graph& g) {
    std::string text;
    format(g, {}, text);
    return text;
}

std::string format_call_graph() { return format_call_graph(capture_call_graph()); }

std::string format_call_graph(const any_task& of) { return format_call_graph(capture_call_graph(of)); }

void print_call_graph(std::FILE* to) { print_call_graph(here(), to); }

void print_call_graph(const any_task& of, std::FILE* to) { std::fputs(format_call_graph(of).c_str(), to); }

std::string format_stack(const any_task& of) {
    std::vector<call_frame> frames = of.base().call_stack();
    const std::string who = "<Task " + of.get_name() + ">";
    if (frames.empty()) return "No stack for " + who + "\n";
    std::string text = "Stack for " + who + " (most recent call last):\n";
    std::reverse(frames.begin(), frames.end());
    for (const call_frame& f : frames) {
        const std::string file = f.where.file != nullptr ? f.where.file : "?";
        text += "  File \"" + file + "\", line " + std::to_string(f.where.line) + ", in " + std::string(bare_name(f.function)) + "\n";
    }
    return text;
}

void print_stack(const any_task& of, std::FILE* to) { std::fputs(format_stack(of).c_str(), to); }

}  // namespace aio
