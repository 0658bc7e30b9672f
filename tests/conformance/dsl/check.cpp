#include "tests/conformance/dsl/check.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

namespace dsl {

namespace {

using json = nlohmann::json;

constexpr int max_nesting = 50;
constexpr std::size_t max_coroutines = 200;
constexpr std::int64_t max_ms = 86'400'000;  // a day: all operations of a run together stay below 2^63 nanoseconds
constexpr std::int64_t max_count = 1'000'000;
constexpr std::int64_t max_integer = 1'000'000'000'000;

struct wrong {
    std::string text;
};

// Types of fields: s text, i integer, n count, r number of repeats, t milliseconds, T milliseconds or null, b flag,
// v value (null, flag, integer, text), h handle, H list of handles, a item, A items, C coroutine, e exception,
// B block, F block that may not return, S body of a callback, X except clauses, and of objects: l what has a lock,
// L also what has none but can be acquired, E event, c condition, p barrier, q queue; {a|b} one of these texts.
// A question mark: it may be missing or null.
const std::vector<operation_spec> all_operations = {
    {"log", false, "text:s"},
    {"time", false, ""},
    {"current", false, ""},
    {"all_tasks", false, ""},
    {"set", false, "var:s value:i"},
    {"add", false, "var:s n:i"},
    {"raise", false, "exc:e msg:s?"},
    {"reraise", true, ""},
    {"return", true, "value:v?"},
    {"spawn", false, "coro:C as:s"},
    {"tg_spawn", false, "tg:s coro:C as:s"},
    {"cancel", false, "h:h msg:s?"},
    {"cancel_self", false, "msg:s?"},
    {"cancelling", false, "h:h?"},
    {"uncancel", false, "h:h?"},
    {"state", false, "h:h"},
    {"future_new", false, "as:s"},
    {"set_result", false, "h:h value:v"},
    {"set_exception", false, "h:h exc:e msg:s?"},
    {"add_cb", false, "h:h label:s body:S"},
    {"remove_cb", false, "h:h label:s"},
    {"call_soon", false, "label:s body:S as:s"},
    {"call_later", false, "ms:t label:s body:S as:s"},
    {"call_at", false, "at_ms:t label:s body:S as:s"},
    {"timer_cancel", false, "th:s"},
    {"gather_start", false, "items:A return_exceptions:b as:s"},
    {"shield_start", false, "item:a as:s"},
    {"exec_start", false, "cost:t value:v? exc:e? msg:s? as:s"},
    {"reschedule", false, "tm:s ms:T"},
    {"release", false, "obj:L"},
    {"locked", false, "obj:L"},
    {"event_set", false, "obj:E"},
    {"event_clear", false, "obj:E"},
    {"event_is_set", false, "obj:E"},
    {"notify", false, "obj:c n:n"},
    {"notify_all", false, "obj:c"},
    {"barrier_info", false, "obj:p"},
    {"put_nowait", false, "obj:q value:i"},
    {"get_nowait", false, "obj:q"},
    {"task_done", false, "obj:q"},
    {"queue_info", false, "obj:q"},
    {"queue_shutdown", false, "obj:q immediate:b"},
    {"try", true, "body:B except:X else:B? finally:F?"},
    {"repeat", true, "n:r body:B"},
    {"if", true, "h:h is:{unbound|pending|done|cancelled|exception} then:B else:B"},
    {"call", true, "coro:C"},
    {"with", true, "obj:L body:B"},
    {"timeout", true, "as:s ms:T? at_ms:t? body:B"},
    {"task_group", true, "as:s body:B"},
    {"sleep", true, "ms:t"},
    {"yield", true, ""},
    {"await", true, "h:h"},
    {"await_self", true, ""},
    {"gather", true, "items:A return_exceptions:b"},
    {"wait", true, "hs:H timeout:T return_when:{FIRST_COMPLETED|FIRST_EXCEPTION|ALL_COMPLETED}"},
    {"wait_for", true, "item:a timeout:T"},
    {"shield", true, "item:a"},
    {"as_completed", true, "items:A timeout:T mode:{iter|aiter}"},
    {"acquire", true, "obj:L"},
    {"event_wait", true, "obj:E"},
    {"cond_wait", true, "obj:c"},
    {"cond_wait_for", true, "obj:c var:s ge:i"},
    {"barrier_wait", true, "obj:p"},
    {"barrier_reset", true, "obj:p"},
    {"barrier_abort", true, "obj:p"},
    {"put", true, "obj:q value:i"},
    {"get", true, "obj:q"},
    {"join", true, "obj:q"},
    {"to_thread", true, "cost:t value:v? exc:e? msg:s?"},
};

const std::vector<std::string> all_kinds = {"future", "lock",    "semaphore", "bounded_semaphore", "event",
                                            "condition", "barrier", "queue",     "lifo_queue",        "priority_queue"};
const std::vector<std::string> all_exceptions = {"E0",         "E1",        "E2",           "CancelledError",
                                                 "TimeoutError", "RuntimeError", "ValueError", "InvalidStateError",
                                                 "QueueEmpty", "QueueFull", "QueueShutDown", "BrokenBarrierError"};

bool is_one_of(const std::vector<std::string>& names, const json& name) {
    return name.is_string() && std::find(names.begin(), names.end(), name.get_ref<const std::string&>()) != names.end();
}

// Shown in a message: short, and one line.
std::string shown(const json& j) {
    if (j.is_structured()) return j.is_array() ? "a list" : "an object";
    const std::string text = j.dump(-1, ' ', true);
    return text.size() > 40 ? text.substr(0, 37) + "..." : text;
}

void require(bool good, const json& j, const std::string& expected) {
    if (!good) throw wrong{shown(j) + " is not " + expected};
}

void require_integer(const json& j, std::int64_t low, std::int64_t high, const std::string& what) {
    // Numbers above 2^63 are unsigned ones of this library.
    const bool in_range = j.is_number_integer() && !(j.is_number_unsigned() && j.get<std::uint64_t>() > INT64_MAX) &&
                          j.get<std::int64_t>() >= low && j.get<std::int64_t>() <= high;
    require(in_range, j, what + " from " + std::to_string(low) + " to " + std::to_string(high));
}

class checker {
public:
    explicit checker(const json& program) : program_(program) {}

    void all() {
        require(program_.is_object(), program_, "a program, which is a JSON object");
        require(program_.contains("objects") && program_["objects"].is_array(), program_, "a program: it has no list `objects`");
        require(program_.contains("coros") && program_["coros"].is_object(), program_, "a program: it has no object `coros`");
        if (program_.contains("eager")) require(program_["eager"].is_boolean(), program_["eager"], "a flag: `eager`");
        if (program_.contains("workers")) require_integer(program_["workers"], 1, 1000, "a number of `workers`");
        for (const json& o : program_["objects"]) object(o);
        const json& coros = program_["coros"];
        require(coros.contains("main"), coros, "a set of coroutines with `main`");
        require(coros.size() <= max_coroutines, coros.size(), "a number of coroutines up to " + std::to_string(max_coroutines));
        for (const auto& [name, body] : coros.items()) {
            coroutine_ = name;
            where_ = "coroutine " + shown(name);
            block(body, {});
        }
        where_ = "coros";
        std::vector<std::string> path;
        for (const auto& [name, body] : coros.items()) calls(name, path);
    }

    const std::string& where() const { return where_; }

private:
    struct place {
        int depth = 0;
        bool callback = false;  // only what does not wait
        bool handler = false;   // something to reraise
        bool final = false;     // no return
        bool call = false;      // of the operation `call`
    };

    const json& program_;
    std::string coroutine_;
    std::string where_ = "program";
    std::map<std::string, std::string> kinds_;            // of objects
    std::map<std::string, std::set<std::string>> calls_;  // which coroutines a coroutine calls
    std::set<std::string> acyclic_;

    void object(const json& o) {
        where_ = "objects";
        require(o.is_object() && o.contains("name") && o["name"].is_string(), o, "an object with a name");
        const std::string name = o["name"];
        where_ = "object " + shown(name);
        require(o.contains("kind") && is_one_of(all_kinds, o["kind"]), o.value("kind", json()), "a kind of object");
        const std::string kind = o["kind"];
        if (kind == "semaphore" || kind == "bounded_semaphore") require_integer(field(o, "value"), 0, max_count, "a `value`");
        if (kind == "barrier") require_integer(field(o, "parties"), 1, max_count, "a number of `parties`");
        if (kind.find("queue") != std::string::npos) require_integer(field(o, "maxsize"), 0, max_count, "a `maxsize`");
        if (kind == "condition") {
            const json& lock = field(o, "lock");
            if (!lock.is_null()) {
                require(lock.is_string() && kinds_.count(lock) > 0 && kinds_[lock] == "lock", lock, "a lock made before");
            }
        }
        require(kinds_.emplace(name, kind).second, name, "a new name");
    }

    static const json& field(const json& o, const std::string& name) {
        static const json none;
        const auto found = o.find(name);
        return found == o.end() ? none : *found;
    }

    void block(const json& ops, place p) {
        require(ops.is_array(), ops, "a list of operations");
        require(p.depth <= max_nesting, p.depth, "a depth of nesting up to " + std::to_string(max_nesting));
        ++p.depth;
        for (const json& op : ops) operation(op, p);
    }

    void operation(const json& op, place p) {
        require(op.is_object(), op, "an operation");
        where_ = "coroutine " + shown(coroutine_);
        require_integer(field(op, "id"), 0, max_count, "an `id`");
        where_ += " #" + std::to_string(op["id"].get<int>());
        const json& name = field(op, "op");
        const auto spec = std::find_if(all_operations.begin(), all_operations.end(),
                                       [&](const operation_spec& s) { return name.is_string() && name == s.name; });
        require(spec != all_operations.end(), name, "an operation");
        require(!p.callback || !spec->waits, name, "allowed in a callback");
        require(p.handler || name != "reraise", name, "allowed outside an except clause");
        require(!p.final || name != "return", name, "allowed in `finally`");
        if (op.contains("guard")) require(op["guard"].is_boolean(), op["guard"], "a flag: `guard`");
        const std::string here = where_;
        p.call = name == "call";
        std::string fields = spec->fields;
        for (std::size_t begin = 0; begin < fields.size();) {
            const std::size_t end = std::min(fields.find(' ', begin), fields.size());
            const std::size_t colon = fields.find(':', begin);
            where_ = here + " " + name.get<std::string>() + " `" + fields.substr(begin, colon - begin) + "`";
            typed(field(op, fields.substr(begin, colon - begin)), fields.substr(colon + 1, end - colon - 1), p);
            begin = end + 1;
        }
        where_ = here;
        if (op["op"] == "exec_start" || op["op"] == "to_thread") {
            require(op.contains("value") || (field(op, "exc").is_string() && field(op, "msg").is_string()), op,
                    "a job: it has neither `value` nor `exc` and `msg`");
            require(!op.contains("exc") || field(op, "exc").is_string(), field(op, "exc"), "an exception");
        }
        if (op["op"] == "timeout") require(op.contains("ms") || field(op, "at_ms").is_number(), op, "a timeout: no `ms`, no `at_ms`");
        if (op.contains("at_ms")) require_integer(op["at_ms"], 0, max_ms, "a time");
    }

    void typed(const json& j, const std::string& type, place p) {
        if (type.back() == '?' && j.is_null()) return;
        switch (type[0]) {
            case 's': case 'h': require(j.is_string(), j, "a text"); break;
            case 'i': require_integer(j, -max_integer, max_integer, "an integer"); break;
            case 'n': require_integer(j, 0, max_count, "a count"); break;
            case 'r': require_integer(j, 0, 1000, "a count"); break;
            case 'T': if (j.is_null()) break; [[fallthrough]];
            case 't': require_integer(j, 0, max_ms, "a time in ms"); break;
            case 'b': require(j.is_boolean(), j, "a flag"); break;
            case 'v':
                if (j.is_number()) require_integer(j, -max_integer, max_integer, "an integer");
                require(!j.is_structured(), j, "a value");
                break;
            case 'H':
                require(j.is_array(), j, "a list of handles");
                for (const json& h : j) require(h.is_string(), h, "a handle");
                break;
            case 'a': item(j); break;
            case 'A':
                require(j.is_array(), j, "a list of items");
                for (const json& i : j) item(i);
                break;
            case 'C': coroutine(j, p.call); break;
            case 'e': require(is_one_of(all_exceptions, j), j, "an exception"); break;
            case 'B': block(j, p); break;
            case 'F': p.final = true; block(j, p); break;
            case 'S': p.callback = true; block(j, p); break;
            case 'X': clauses(j, p); break;
            case '{': {
                const std::string choice = "|" + (j.is_string() ? j.get<std::string>() : "?") + "|";
                const std::string choices = "|" + type.substr(1, type.size() - 2) + "|";
                require(choice.find('|', 1) == choice.size() - 1 && choices.find(choice) != std::string::npos, j, "one of " + type);
                break;
            }
            default: object_of(j, type[0]);
        }
    }

    void object_of(const json& j, char type) {
        const auto found = j.is_string() ? kinds_.find(j.get<std::string>()) : kinds_.end();
        require(found != kinds_.end(), j, "an object");
        const std::string& kind = found->second;
        const bool fits = type == 'L'   ? kind == "lock" || kind == "condition" || kind.find("semaphore") != std::string::npos
                          : type == 'E' ? kind == "event"
                          : type == 'c' ? kind == "condition"
                          : type == 'p' ? kind == "barrier"
                                        : kind.find("queue") != std::string::npos;
        require(fits, j, "an object of that kind");
    }

    void coroutine(const json& j, bool called) {
        require(j.is_string() && program_["coros"].contains(j.get<std::string>()), j, "a coroutine");
        if (called) calls_[coroutine_].insert(j.get<std::string>());
    }

    void item(const json& j) {
        require(j.is_object() && (j.contains("coro") || j.contains("h")), j, "an item: {\"coro\": NAME} or {\"h\": NAME}");
        if (j.contains("coro")) {
            coroutine(j["coro"], false);
        } else {
            require(j["h"].is_string(), j["h"], "a handle");
        }
    }

    void clauses(const json& j, place p) {
        require(j.is_array(), j, "a list of except clauses");
        for (const json& clause : j) {
            require(clause.is_object() && field(clause, "match").is_array(), clause, "an except clause: it has no `match`");
            for (const json& name : clause["match"]) require(name.is_string(), name, "the name of an exception");
            place inside = p;
            inside.handler = true;
            block(field(clause, "body"), inside);
        }
    }

    // A coroutine that calls itself, by others perhaps, ends at a depth that is another one in Python. Tasks may start
    // tasks for ever: that is what the limit of steps is for.
    void calls(const std::string& name, std::vector<std::string>& path) {
        if (acyclic_.count(name) > 0) return;
        path.push_back(name);
        for (const std::string& next : calls_[name]) {
            if (std::find(path.begin(), path.end(), next) != path.end()) {
                throw wrong{"coroutine " + shown(next) + " calls itself: " + shown(name) + " calls it"};
            }
            calls(next, path);
        }
        path.pop_back();
        acyclic_.insert(name);
    }
};

}  // namespace

std::optional<std::string> problem(const nlohmann::json& program) {
    checker c(program);
    try {
        c.all();
    } catch (const wrong& w) {
        return c.where() + ": " + w.text;
    }
    return std::nullopt;
}

const std::vector<operation_spec>& operations() { return all_operations; }
const std::vector<std::string>& object_kinds() { return all_kinds; }
const std::vector<std::string>& exception_names() { return all_exceptions; }

}  // namespace dsl
