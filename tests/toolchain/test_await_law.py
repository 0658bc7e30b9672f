"""The await law's own cases: what it must let pass and what it must find."""

import unittest

from await_law import check

ALLOWED = """
co_await f();
co_await f(a, b).g(c);
co_await *lazy;
co_await std::move(awaitable);
co_await aio::gather(a(), b());
co_await wait<std::vector<int>>(x);
co_await aio::wait<int, 3>(x, y);
co_await with(lock, [&] { return body(); });
co_await with(lock, [&]() -> aio::coro<> { co_await f(); int x = a ? b : c; auto s = S{1}; });
co_await with(lock, [this](int n) -> aio::coro<int> { co_return co_await f(n); });
co_await with(lock, [&x, &y] {});
co_await with(lock, [] { return S{}; });
co_await sleep(std::chrono::seconds{1});
co_await q.put(items[i]);
co_await q.put(items[index[i]]);
co_await q.put(a + b);
co_await q.put(a < b, c > d);
auto x = co_await f();
const auto& [a, b] = co_await f();
std::optional<int> x = co_await f();
int x; x = co_await f();
self->x[3] = co_await f();
co_return co_await f();
co_return;
if (a) co_await f();
if (a) { co_await f(); } else co_await g();
for (int i = 0; i < 3; ++i) co_await f(i);
for (auto x = co_await f(); x; --x) {}
while (a) co_await f();
while (auto* item = co_await generator.next()) use(*item);
if (auto item = co_await f()) use(item);
if (const bool ok = co_await f(); ok) use();
do co_await f(); while (a);
switch (a) { case 1: co_await f(); break; case X::y: co_await g(); break; default: co_await h(); }
again: co_await f();
try { co_await f(); } catch (...) { }
co_yield x;
co_yield f(x);
// co_await a + b
/* if (co_await f()) */
const char* s = "if (co_await f())";
const char* s = R"(if (co_await f()))";
auto operator co_await() const;
[[maybe_unused]] auto x = co_await f();
""".strip().splitlines()

FORBIDDEN = """
if (co_await f()) {}
while (!co_await f()) {}
if (a && co_await f()) {}
for (; co_await f();) {}
for (auto x : co_await f()) {}
switch (co_await f()) {}
do {} while (co_await f());
while ((x = co_await f())) {}
while (x = co_await f()) {}
return co_await f() + 1;
auto x = co_await f() + 1;
auto x = co_await f() == 3;
auto x = co_await f(), y = co_await g();
auto x = 1 + co_await f();
auto x = (co_await f()).member;
auto x = a ? co_await f() : co_await g();
auto x = a ? b : co_await g();
x += co_await f();
g(co_await f());
co_await g(co_await f());
co_await (a ? f() : g());
co_await f(a ? b : c);
co_await f(g(a ? b : c));
co_await f({1, 2});
co_await f(Message{1, s});
co_await f(g(Message{1, s}));
co_await S{}.m();
co_await f([s] { use(s); });
co_await f([=] { use(s); });
co_await f([s = std::move(s)] { use(s); });
co_await f([&, s] { use(s); });
co_await f([*this] { use(); });
co_await f(wrap([s] { use(s); }));
auto x = co_await f([s] { use(s); });
auto x = T{co_await f()};
T x{co_await f()};
auto x = T{.a = co_await f(), .b = 1};
auto g = [x = co_await f()] {};
(void)co_await f();
co_return (co_await f());
co_return co_await f() + 1;
co_return co_yield x;
auto x = co_yield y;
co_yield Message{1, s};
co_yield co_await f();
CHECK(co_await f() == 1);
throw co_await f();
out << co_await f();
#define WAIT(x) co_await x
f(x); g(y), co_await h();
""".strip().splitlines()


class AwaitLaw(unittest.TestCase):
    def test_allowed(self):
        for code in ALLOWED:
            with self.subTest(code=code):
                self.assertEqual(check("coro f() {\n" + code + "\n}\n"), [])

    def test_forbidden(self):
        for code in FORBIDDEN:
            with self.subTest(code=code):
                self.assertNotEqual(check("coro f() {\n" + code + "\n}\n"), [])

    def test_line_numbers(self):
        source = "/* one\ntwo */\nauto s = R\"(\n\n)\";\nif (co_await f()) {}\n"
        self.assertEqual([problem.line for problem in check(source)], [6])

    def test_only_the_wrong_one_of_two(self):
        source = "co_await f();\ng(co_await f());\nco_await f();\n"
        self.assertEqual([problem.line for problem in check(source)], [2])


if __name__ == "__main__":
    unittest.main()
