#include "gui/draw/items.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "gui/draw/source_text.hpp"
#include "gui/draw/text.hpp"

namespace gui {

namespace {

struct passed_item {
    const sim::level* put = nullptr;
    const sim::level* got = nullptr;  // nullptr: nobody took it
};

// The n-th item put is the n-th one got.
std::vector<passed_item> items_of(const sim::object_info& queue) {
    std::vector<passed_item> items;
    std::size_t next = 0;
    for (const sim::level& l : queue.levels) {
        if (l.op == aio::object_op::put) items.push_back({&l, nullptr});
        else if (l.op == aio::object_op::get && next < items.size()) items[next++].got = &l;
    }
    return items;
}

// What the sender printed in the same step, if anything: most often the message.
std::string_view said_with(const view& v, const run_index& index, const sim::level& put) {
    const auto text = index.last_log(v.session->history(), put.task, put.event + 8);
    return text;
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
    std::size_t drawn = 0;
    for (const sim::object_info& queue : history.objects()) {
        if (queue.kind != aio::object_kind::queue) continue;
        if (queue.id != v.selected.object && !v.all_arrows && !chat) continue;
        const auto items = items_of(queue);
        const auto begin = std::partition_point(items.begin(), items.end(), [&](const passed_item& i) {
            return i.got != nullptr && v.axis.position(i.got->time, i.got->event) < v.axis.first();
        });
        const ImU32 fill = v.colours->of(sim::task_state::queue).fill;
        const ImU32 colour = v.colours->outlined ? mixed(fill, v.colours->text, 0.5F) : fill;
        for (auto i = begin; i != items.end() && drawn < most; ++i) {
            if (v.axis.position(i->put->time, i->put->event) > v.axis.last()) break;
            const int from = index.row_of(i->put->task), to = i->got == nullptr ? -1 : index.row_of(i->got->task);
            if (from < 0 || to < 0) continue;
            const bool past = v.now.event != sim::no_event && i->put->event <= v.now.event;
            const bool arrived = past && i->got->event <= v.now.event;
            const float down = to > from ? 1.0F : -1.0F;
            const ImVec2 a(v.axis.x(v.axis.position(i->put->time, i->put->event)), g.y(from) + g.height / 2 + down * g.height * 0.25F);
            const ImVec2 b(v.axis.x(v.axis.position(i->got->time, i->got->event)), g.y(to) + g.height / 2 - down * g.height * 0.25F);
            const float alpha = arrived ? 0.95F : past ? 0.7F : 0.3F;
            list.AddLine(a, b, faded(v.colours->background, alpha), 4 * v.scale);
            list.AddLine(a, b, faded(colour, alpha), 1.6F * v.scale);
            list.AddCircleFilled(a, 2.5F * v.scale, faded(colour, alpha), 10);
            const float head = 5 * v.scale;
            list.AddTriangleFilled({b.x - head * 0.6F, b.y - down * head}, {b.x + head * 0.6F, b.y - down * head}, b, faded(colour, alpha));
            ++drawn;
            if (!chat || !past) continue;
            const std::string_view said = said_with(v, index, *i->put);
            const ImVec2 middle((a.x + b.x) / 2 + 6 * v.scale, (a.y + b.y) / 2 - font_size(v.text->small) / 2);
            const float room = std::min(180 * v.scale, g.canvas.max.x - middle.x);
            if (said.empty() || room < 60 * v.scale || std::abs(b.y - a.y) < 20 * v.scale) continue;
            const std::string shown = fitted(v.text->small, said, room - 10 * v.scale);
            const float w = text_width(v.text->small, shown) + 10 * v.scale;
            list.AddRectFilled({middle.x, middle.y - 2}, {middle.x + w, middle.y + font_size(v.text->small) + 3}, v.colours->raised, 5 * v.scale);
            text_line(list, v.text->small, {middle.x + 5 * v.scale, middle.y}, v.colours->text, shown, w);
        }
    }
}

}  // namespace gui
