// Drops a file on a window as a file manager does (XDND, version 5). usage: orrery-drop WINDOW FILE
// Exit status: 0 the window asked for the file and took it, 1 it did not within 3 s, 2 bad usage or no display.

#include <X11/Xlib.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

struct dropper {
    Display* display;
    Window to, own;

    Atom atom(const char* name) const { return XInternAtom(display, name, False); }

    void tell(const char* what, long b, long c, long d, long e) const {
        XEvent m{};
        m.xclient.type = ClientMessage;
        m.xclient.window = to;
        m.xclient.message_type = atom(what);
        m.xclient.format = 32;
        const long values[] = {static_cast<long>(own), b, c, d, e};
        for (int i = 0; i < 5; ++i) m.xclient.data.l[i] = values[i];
        XSendEvent(display, to, False, NoEventMask, &m);
        XFlush(display);
    }

    void answer(const XSelectionRequestEvent& r, const std::string& uri) const {
        XChangeProperty(display, r.requestor, r.property, r.target, 8, PropModeReplace, reinterpret_cast<const unsigned char*>(uri.data()),
                        static_cast<int>(uri.size()));
        XEvent m{};
        m.xselection.type = SelectionNotify;
        m.xselection.requestor = r.requestor;
        m.xselection.selection = r.selection;
        m.xselection.target = r.target;
        m.xselection.property = r.property;
        m.xselection.time = r.time;
        XSendEvent(display, r.requestor, False, 0, &m);
        XFlush(display);
    }
};

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) return std::fputs("usage: orrery-drop WINDOW FILE\n", stderr), 2;
    Display* display = XOpenDisplay(nullptr);
    if (display == nullptr) return std::fputs("orrery-drop: no display\n", stderr), 2;
    const Window own = XCreateSimpleWindow(display, DefaultRootWindow(display), 0, 0, 1, 1, 0, 0, 0);
    const dropper d{display, std::strtoul(arguments[1], nullptr, 0), own};
    XSetSelectionOwner(display, d.atom("XdndSelection"), own, CurrentTime);
    d.tell("XdndEnter", 5L << 24, static_cast<long>(d.atom("text/uri-list")), 0, 0);
    d.tell("XdndPosition", 0, (400L << 16) | 300, CurrentTime, static_cast<long>(d.atom("XdndActionCopy")));
    usleep(300'000);
    d.tell("XdndDrop", 0, CurrentTime, 0, 0);
    for (int i = 0; i < 30; ++i, usleep(100'000)) {
        while (XPending(display) > 0) {
            XEvent e;
            XNextEvent(display, &e);
            if (e.type == SelectionRequest) d.answer(e.xselectionrequest, std::string("file://") + arguments[2] + "\r\n");
            if (e.type == ClientMessage && e.xclient.message_type == d.atom("XdndFinished")) return 0;
        }
    }
    return 1;
}
