#include "gui/draw/linked_block.hpp"

#include <algorithm>
#include <cmath>

#include "gui/draw/text.hpp"

namespace gui {

namespace {

struct piece {
    std::size_t begin, end;  // bytes
    const sim::text_link* link;
};

// Words with the blanks behind them; a word that is part of a link ends where the link ends.
std::vector<piece> pieces_of(const sim::linked_text& t) {
    std::vector<piece> pieces;
    std::size_t next_link = 0;
    for (std::size_t i = 0; i < t.text.size();) {
        while (next_link < t.links.size() && t.links[next_link].end <= i) ++next_link;
        const sim::text_link* link = next_link < t.links.size() && t.links[next_link].begin <= i ? &t.links[next_link] : nullptr;
        std::size_t limit = t.text.size();
        if (link != nullptr) limit = link->end;
        else if (next_link < t.links.size()) limit = t.links[next_link].begin;
        const std::size_t blank = t.text.find(' ', i);
        const std::size_t end = std::max(i + 1, std::min(limit, blank == std::string::npos ? limit : blank + 1));
        pieces.push_back({i, end, link});
        i = end;
    }
    return pieces;
}

// Whether a line may break before a piece: only behind a blank, and not between a number and its unit.
bool may_break(const sim::linked_text& t, const piece& p) {
    if (p.begin == 0 || t.text[p.begin - 1] != ' ') return false;
    const bool number = p.begin > 1 && t.text[p.begin - 2] >= '0' && t.text[p.begin - 2] <= '9';
    const std::string_view rest = std::string_view(t.text).substr(p.begin);
    const std::string_view word = rest.substr(0, rest.find_first_of(" .,;:)"));
    return !number || (word != "s" && word != "ms" && word != "us" && word != "ns" && word != "%");
}

command command_of(const sim::text_link& l) {
    command c;
    c.kind = l.task != 0 ? command_kind::select_task : l.object != 0 ? command_kind::select_object : command_kind::select_event;
    c.task = l.task;
    c.object = l.object;
    c.event = l.event;
    return c;
}

}  // namespace

sim::linked_text plain(std::string text) {
    sim::linked_text t;
    t.text = std::move(text);
    return t;
}

float linked_block(const view& v, ImDrawList& list, ImFont* font, ImVec2 at, ImU32 colour, const sim::linked_text& t, float width,
                   int lines, int id, command_bus* bus, hit_map* hits) {
    const float line = std::ceil(font_size(font) * 1.28F);
    const auto pieces = pieces_of(t);
    float x = 0;
    int row = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const piece& p = pieces[i];
        std::string_view text = std::string_view(t.text).substr(p.begin, p.end - p.begin);
        // What belongs to this word without a blank between moves to the next line with it.
        float whole = 0;
        for (std::size_t j = i; j < pieces.size() && (j == i || !may_break(t, pieces[j])); ++j) {
            std::string_view part = std::string_view(t.text).substr(pieces[j].begin, pieces[j].end - pieces[j].begin);
            if (part.ends_with(' ') && (j + 1 == pieces.size() || may_break(t, pieces[j + 1]))) part.remove_suffix(1);
            whole += text_width(font, part);
        }
        if (x > 0 && may_break(t, p) && x + whole > width) {
            if (row + 1 >= lines) {
                if (bus != nullptr) text_line(list, font, {at.x + x, at.y + static_cast<float>(row) * line}, colour, "\xe2\x80\xa6", width);
                break;
            }
            x = 0;
            ++row;
        }
        const float w = text_width(font, text);
        if (bus != nullptr) {
            const ImVec2 place(at.x + x, at.y + static_cast<float>(row) * line);
            std::string_view shown = text;
            if (shown.ends_with(' ')) shown.remove_suffix(1);
            const float drawn = text_line(list, font, place, colour, shown, std::max(1.0F, width - x + 1));
            if (p.link != nullptr) {
                const rect r{{place.x, place.y}, {place.x + std::max(4.0F, std::min(w, width - x)), place.y + line}};
                ImGui::SetCursorScreenPos(r.min);
                ImGui::PushID(id);
                ImGui::PushID(static_cast<int>(i));
                const bool clicked = ImGui::InvisibleButton("link", {r.width(), r.height()});
                ImGui::PopID();
                ImGui::PopID();
                const bool over = ImGui::IsItemHovered();
                if (over) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
                const bool goes_on = i + 1 < pieces.size() && pieces[i + 1].link == p.link;
                const float under = std::floor(place.y + font_size(font) + 1);
                list.AddRectFilled({place.x, under}, {place.x + (goes_on ? std::min(w, width - x) : drawn), under + std::max(1.0F, std::round(v.scale))},
                                   faded(over ? v.colours->text : v.colours->arrow, over ? 1.0F : 0.55F));
                if (clicked) bus->push(command_of(*p.link));
                hits->push({.min = r.min, .max = r.max, .kind = hit_kind::control, .task = p.link->task, .object = p.link->object, .event = p.link->event, .label = "link:" + t.text.substr(p.link->begin, p.link->end - p.link->begin)});
            }
        }
        x += w;
    }
    return static_cast<float>(row + 1) * line;
}

}  // namespace gui
