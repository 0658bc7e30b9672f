// A script drives the window as a person does.

#include <doctest/doctest.h>

#include "gui/app/ui_script.hpp"
#include "tests/gui/null_backend.hpp"

using namespace gui_test;

namespace {

class stage : public script_stage {
public:
    explicit stage(null_backend& b) : b_(b) {}
    void frame(double seconds) override { b_.frame(seconds); }
    void resize(int width, int height) override { b_.resize({static_cast<float>(width), static_cast<float>(height)}); }
    void picture(const std::string& file) override { pictures.push_back(file); }
    void measure(int frames) override { measured += frames; }
    std::vector<std::string> pictures;
    int measured = 0;

private:
    null_backend& b_;
};

std::string fault(std::string_view text) {
    null_backend b;
    stage s(b);
    try {
        run_script(*b.app, s, parse_script(text));
    } catch (const sim::usage_error& e) {
        return e.message;
    }
    return "";
}

}  // namespace

TEST_CASE("a script opens, sets, goes, selects, asks and takes pictures") {
    null_backend b("hello");
    stage s(b);
    run_script(*b.app, s, parse_script("# the first picture\n"
                                       "size 1024x640\n"
                                       "open downloads\nset limit=2\nseed 7\ngo 0.1\nselect download[2]\nkey Y\n"
                                       "picture one.png\n  key Esc\ntab warnings\ntheme light\nscale 1.5\nclick step\nview 0.1 0.2\nwait 0.5\npicture two.png\nmeasure 7\n"));
    CHECK(b.run().spec().scenario == "downloads");
    CHECK(b.run().spec().seed == 7);
    CHECK(b.see().tab == "warnings");
    CHECK(b.see().colours->name == "light");
    CHECK(b.see().user_scale == 1.5F);
    CHECK(ImGui::GetIO().DisplaySize.x == 1024);
    CHECK(b.see().axis.first() == doctest::Approx(1e8));
    CHECK(s.pictures == std::vector<std::string>{"one.png", "two.png"});
    CHECK(s.measured == 7);
    CHECK_FALSE(b.see().show_why);
}

TEST_CASE("a wrong step is one line that names it") {
    CHECK(fault("selct main") == "line 1: no step is called 'selct'; did you mean 'select'?");
    CHECK(fault("\nopen").find("line 2: open needs an argument") == 0);
    CHECK(fault("open downlods").find("line 1: open downlods: ") == 0);
    CHECK(fault("key Hyper+X").find("no such key") != std::string::npos);
    CHECK(fault("click nothing").find("nothing on the screen") != std::string::npos);
    CHECK(fault("go soon").find("expected a moment") != std::string::npos);
    CHECK(fault("set limit").find("NAME=VALUE") != std::string::npos);
    CHECK(fault("select nobody").find("no task or object") != std::string::npos);
    CHECK(fault("size 10x10").find("640x400") != std::string::npos);
    CHECK(fault("wait long").find("expected a number") != std::string::npos);
    CHECK(fault("") == "");
}
