#include "tests/conformance/dsl/mutate.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <vector>

#include "tests/conformance/dsl/check.hpp"

namespace dsl {

namespace {

using json = nlohmann::json;

class mutator {
    std::size_t below(std::size_t n) { return n == 0 ? 0 : random_() % n; }
    template <class Range>
    auto& any(Range& r) {
        return r[below(r.size())];
    }

public:
    mutator(json& program, std::mt19937& random) : program_(program), random_(random) {
        for (auto& [name, body] : program_["coros"].items()) {
            coroutines_.push_back(name);
            collect(body, false);
        }
        for (const json& o : program_["objects"]) {
            if (o.value("kind", "") == "future") {
                names_[handle].push_back(o.value("name", "f0"));
            } else {
                objects_.push_back(&o);
            }
        }
    }

    void change() {
        if (blocks_.empty()) return;
        json& block = *any(blocks_).ops;
        switch (below(12)) {
            case 0: case 1: remove(block); break;
            case 2: repeat(block); break;
            case 3: move(block); break;
            case 4: case 5: case 6: insert(block, fresh(any_block_kind(block), 0)); break;
            case 7: case 8: case 9: change_field(block); break;
            case 10: wrap(block); break;
            default: change_program();
        }
    }

    void take(const json& other) {
        json copy = other;
        mutator theirs(copy, random_);
        if (blocks_.empty() || theirs.blocks_.empty()) return;
        *any(blocks_).ops = *any(theirs.blocks_).ops;
        if (below(2) == 0) program_["objects"] = copy["objects"];
        for (const std::string& name : theirs.coroutines_) {
            if (!program_["coros"].contains(name)) program_["coros"][name] = copy["coros"][name];
        }
    }

private:
    enum kind { handle, scope, group, timer, variable, label, kinds };
    struct block_of {
        json* ops;
        bool callback;
    };

    json& program_;
    std::mt19937& random_;
    std::vector<std::string> coroutines_;
    std::vector<block_of> blocks_;
    std::vector<const json*> objects_;
    std::array<std::vector<std::string>, kinds> names_ = {{{"f0", "h1a", "h2a"}, {"tm1"}, {"tg1"}, {"u1"}, {"v0"}, {"k"}}};

    void collect(json& ops, bool callback) {
        if (!ops.is_array()) return;
        blocks_.push_back({&ops, callback});
        for (json& op : ops) {
            if (!op.is_object() || !op.contains("op") || !op["op"].is_string()) continue;
            const std::string name = op["op"];
            const bool calls = name == "add_cb" || name.rfind("call_", 0) == 0;
            if (op.contains("as") && op["as"].is_string()) {
                names_[name == "timeout" ? scope : name == "task_group" ? group : calls ? timer : handle].push_back(op["as"]);
            }
            for (const char* field : {"body", "then", "else", "finally"}) {
                if (op.contains(field)) collect(op[field], callback || calls);
            }
            if (!op.contains("except") || !op["except"].is_array()) continue;
            for (json& clause : op["except"]) {
                if (clause.is_object() && clause.contains("body")) collect(clause["body"], callback);
            }
        }
    }

    bool any_block_kind(const json& block) {
        for (const block_of& b : blocks_) {
            if (b.ops == &block) return b.callback;
        }
        return false;
    }

    void remove(json& block) {
        if (!block.empty()) block.erase(below(block.size()));
    }
    void repeat(json& block) {
        if (!block.empty()) insert(block, json(any(block)));
    }
    void move(json& block) {
        if (block.empty()) return;
        json op = any(block);
        insert(*any(blocks_).ops, std::move(op));
    }
    void insert(json& block, json op) {
        block.insert(block.begin() + static_cast<std::ptrdiff_t>(below(block.size() + 1)), std::move(op));
    }
    void wrap(json& block) {
        json inner = block;
        json op = fresh(false, 0);
        for (int i = 0; i < 20 && !op.contains("body"); ++i) op = fresh(false, 0);
        if (!op.contains("body") || inner.size() > 40) return;
        op["body"] = std::move(inner);
        block = json::array({std::move(op)});
    }

    void change_field(json& block) {
        if (block.empty()) return;
        json& op = any(block);
        if (!op.is_object() || op.empty()) return;
        for (const operation_spec& spec : operations()) {
            if (op.value("op", "") != spec.name) continue;
            const json other = make(spec, 3);
            auto it = op.begin();
            std::advance(it, static_cast<std::ptrdiff_t>(below(op.size())));
            if (it.key() == "op" || it.key() == "id" || !other.contains(it.key()) || it->is_array()) {
                op["guard"] = below(2) == 0;
            } else {
                *it = other[it.key()];
            }
            return;
        }
    }

    void change_program() {
        switch (below(5)) {
            case 0: program_["eager"] = below(2) == 0; break;
            case 1: program_["workers"] = 1 + below(3); break;
            case 2: {
                json o{{"name", "n" + std::to_string(below(1000))}, {"kind", any(object_kinds())}};
                o["value"] = o["maxsize"] = below(3);
                o["parties"] = 1 + below(3);
                program_["objects"].push_back(std::move(o));
                break;
            }
            case 3:
                if (!program_["objects"].empty()) {
                    json& o = any(program_["objects"]);
                    for (const char* field : {"value", "maxsize"}) {
                        if (o.contains(field)) o[field] = below(4);
                    }
                    if (o.contains("parties")) o["parties"] = 1 + below(4);
                }
                break;
            default: program_["coros"]["c" + std::to_string(below(6))] = *any(blocks_).ops;
        }
    }

    // --- new operations

    json fresh(bool callback, int depth) {
        for (;;) {
            const operation_spec& spec = any(operations());
            if (callback && spec.waits) continue;
            json op = make(spec, depth);
            if (!op.is_null()) return op;
        }
    }

    json make(const operation_spec& spec, int depth) {
        json op{{"id", below(1000)}, {"op", spec.name}};
        if (below(2) == 0) op["guard"] = true;
        const std::string fields = spec.fields;
        for (std::size_t begin = 0; begin < fields.size();) {
            const std::size_t end = std::min(fields.find(' ', begin), fields.size());
            const std::size_t colon = fields.find(':', begin);
            const std::string name = fields.substr(begin, colon - begin);
            const std::string type = fields.substr(colon + 1, end - colon - 1);
            begin = end + 1;
            if (type.back() == '?' && below(2) == 0) continue;
            if (std::strchr("LEcpq", type[0]) != nullptr && objects_.empty()) return nullptr;
            op[name] = field(name, type, depth);
        }
        return op;
    }

    json field(const std::string& name, const std::string& type, int depth) {
        static constexpr std::array<int, 10> times = {0, 0, 1, 1, 2, 3, 5, 5, 10, 20};
        switch (type[0]) {
            case 's': return text(name);
            case 'h': return any(names_[handle]);
            case 'i': case 'n': return below(4);
            case 'r': return below(4);
            case 'T': if (below(4) == 0) return nullptr; [[fallthrough]];
            case 't': return any(times);
            case 'b': return below(2) == 0;
            case 'v': return below(2) == 0 ? json(below(10)) : json(nullptr);
            case 'e': return any(exception_names());
            case 'C': return any(coroutines_);
            case 'a': return item();
            case 'A': {
                json all = json::array();
                for (std::size_t i = below(4); i > 0; --i) all.push_back(item());
                return all;
            }
            case 'H': {
                json all = json::array();
                for (std::size_t i = below(4); i > 0; --i) all.push_back(any(names_[handle]));
                return all;
            }
            case 'B': case 'F': case 'S': {
                json all = json::array();
                for (std::size_t i = below(3); i > 0 && depth < 2; --i) all.push_back(fresh(type[0] == 'S', depth + 1));
                return all;
            }
            case 'X': {
                static const std::vector<std::string> matches = {"BaseException", "Exception", "CancelledError", "E0"};
                return json::array({{{"match", {any(matches)}}, {"body", field("body", "B", depth)}}});
            }
            case '{': {
                std::vector<std::string> all;
                for (std::size_t begin = 1; begin < type.size();) {
                    const std::size_t end = type.find_first_of("|}", begin);
                    all.push_back(type.substr(begin, end - begin));
                    begin = end + 1;
                }
                return any(all);
            }
            default: return object_for(type[0]);
        }
    }

    json object_for(char type) {
        for (int i = 0; i < 10; ++i) {
            const json& o = *any(objects_);
            const std::string kind = o.value("kind", "");
            const char of = kind == "event" ? 'E' : kind == "condition" ? 'c' : kind == "barrier" ? 'p'
                            : kind.find("queue") != std::string::npos ? 'q' : 'L';
            if (of == type || (type == 'L' && of == 'c')) return o.value("name", "");
        }
        return "nothing";
    }

    json item() { return below(2) == 0 ? json{{"coro", any(coroutines_)}} : json{{"h", any(names_[handle])}}; }

    json text(const std::string& name) {
        if (name == "tm") return any(names_[scope]);
        if (name == "tg") return any(names_[group]);
        if (name == "th") return any(names_[timer]);
        if (name == "var") return any(names_[variable]);
        if (name == "as") return any(names_[below(kinds - 2)]);
        return std::string(1, static_cast<char>('a' + below(3)));
    }
};

bool has_shape(const json& program) {
    return program.is_object() && program.contains("coros") && program["coros"].is_object() && !program["coros"].empty() &&
           program.contains("objects") && program["objects"].is_array();
}

}  // namespace

void mutate(json& program, std::mt19937& random) {
    if (has_shape(program)) mutator(program, random).change();
}

void cross(json& program, const json& other, std::mt19937& random) {
    if (has_shape(program) && has_shape(other)) mutator(program, random).take(other);
}

}  // namespace dsl
