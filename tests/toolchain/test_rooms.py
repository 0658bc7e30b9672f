"""The room rules' own cases."""

import unittest

from rooms import check

ALLOWED = [
    ("sim/a.cpp", '#include "runtime/core/clock.hpp"\n#include <fmt/core.h>\n#include <xxhash.h>'),
    ("gui/a.cpp", '#include "sim/trace.hpp"\n#include <imgui.h>\n#include <GLFW/glfw3.h>'),
    ("runtime/core/a.cpp", '#include "runtime/core/clock.hpp"'),
    ("runtime/wait/a.cpp", '#include "runtime/core/clock.hpp"'),
    ("scenarios/runner/a.cpp", "#include <CLI/CLI.hpp>\n#include <chrono>\nauto t = std::chrono::steady_clock::now();"),
    ("gui/a.cpp", "auto t = std::chrono::steady_clock::now();"),
    ("tests/unit/a.cpp", '#include "gui/anything.hpp"'),
    ("sim/a.cpp", "// std::random_device, std::unordered_map\nconst char* s = \"random_device\";"),
    ("sim/a.cpp", "std::map<int, T*> m; std::set<std::string> s; world.random().shuffle(v); rng.rand(); rand();"),
    ("sim/a.cpp", "std::set<const task*> seen;  // never walked"),
    ("sim/a.hpp", "#pragma once\n#define A 1\nint x = A;\n#undef A"),
    ("runtime/core/a.hpp", "#pragma once\nstruct a { void await_suspend(std::coroutine_handle<> h) noexcept; };"),
    ("runtime/core/a.hpp", "#pragma once\nstruct a { template <class P> bool await_suspend(std::coroutine_handle<P> h); };"),
]

FORBIDDEN = [
    ("runtime/a.cpp", '#include "sim/trace.hpp"'),
    ("sim/a.cpp", '#include "scenarios/catalogue.hpp"'),
    ("sim/a.cpp", '#include "gui/app.hpp"'),
    ("sim/a.cpp", '#include "trace.hpp"'),
    ("sim/a.cpp", "#include <sim/trace.hpp>"),
    ("sim/a.cpp", '#include "sim/no_such_file.hpp"'),
    ("runtime/core/a.cpp", '#include "runtime/wait/sleep.hpp"'),
    ("runtime/a.cpp", "#include <fmt/core.h>"),
    ("sim/a.cpp", "#include <imgui.h>"),
    ("scenarios/a.cpp", "#  include <GLFW/glfw3.h>"),
    ("scenarios/a.cpp", "#include <CLI/CLI.hpp>"),
    ("runtime/a.hpp", "#pragma once\n#include <iostream>"),
    ("sim/a.cpp", "#include <source_location>"),
    ("sim/a.cpp", "auto t = std::chrono::system_clock::now();"),
    ("scenarios/a.cpp", "std::this_thread::sleep_for(1s);"),
    ("sim/a.cpp", "std::random_device device;"),
    ("sim/a.cpp", "std::unordered_map<int, int> m;"),
    ("sim/a.cpp", "std::shuffle(a, b, c);"),
    ("sim/a.cpp", "std::uniform_int_distribution<int> d;"),
    ("sim/a.cpp", "std::map<task*, int> m;"),
    ("sim/a.cpp", "std::set<const task*> m;"),
    ("sim/a.cpp", "std::hash<void*> h;"),
    ("sim/a.hpp", "#pragma once\n#define TWICE(x) x x"),
    ("sim/a.hpp", "#include <vector>\n"),
    ("tests/unit/a.cpp", "struct a { std::coroutine_handle<> await_suspend(std::coroutine_handle<> h); };"),
    ("runtime/core/a.hpp", "#pragma once\nauto await_suspend(handle h) -> std::coroutine_handle<> { return h; }"),
]


class Rooms(unittest.TestCase):
    def test_allowed(self):
        for path, source in ALLOWED:
            with self.subTest(path=path, source=source):
                self.assertEqual(check(path, source), [])

    def test_forbidden(self):
        for path, source in FORBIDDEN:
            with self.subTest(path=path, source=source):
                self.assertEqual(len(check(path, source)), 1)


if __name__ == "__main__":
    unittest.main()
