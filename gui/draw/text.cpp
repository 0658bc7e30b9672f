#include "gui/draw/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace gui {

namespace {

std::string_view ellipsis(const ImFont* font) {
    return font->FindGlyphNoFallback(0x2026) != nullptr ? "\xe2\x80\xa6" : "...";
}

ImVec2 measure(const ImFont* font, std::string_view text, float width, const char** rest = nullptr) {
    return const_cast<ImFont*>(font)->CalcTextSizeA(font_size(font), width, 0, text.data(), text.data() + text.size(), rest);
}

// How many bytes of `text` fit one line, ending at a word where there is one.
std::size_t line_break(const ImFont* font, std::string_view text, float width) {
    const char* rest = nullptr;
    measure(font, text, width, &rest);
    auto fits = static_cast<std::size_t>(rest - text.data());
    if (fits >= text.size()) return text.size();
    auto space = text.substr(0, fits + 1).rfind(' ');
    // A number keeps its unit.
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
    if (space != std::string_view::npos && space > 0 && digit(text[space - 1]) && space + 1 < text.size() && letter(text[space + 1])) {
        const auto earlier = text.substr(0, space).rfind(' ');
        if (earlier != std::string_view::npos) space = earlier;
    }
    if (space != std::string_view::npos && space > 0) return space;
    return std::max<std::size_t>(fits, 1);
}

std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

}  // namespace

ImU32 faded(ImU32 colour, float alpha) {
    const auto own = static_cast<float>((colour >> IM_COL32_A_SHIFT) & 0xff);
    const auto a = static_cast<ImU32>(std::clamp(own * alpha + 0.5F, 0.0F, 255.0F));
    return (colour & ~IM_COL32_A_MASK) | (a << IM_COL32_A_SHIFT);
}

ImU32 mixed(ImU32 from, ImU32 to, float share) {
    const auto channel = [&](int shift) {
        const auto a = static_cast<float>((from >> shift) & 0xff);
        const auto b = static_cast<float>((to >> shift) & 0xff);
        return static_cast<ImU32>(a + (b - a) * share + 0.5F) << shift;
    };
    return channel(IM_COL32_R_SHIFT) | channel(IM_COL32_G_SHIFT) | channel(IM_COL32_B_SHIFT) | (from & IM_COL32_A_MASK);
}

float font_size(const ImFont* font) {
#if IMGUI_VERSION_NUM >= 19200
    return font->LegacySize;
#else
    return font->FontSize;
#endif
}

float text_width(const ImFont* font, std::string_view text) { return measure(font, text, 1e9F).x; }

std::string fitted(const ImFont* font, std::string_view text, float width) {
    const bool cut = text.find('\n') != std::string_view::npos;
    text = first_line(text);
    if (!cut && text_width(font, text) <= width) return std::string(text);
    const auto dots = ellipsis(font);
    const float room = width - text_width(font, dots);
    if (room < 0) return "";
    const char* rest = text.data();
    if (room > 0) measure(font, text, room, &rest);
    auto end = static_cast<std::size_t>(rest - text.data());
    while (end > 0 && text[end - 1] == ' ') --end;
    return std::string(text.substr(0, end)) + std::string(dots);
}

std::string fitted_name(const ImFont* font, std::string_view name, float width) {
    const auto number = name.rfind('[');
    const bool numbered = number != std::string_view::npos && number + 1 < name.size() && name[number + 1] >= '0' && name[number + 1] <= '9';
    if (!numbered || text_width(font, name) <= width) return fitted(font, name, width);
    const std::string_view end = name.substr(number);
    const std::string beginning = fitted(font, name.substr(0, number), width - text_width(font, end));
    return beginning.empty() || text_width(font, beginning) + text_width(font, end) > width + 1 ? fitted(font, name, width) : beginning + std::string(end);
}

float text_line(ImDrawList& list, ImFont* font, ImVec2 at, ImU32 colour, std::string_view text, float width) {
    const std::string shown = fitted(font, text, width);
    if (shown.empty()) return 0;
    list.AddText(font, font_size(font), ImVec2(std::floor(at.x), std::floor(at.y)), colour, shown.data(), shown.data() + shown.size());
    return text_width(font, shown);
}

float text_right(ImDrawList& list, ImFont* font, ImVec2 top_right, ImU32 colour, std::string_view text, float width) {
    const std::string shown = fitted(font, text, width);
    return text_line(list, font, ImVec2(top_right.x - text_width(font, shown), top_right.y), colour, shown, width + 1);
}

float text_block(ImDrawList& list, ImFont* font, ImVec2 at, ImU32 colour, std::string_view text, float width, int lines) {
    const float step = std::ceil(font_size(font) * 1.28F);
    int used = 0;
    while (!text.empty() && used < lines) {
        const auto until_newline = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, until_newline);
        const auto end = line_break(font, line, width);
        const bool last = used + 1 == lines && end < text.size();
        const ImVec2 corner(at.x, at.y + static_cast<float>(used) * step);
        text_line(list, font, corner, colour, last ? fitted_name(font, text, width) : line.substr(0, end), width + 2);
        ++used;
        text.remove_prefix(end);
        while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) text.remove_prefix(1);
    }
    return static_cast<float>(used) * step;
}

float text_chip(ImDrawList& list, ImFont* font, ImVec2 at, float height, ImU32 fill, ImU32 colour, std::string_view text,
                float width, float most) {
    const float size = font_size(font);
    const float pad = std::floor(size * 0.45F);
    const std::string shown = fitted_name(font, text, (width > 0 ? width : most) - (width > 0 ? 2 : 2 * pad));
    const float drawn = text_width(font, shown);
    const float w = width > 0 ? width : drawn + 2 * pad;
    list.AddRectFilled(at, ImVec2(at.x + w, at.y + height), fill, 2);
    list.AddText(font, size, ImVec2(std::floor(at.x + (w - drawn) / 2), std::floor(at.y + (height - size) / 2)), colour,
                 shown.data(), shown.data() + shown.size());
    return w;
}

std::string count_text(std::uint64_t n) {
    std::string text = fmt::format("{}", n);
    if (text.size() < 5) return text;
    for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, 1, ',');
    return text;
}

std::string duration_text(std::int64_t ns) {
    const double amount = std::abs(static_cast<double>(ns));
    const char* sign = ns < 0 ? "-" : "";
    if (ns == 0) return "0 s";
    if (amount >= 999.5e6) return fmt::format("{}{:.{}f} s", sign, amount / 1e9, amount < 9.995e9 ? 2 : amount < 99.95e9 ? 1 : 0);
    const auto small = [&](double value, const char* unit) { return fmt::format("{}{:.3g} {}", sign, value, unit); };
    if (amount >= 999.5e3) return small(amount / 1e6, "ms");
    if (amount >= 999.5) return small(amount / 1e3, "us");
    return small(amount, "ns");
}

std::string moment_text(std::int64_t ns) {
    const bool milli = ns % 1'000'000 == 0;
    const bool micro = ns % 1'000 == 0;
    const auto seconds = ns / 1'000'000'000;
    const auto rest = std::abs(ns % 1'000'000'000);
    if (milli) return fmt::format("{}.{:03} s", seconds, rest / 1'000'000);
    if (micro || seconds > 0 || rest >= 1'000'000) return fmt::format("{}.{:06} s", seconds, rest / 1'000);
    return fmt::format("{}.{:09} s", seconds, rest);
}

}  // namespace gui
