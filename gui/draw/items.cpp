#include "gui/draw/items.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "gui/draw/source_text.hpp"
#include "gui/draw/text.hpp"

namespace gui {

namespace {

struct passed_item {
    const sim::level* put = nullptr;
    const sim::level* got = nullptr;  // nullptr: nobody took it
};

using places = std::vector<sim::level>::const_iterator;

struct in_view {
    places begin, end;
};

in_view levels_in_view(const view& v, const sim::object_info& queue) {
    const auto before = [&](double end) { return [&v, end](const sim::level& l) { return v.axis.position(l.time, l.event) < end; }; };
    return {std::partition_point(queue.levels.begin(), queue.levels.end(), before(v.axis.first())),
            std::partition_point(queue.levels.begin(), queue.levels.end(), before(v.axis.last()))};
}

// The items put or got in view. Who was put first is got first, so those in the queue where the view begins are the last
// ones put before.
void add_items(const sim::object_info& queue, in_view seen, std::vector<passed_item>& items) {
    constexpr std::int64_t farthest = 20'000;
    auto first = seen.begin;
    std::size_t next = items.size();
    const std::int64_t inside = first == queue.levels.begin() ? 0 : (first - 1)->value;
    std::int64_t older = std::max<std::int64_t>(0, inside - farthest);  // too many to look for
    for (std::int64_t left = inside - older; left > 0 && first != queue.levels.begin();) {
        if ((--first)->op == aio::object_op::put) --left;
    }
    for (; first != seen.begin; ++first) {
        if (first->op == aio::object_op::put) items.push_back({&*first, nullptr});
    }
    for (auto l = seen.begin; l != queue.levels.end() && (l < seen.end || (next < items.size() && l - seen.end < farthest)); ++l) {
        if (l->op == aio::object_op::put && l < seen.end) items.push_back({&*l, nullptr});
        else if (l->op == aio::object_op::get && older > 0) --older;
        else if (l->op == aio::object_op::get && next < items.size()) items[next++].got = &*l;
    }
}

// What the sender printed in the same step, if anything: most often the message.
std::string_view said_with(const view& v, const run_index& index, const sim::level& put) {
    return index.last_log(v.session->history(), put.task, put.event + 8);
}

struct message {
    std::string text;
    rect box;
    sim::event_id event = 0;
};

// The newest first; an older one has a place only where it covers none of them.
void paint_messages(ImDrawList& list, const view& v, std::vector<message>& all) {
    std::stable_sort(all.begin(), all.end(), [](const message& a, const message& b) { return a.event > b.event; });
    std::vector<rect> taken;
    std::vector<const message*> told;
    for (const message& m : all) {
        // A line to a whole room is told once.
        const bool again = std::any_of(told.begin(), told.end(), [&](const message* t) { return t->text == m.text && t->event - m.event < 64; });
        if (again) continue;
        const bool free = std::none_of(taken.begin(), taken.end(), [&](const rect& t) {
            return m.box.min.x < t.max.x && t.min.x < m.box.max.x && m.box.min.y < t.max.y && t.min.y < m.box.max.y;
        });
        if (!free) continue;
        taken.push_back(m.box);
        told.push_back(&m);
        list.AddRectFilled(m.box.min, m.box.max, v.colours->raised, 5 * v.scale);
        text_line(list, v.text->small, {m.box.min.x + 5 * v.scale, m.box.min.y + 2}, v.colours->text, m.text, m.box.width());
    }
}

}  // namespace

bool queues_are_fifo(const sim::session& session) {
    static std::map<std::string, bool> known;
    const std::string& file = session.what().source;
    const auto found = known.find(file);
    if (found != known.end()) return found->second;
    const auto& lines = source_lines(file);
    const bool other = std::any_of(lines.begin(), lines.end(), [](const std::string& line) {
        return line.find("lifo_queue") != std::string::npos || line.find("priority_queue") != std::string::npos;
    });
    return known.emplace(file, !lines.empty() && !other).first->second;
}

bool is_chat(const sim::session& session) { return session.what().group == "chat" || session.what().name.find("chat") != std::string::npos; }

void paint_items(ImDrawList& list, const view& v, const run_index& index, const lane_grid& g, std::size_t most) {
    if (!queues_are_fifo(*v.session)) return;
    const sim::timeline& history = v.session->history();
    const bool chat = is_chat(*v.session);
    std::vector<passed_item> items;
    std::size_t levels = 0;
    for (const sim::object_info& queue : history.objects()) {
        if (queue.kind != aio::object_kind::queue) continue;
        if (queue.id != v.selected.object && !v.all_arrows && !chat) continue;
        const in_view seen = levels_in_view(v, queue);
        levels += static_cast<std::size_t>(seen.end - seen.begin);
        if (levels > 20 * most) return;  // a thicket in which nothing could be told apart
        add_items(queue, seen, items);
    }
    if (items.size() > most) {
        const auto away = [&](const passed_item& i) {
            return std::abs(static_cast<std::int64_t>(i.put->event) - static_cast<std::int64_t>(v.now.event == sim::no_event ? 0 : v.now.event));
        };
        std::nth_element(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(most), items.end(),
                         [&](const passed_item& a, const passed_item& b) { return away(a) < away(b); });
        items.resize(most);
    }
    std::vector<message> messages;
    const ImU32 fill = v.colours->of(sim::task_state::queue).fill;
    const ImU32 colour = v.colours->outlined ? mixed(fill, v.colours->text, 0.5F) : fill;
    for (const passed_item& item : items) {
        const int from = index.row_of(item.put->task), to = item.got == nullptr ? -1 : index.row_of(item.got->task);
        if (from < 0 || to < 0) continue;
        const bool past = v.now.event != sim::no_event && item.put->event <= v.now.event;
        const bool arrived = past && item.got->event <= v.now.event;
        const float down = to > from ? 1.0F : -1.0F;
        const ImVec2 a(v.axis.x(v.axis.position(item.put->time, item.put->event)), g.y(from) + g.height / 2 + down * g.height * 0.25F);
        const ImVec2 b(v.axis.x(v.axis.position(item.got->time, item.got->event)), g.y(to) + g.height / 2 - down * g.height * 0.25F);
        const float alpha = arrived ? 0.95F : past ? 0.7F : 0.3F;
        list.AddLine(a, b, faded(v.colours->background, alpha), 4 * v.scale);
        list.AddLine(a, b, faded(colour, alpha), 1.6F * v.scale);
        list.AddCircleFilled(a, 2.5F * v.scale, faded(colour, alpha), 10);
        const float head = 5 * v.scale;
        list.AddTriangleFilled({b.x - head * 0.6F, b.y - down * head}, {b.x + head * 0.6F, b.y - down * head}, b, faded(colour, alpha));
        if (!chat || !past) continue;
        const std::string_view said = said_with(v, index, *item.put);
        const ImVec2 middle((a.x + b.x) / 2 + 6 * v.scale, (a.y + b.y) / 2 - font_size(v.text->small) / 2);
        const float room = std::min(180 * v.scale, g.canvas.max.x - middle.x);
        if (said.empty() || room < 60 * v.scale || std::abs(b.y - a.y) < 20 * v.scale) continue;
        message m;
        m.text = fitted(v.text->small, said, room - 10 * v.scale);
        m.box = {{middle.x, middle.y - 2}, {middle.x + text_width(v.text->small, m.text) + 10 * v.scale, middle.y + font_size(v.text->small) + 3}};
        m.event = item.put->event;
        messages.push_back(std::move(m));
    }
    paint_messages(list, v, messages);
}

}  // namespace gui
