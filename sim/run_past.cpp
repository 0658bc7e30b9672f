#include "sim/run_past.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "sim/renumbering.hpp"

namespace sim {
namespace {

// Every field of all of them, then the next field of all: like stands by like, and is compressed better.
template <class Items, class Put>
void column(const Items& items, Put put) {
    for (const auto& item : items) put(item);
}

task_state state_of(byte_source& in) {
    const auto s = in.one_of(task_state::cancelled);
    if (s == task_state::unborn) damaged("a kind is unknown");
    return s;
}

std::int64_t difference(std::int64_t a, std::int64_t b) { return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b)); }
std::int64_t sum(std::int64_t a, std::int64_t b) { return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b)); }

// Numbers that mostly grow.
class rising {
public:
    void put(canonical_bytes& out, std::int64_t v) {
        out.zigzag(difference(v, last_));
        last_ = v;
    }
    std::uint32_t take(byte_source& in) {
        last_ = sum(last_, in.zigzag());
        if (last_ < 0 || last_ > 0xffff'ffff) damaged("a number is too large");
        return static_cast<std::uint32_t>(last_);
    }

private:
    std::int64_t last_ = 0;
};

// Texts of which many differ in a number alone, as "queue-17" and "/user[17]" do: stem, number, rest.
class numbered_texts {
public:
    void add(std::string_view text) {
        constexpr std::size_t longest = 9;  // digits
        const auto digit = [](char c) { return c >= '0' && c <= '9'; };
        std::size_t end = text.size();
        while (end > 0 && !digit(text[end - 1])) --end;
        std::size_t begin = end;
        while (begin > 0 && digit(text[begin - 1]) && end - begin < longest) --begin;
        while (begin < end && text[begin] == '0' && begin + 1 < end) ++begin;  // a number has no zeros before it
        words_.text(text.substr(0, begin));
        words_.text(text.substr(end));
        std::uint64_t number = 0;
        for (const char c : text.substr(begin, end - begin)) number = number * 10 + static_cast<std::uint64_t>(c - '0');
        number_.put(numbers_, begin == end ? 0 : static_cast<std::int64_t>(number) + 1);
    }
    void put(canonical_bytes& out) const {
        out.text(words_.bytes());
        out.text(numbers_.bytes());
    }

private:
    canonical_bytes words_, numbers_;
    rising number_;
};

class numbered_source {
public:
    explicit numbered_source(byte_source& in) : words_(in.text()), numbers_(in.text()) {}
    std::string take() {
        const std::string_view stem = words_.text(), rest = words_.text();
        const std::uint32_t number = number_.take(numbers_);
        return number == 0 ? fmt::format("{}{}", stem, rest) : fmt::format("{}{}{}", stem, number - 1, rest);
    }

private:
    byte_source words_, numbers_;
    rising number_;
};

// A time and an event before where the bytes begin.
struct origin {
    event_id first;
    std::int64_t time;

    void put_event(canonical_bytes& out, event_id e) const { out.varint(first - e); }
    event_id take_event(byte_source& in) const {
        const std::uint64_t back = in.varint();
        if (back > first) damaged("an event lies before the start");
        return static_cast<event_id>(first - back);
    }
    void put_time(canonical_bytes& out, std::int64_t ns) const { out.zigzag(difference(time, ns)); }
    std::int64_t take_time(byte_source& in) const { return difference(time, in.zigzag()); }
};

std::string usual_name(task_id id) { return fmt::format("Task-{}", id); }

void put_tasks(canonical_bytes& out, const by_task<task_info>& tasks, origin from) {
    rising id, created, parent;
    out.varint(tasks.count());
    column(tasks.all(), [&](const task_info& t) { id.put(out, t.id); });
    column(tasks.all(), [&](const task_info& t) { created.put(out, t.created); });
    column(tasks.all(), [&](const task_info& t) { parent.put(out, t.parent); });
    column(tasks.all(), [&](const task_info& t) { out.u8(t.alone ? 1 : 0); });
    column(tasks.all(), [&](const task_info& t) { out.text(t.function); });
    numbered_texts own_names;
    for (const task_info& t : tasks.all()) own_names.add(t.name == usual_name(t.id) ? "" : "=" + t.name);
    own_names.put(out);
    column(tasks.all(), [&](const task_info& t) { out.varint(t.ended == no_event ? 0 : from.first - t.ended); });
    for (const task_info& t : tasks.all()) {
        if (t.ended == no_event) continue;
        out.u8(static_cast<std::uint8_t>(t.outcome));
        out.text(t.error);
    }
    // Without its parent's, where that is known.
    numbered_texts paths;
    for (const task_info& t : tasks.all()) {
        const task_info* known = tasks.find(t.parent);
        paths.add(std::string_view(t.path).substr(known == nullptr ? 0 : known->path.size()));
    }
    paths.put(out);
}

by_task<task_info> take_tasks(byte_source& in, task_id next, origin from) {
    rising id, created, parent;
    by_task<task_info> tasks;
    std::vector<task_info> items(in.count());
    std::vector<task_id> ids;
    for (task_info& t : items) {
        t.id = id.take(in);
        if (t.id == 0 || t.id >= next || (!ids.empty() && t.id <= ids.back())) damaged("a task is out of turn");
        ids.push_back(t.id);
    }
    for (task_info& t : items) t.created = created.take(in);
    for (task_info& t : items) {
        t.parent = parent.take(in);
        if (t.parent >= t.id) damaged("a task has a parent that is not there");
    }
    for (task_info& t : items) t.alone = in.u8() != 0;
    for (task_info& t : items) t.function = in.text();
    numbered_source own_names(in);
    for (task_info& t : items) {
        const std::string own = own_names.take();
        t.name = own.empty() ? usual_name(t.id) : own.substr(1);
    }
    for (task_info& t : items) {
        t.ended = from.take_event(in);
        if (t.ended == from.first) t.ended = no_event;
    }
    for (task_info& t : items) {
        if (t.ended == no_event) continue;
        t.outcome = in.one_of(aio::outcome_kind::cancelled);
        t.error = in.text();
    }
    tasks.restore(std::move(ids), std::move(items), next);
    numbered_source paths(in);
    for (task_info& t : tasks.all()) {  // a parent comes before its children
        const task_info* known = tasks.find(t.parent);
        t.path = (known == nullptr ? "" : known->path) + paths.take();
    }
    return tasks;
}

// Each span of each task, with the one before it; nullptr: its first.
template <class Tasks, class Visit>
void each_span(Tasks& tasks, Visit visit) {
    for (auto& t : tasks.all()) {
        for (std::size_t i = 0; i < t.spans.size(); ++i) visit(t.spans[i], i == 0 ? nullptr : &t.spans[i - 1]);
    }
}

void put_spans(canonical_bytes& out, const by_task<task_info>& tasks, origin from, renumbering& sites) {
    column(tasks.all(), [&](const task_info& t) { out.varint(t.spans.size()); });
    each_span(tasks, [&](const span& s, const span*) { out.u8(static_cast<std::uint8_t>(s.state)); });
    each_span(tasks, [&](const span& s, const span*) { out.u8(static_cast<std::uint8_t>(s.wait)); });
    rising object;
    each_span(tasks, [&](const span& s, const span*) {
        if (s.wait != aio::wait_kind::none) object.put(out, s.object);
        else out.varint(s.object);
    });
    each_span(tasks, [&](const span& s, const span*) { out.varint(sites.of(s.site)); });
    // Most follow the one before it soon.
    each_span(tasks, [&](const span& s, const span* before) {
        if (before == nullptr) from.put_event(out, s.begin);
        else out.varint(s.begin - before->begin);
    });
    each_span(tasks, [&](const span& s, const span* before) {
        if (before == nullptr) from.put_time(out, s.begin_time);
        else out.varint(static_cast<std::uint64_t>(s.begin_time - before->begin_time));
    });
    for (const task_info& t : tasks.all()) {
        if (t.ended != no_event) from.put_time(out, t.spans.back().end_time);
    }
}

void take_spans(byte_source& in, by_task<task_info>& tasks, origin from, const std::vector<std::uint16_t>& sites) {
    for (task_info& t : tasks.all()) {
        t.spans.resize(in.count());
        if (t.spans.empty()) damaged("a task has no state");
    }
    each_span(tasks, [&](span& s, const span*) { s.state = state_of(in); });
    each_span(tasks, [&](span& s, const span*) { s.wait = in.one_of(aio::wait_kind::barrier); });
    rising object;
    each_span(tasks, [&](span& s, const span*) {
        s.object = s.wait != aio::wait_kind::none ? object.take(in) : in.number();
    });
    each_span(tasks, [&](span& s, const span*) { s.site = global(sites, in.varint(), "source line"); });
    each_span(tasks, [&](span& s, span* before) {
        s.begin = before == nullptr ? from.take_event(in) : in.number() + before->begin;
        if (s.begin >= from.first) damaged("a state begins too late");
        if (before != nullptr) before->end = s.begin;
    });
    each_span(tasks, [&](span& s, span* before) {
        s.begin_time = before == nullptr ? from.take_time(in) : sum(before->begin_time, static_cast<std::int64_t>(in.varint()));
        s.end_time = from.time;
        if (before != nullptr) before->end_time = s.begin_time;
    });
    for (task_info& t : tasks.all()) {
        if (t.ended == no_event) continue;
        t.spans.back().end = t.ended;
        t.spans.back().end_time = from.take_time(in);
    }
}

void put_objects(canonical_bytes& out, const std::vector<object_info>& objects, origin from) {
    rising id;
    std::vector<level> levels;
    for (const object_info& o : objects) levels.insert(levels.end(), o.levels.begin(), o.levels.end());
    out.varint(objects.size());
    column(objects, [&](const object_info& o) { id.put(out, o.id); });
    column(objects, [&](const object_info& o) { out.u8(static_cast<std::uint8_t>(o.kind)); });
    numbered_texts names;
    for (const object_info& o : objects) names.add(o.name);
    names.put(out);
    column(objects, [&](const object_info& o) { out.zigzag(o.capacity); });
    rising created;
    column(objects, [&](const object_info& o) { created.put(out, o.created); });
    column(objects, [&](const object_info& o) { out.u8(o.connection ? 1 : 0); });
    column(objects, [&](const object_info& o) { out.u8(o.levels.empty() ? 0 : 1); });
    column(levels, [&](const level& l) { out.zigzag(l.value); });
    column(levels, [&](const level& l) { out.varint(l.aux); });
    rising task;
    column(levels, [&](const level& l) { task.put(out, l.task); });
    column(levels, [&](const level& l) { out.u8(static_cast<std::uint8_t>(l.op)); });
    column(levels, [&](const level& l) { from.put_event(out, l.event); });
    column(levels, [&](const level& l) { from.put_time(out, l.time); });
}

std::vector<object_info> take_objects(byte_source& in, origin from) {
    rising id, created, task;
    std::vector<object_info> objects(in.count());
    std::set<object_id> ids{0};
    for (object_info& o : objects) {
        if (!ids.insert(o.id = id.take(in)).second) damaged("an object is there twice");
    }
    for (object_info& o : objects) o.kind = in.one_of(aio::object_kind::gauge);
    numbered_source names(in);
    for (object_info& o : objects) o.name = names.take();
    for (object_info& o : objects) o.capacity = in.zigzag();
    for (object_info& o : objects) o.created = created.take(in);
    for (object_info& o : objects) o.connection = in.u8() != 0;
    std::size_t changed = 0;
    for (object_info& o : objects) {
        o.levels.resize(in.u8() != 0 ? 1 : 0);
        changed += o.levels.size();
    }
    std::vector<level> levels(changed);
    for (level& l : levels) l.value = in.zigzag();
    for (level& l : levels) l.aux = in.number();
    for (level& l : levels) l.task = task.take(in);
    for (level& l : levels) l.op = in.one_of(aio::object_op::level);
    for (level& l : levels) l.event = from.take_event(in);
    for (level& l : levels) l.time = from.take_time(in);
    auto next = levels.begin();
    for (object_info& o : objects) {
        if (!o.levels.empty()) o.levels.front() = *next++;
    }
    return objects;
}

void put_state(canonical_bytes& out, const snapshot& s, const by_task<task_info>& tasks, origin from, renumbering& sites) {
    column(s.tasks.all(), [&](const snapshot::task& t) { out.u8(static_cast<std::uint8_t>(t.state)); });
    column(s.tasks.all(), [&](const snapshot::task& t) { out.u8(static_cast<std::uint8_t>(t.wait)); });
    column(s.tasks.all(), [&](const snapshot::task& t) { out.u8(t.io ? 1 : 0); });
    for (std::size_t i = 0; i < s.tasks.count(); ++i) out.zigzag(difference(s.tasks.all()[i].object, tasks.all()[i].spans.back().object));
    for (std::size_t i = 0; i < s.tasks.count(); ++i) out.zigzag(difference(s.tasks.all()[i].since, tasks.all()[i].spans.back().begin));
    column(s.tasks.all(), [&](const snapshot::task& t) { out.varint(sites.of(t.site)); });
    column(s.tasks.all(), [&](const snapshot::task& t) { out.zigzag(t.cancelling); });
    out.varint(s.running);
    out.varint(s.outside.size());
    for (const task_id t : s.outside) out.varint(t);
    out.varint(s.ready.size());
    for (const snapshot::ready_entry& r : s.ready) {
        out.varint(r.task);
        out.u8(static_cast<std::uint8_t>(r.callback));
        out.varint(r.object);
        from.put_event(out, r.since);
    }
    rising id;
    std::int64_t when = from.time;
    out.varint(s.timers.size());
    for (const snapshot::timer& t : s.timers) {
        id.put(out, t.id);
        out.varint(t.task);
        out.u8(static_cast<std::uint8_t>(t.callback));
        out.zigzag(difference(t.when, when));
        when = t.when;
    }
    rising object;
    out.varint(s.objects.count());
    column(s.objects, [&](const snapshot::object& o) { object.put(out, o.id); });
    column(s.objects, [&](const snapshot::object& o) { out.zigzag(o.value); });
    column(s.objects, [&](const snapshot::object& o) { out.zigzag(o.aux); });
    column(s.objects, [&](const snapshot::object& o) { out.varint(o.holders.size()); });
    for (const snapshot::object& o : s.objects) {
        for (const task_id holder : o.holders) out.varint(holder);
    }
}

snapshot take_state(byte_source& in, const by_task<task_info>& tasks, origin from, const std::vector<std::uint16_t>& sites) {
    snapshot s;
    s.event = from.first - 1;
    s.time = from.time;
    std::vector<snapshot::task> items(tasks.count());
    std::vector<task_id> ids;
    for (std::size_t i = 0; i < items.size(); ++i) ids.push_back(tasks.id(i));
    for (snapshot::task& t : items) t.state = state_of(in);
    for (snapshot::task& t : items) t.wait = in.one_of(aio::wait_kind::barrier);
    for (snapshot::task& t : items) t.io = in.u8() != 0;
    for (std::size_t i = 0; i < items.size(); ++i) items[i].object = static_cast<object_id>(sum(tasks.all()[i].spans.back().object, in.zigzag()));
    for (std::size_t i = 0; i < items.size(); ++i) items[i].since = static_cast<event_id>(sum(tasks.all()[i].spans.back().begin, in.zigzag()));
    for (snapshot::task& t : items) t.site = global(sites, in.varint(), "source line");
    for (snapshot::task& t : items) t.cancelling = static_cast<std::int32_t>(in.zigzag());
    s.tasks.restore(std::move(ids), std::move(items), tasks.next());
    s.running = in.number();
    if (s.running != 0 && tasks.find(s.running) == nullptr) damaged("a task runs that is not there");
    for (std::size_t left = in.count(); left > 0; --left) s.outside.push_back(in.number());
    for (std::size_t left = in.count(); left > 0; --left) {
        snapshot::ready_entry r;
        r.task = in.number();
        r.callback = in.one_of(aio::callback_kind::stop);
        r.object = in.number();
        r.since = from.take_event(in);
        s.ready.push_back(r);
    }
    rising id;
    std::int64_t when = from.time;
    for (std::size_t left = in.count(); left > 0; --left) {
        snapshot::timer t;
        t.id = id.take(in);
        t.task = in.number();
        t.callback = in.one_of(aio::callback_kind::stop);
        t.when = when = sum(when, in.zigzag());
        s.timers.insert(t);
    }
    rising object;
    std::vector<object_id> known(in.count());
    for (object_id& o : known) s.objects.add(o = object.take(in));
    for (const object_id o : known) s.objects.find(o)->value = in.zigzag();
    for (const object_id o : known) s.objects.find(o)->aux = in.zigzag();
    for (const object_id o : known) s.objects.find(o)->holders.resize(in.count());
    for (const object_id o : known) {
        for (task_id& holder : s.objects.find(o)->holders) holder = in.number();
    }
    return s;
}

}  // namespace

void run_past::encode(canonical_bytes& out, const trace& source) const {
    const origin from{first, time};
    renumbering sites(source.sites().size());
    for (const task_info& t : tasks.all()) {
        for (const span& s : t.spans) number_site(sites, source, s.site);
    }
    for (const snapshot::task& t : now.tasks.all()) number_site(sites, source, static_cast<std::uint16_t>(t.site));
    out.varint(first);
    out.i64(time);
    out.varint(tasks.next());
    put_sites(out, sites, source);
    put_tasks(out, tasks, from);
    put_spans(out, tasks, from, sites);
    put_state(out, now, tasks, from, sites);
    put_objects(out, objects, from);
    names.encode(out);
}

run_past decode_past(byte_source& in, trace& into) {
    run_past s;
    s.first = in.number();
    if (s.first == 0) damaged("it begins nowhere");
    s.time = in.i64();
    into.begin_at(s.first);
    const origin from{s.first, s.time};
    const task_id next = in.number();
    const std::vector<std::uint16_t> sites = take_sites(in, into);
    s.tasks = take_tasks(in, next, from);
    take_spans(in, s.tasks, from, sites);
    s.now = take_state(in, s.tasks, from, sites);
    s.objects = take_objects(in, from);
    s.names = run_names(in);
    return s;
}

}  // namespace sim
