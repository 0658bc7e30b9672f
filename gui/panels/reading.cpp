#include "gui/panels/reading.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "gui/draw/text.hpp"
#include "gui/panels/widgets.hpp"

namespace gui {

rect paint_reading(ImDrawList& list, const fonts& text, const theme& colours, float scale, rect area, std::string_view what) {
    ImFont* font = text.normal;
    const std::string words = std::string(what) + " ...";
    const float width = std::min(text_width(font, words) + 32 * scale, area.width() - 16 * scale), height = font_size(font) + 20 * scale;
    const rect box = box_at(std::floor((area.min.x + area.max.x - width) / 2), std::floor((area.min.y + area.max.y - height) / 2), width, height);
    list.AddRectFilled(area.min, area.max, faded(colours.background, 0.5F));
    list.AddRectFilled(box.min, box.max, colours.raised, 6 * scale);
    list.AddRect(box.min, box.max, colours.muted, 6 * scale);
    text_line(list, font, {box.min.x + 16 * scale, box.min.y + 10 * scale}, colours.text, words, width - 30 * scale);
    return box;
}

}  // namespace gui
