#include "tests/conformance/dsl/interpreter.hpp"

#include "tests/unit/runtime/support.hpp"

namespace dsl {

namespace {

thread_local interpreter* running = nullptr;  // for the loop's exception handler, which has no context

constexpr std::size_t max_bytes = 16 << 20;

std::string time_text(std::int64_t ns) {
    const std::int64_t ms = ns / 1'000'000;
    const std::string thousandths = std::to_string(1000 + ms % 1000);
    return std::to_string(ms / 1000) + "." + thousandths.substr(1);
}

}  // namespace

class task_watcher final : public test::deaf_observer {
public:
    explicit task_watcher(interpreter& i) : interpreter_(i) {}

    void task_created(aio::task_id, aio::task_id, std::string_view function, std::string_view) override {
        if (!interpreter_.program_.at("coros").contains(function) && function != "start") return;
        tasks.push_back(aio::all_tasks().back());
    }
    void leftover(aio::task_id id) override { interpreter_.line("* leftover " + interpreter::task_name(id)); }
    void unretrieved(aio::task_id id, std::string_view) override { interpreter_.unretrieved_.insert(id); }

    std::vector<aio::any_task> tasks;  // in order of creation

private:
    interpreter& interpreter_;
};

interpreter::interpreter(const json& program, drive way, std::size_t max_steps)
    : program_(program), way_(way), max_steps_(max_steps) {
    if (way == drive::watched) watcher_ = std::make_unique<task_watcher>(*this);
}

interpreter::~interpreter() {
    // First what refers to tasks, then the run, whose frames refer to the objects.
    if (watcher_ != nullptr) watcher_->tasks.clear();
    run_.reset();
}

std::string interpreter::run() {
    running = this;
    aio::run_options options;
    options.watcher = watcher_.get();
    run_ = std::make_unique<aio::program>(start(), options);
    run_->loop().set_exception_handler(&loop_error);
    if (way_ == drive::by_handles) {
        while (run_->step()) {
        }
    } else {
        run_->run_to_end();
    }
    running = nullptr;
    if (stopped_) throw limit_reached();

    std::string text;
    for (const std::string& l : lines_) text += l + "\n";
    if (watcher_ != nullptr) {
        for (const aio::any_task& t : watcher_->tasks) text += final_line(t) + "\n";
    }
    const std::int64_t now = run_->loop().time().time_since_epoch().count();
    text += "end t=" + time_text(now) + " ";
    switch (run_->outcome()) {
        case aio::run_outcome::ok: text += "ok"; break;
        case aio::run_outcome::deadlock: text += "deadlock"; break;
        default: text += "exception " + exception_text(run_->error());
    }
    return text + "\n";
}

void interpreter::stop() { running->stopped_ = true; }

// --------------------------------------------------------------------------------------------------- transcript

void interpreter::line(const std::string& text) {
    bytes_ += text.size();
    if (bytes_ > max_bytes) stopped_ = true;
    if (stopped_) return;
    lines_.push_back("[t=" + time_text(run_ == nullptr ? 0 : run_->loop().time().time_since_epoch().count()) + "] " + text);
}

void interpreter::log(const json& op, const std::string& detail) {
    std::string text = who() + " #" + std::to_string(op.at("id").get<int>()) + " " + op.at("op").get<std::string>();
    if (!detail.empty()) text += " " + detail;
    line(text);
}

std::string interpreter::who() const {
    const aio::any_task t = aio::current_task();
    return t ? task_name(t) : "-";
}

std::string interpreter::name(const handle& f) const {
    if (f.state().kind() == aio::wait_kind::task) return task_name(aio::any_task(static_cast<aio::task_base*>(&f.state())));
    for (const auto& [labelled, label] : labels_) {
        if (labelled == f) return label;
    }
    return "?";
}

std::string interpreter::state(const handle& f) const {
    if (!f.done()) return "pending";
    if (f.cancelled()) return "cancelled";
    if (const std::exception_ptr e = f.exception(); e != nullptr) return "exception " + exception_text(e);
    return "done " + f.result().text();
}

std::string interpreter::names(const std::vector<handle>& all) const {
    std::string text;
    for (const handle& f : all) text += (text.empty() ? "" : ",") + name(f);
    return "[" + text + "]";
}

void interpreter::new_label(const handle& f, char letter) {
    if (f.state().kind() == aio::wait_kind::task || name(f) != "?") return;
    labels_.emplace_back(f, letter + std::to_string(++label_counts_[letter]));
}

std::int64_t interpreter::now_ms() const { return loop().time().time_since_epoch().count() / 1'000'000; }

std::string interpreter::final_line(const aio::any_task& t) const {
    const std::string function = t.base().function();
    std::string text = "final " + task_name(t) + " " + (function == "start" ? "main" : function) + " ";
    if (!t.done()) {
        const auto at = at_.find(t.id());
        return text + "pending " + (at == at_.end() ? "not-started" : "#" + std::to_string(at->second));
    }
    if (t.cancelled()) return text + "cancelled";
    const bool unretrieved = t.base().unretrieved() || unretrieved_.count(t.id()) > 0;
    if (const std::exception_ptr e = t.base().exception(); e != nullptr) {
        return text + "exception " + exception_text(e) + (unretrieved ? " unretrieved" : "");
    }
    return text + "done " + static_cast<const value*>(t.base().value())->text();
}

void interpreter::loop_error(const aio::error_context& context) {
    const std::string error = exception_text(context.exception);
    if (context.message == "Exception in callback") {
        running->line("! callback " + error);
    } else if (context.message.find("unhandled exception during asyncio.run") == 0) {
        running->line("! shutdown " + task_name(context.task) + " " + error);
    } else if (context.message.find("has errored out but its parent") != std::string::npos) {
        running->line("! orphan " + task_name(context.task) + " " + error);
    } else if (context.message.find("exception was never retrieved") == std::string::npos) {
        running->line("! other " + context.message + " " + error);
    }
}

// --------------------------------------------------------------------------------------------------- running

aio::coro<value> interpreter::start() {
    for (const json& spec : program_.at("objects")) make_object(spec);
    if (program_.value("eager", false)) loop().set_eager_tasks(true);
    auto main = make_coroutine("main");
    co_return co_await std::move(main);
}

void interpreter::make_object(const json& spec) {
    const std::string kind = spec.at("kind");
    const std::string called = spec.at("name");
    if (kind == "future") {
        handles_[called] = aio::create_future<value>();
        new_label(handles_[called], 'F');
        return;
    }
    object& o = objects_[called];
    if (kind == "lock") o.lock = std::make_unique<aio::lock>(called);
    if (kind == "semaphore") o.semaphore = std::make_unique<aio::semaphore>(spec.at("value").get<std::int64_t>(), called);
    if (kind == "bounded_semaphore") {
        o.bounded_semaphore = std::make_unique<aio::bounded_semaphore>(spec.at("value").get<std::int64_t>(), called);
    }
    if (kind == "event") o.event = std::make_unique<aio::event>(called);
    if (kind == "condition") {
        const bool shares = spec.contains("lock") && spec.at("lock").is_string();
        o.condition = shares ? std::make_unique<aio::condition>(*objects_.at(spec.at("lock")).lock, called)
                             : std::make_unique<aio::condition>(called);
    }
    if (kind == "barrier") o.barrier = std::make_unique<aio::barrier>(spec.at("parties").get<std::size_t>(), called);
    if (kind == "queue") o.queue = std::make_unique<aio::queue<std::int64_t>>(spec.at("maxsize").get<std::size_t>(), called);
    if (kind == "lifo_queue") {
        o.lifo_queue = std::make_unique<aio::lifo_queue<std::int64_t>>(spec.at("maxsize").get<std::size_t>(), called);
    }
    if (kind == "priority_queue") {
        o.priority_queue = std::make_unique<aio::priority_queue<std::int64_t>>(spec.at("maxsize").get<std::size_t>(), called);
    }
}

aio::coro<value> interpreter::make_coroutine(const std::string& coroutine) {
    auto body = body_of(coroutine);
    body.promise().function = program_.at("coros").find(coroutine).key().c_str();  // lives as long as the program
    return body;
}

aio::coro<value> interpreter::body_of(std::string coroutine) {
    const std::string who_began = who();
    line(who_began + " start " + coroutine);
    handling nothing;
    returned result;
    std::exception_ptr error;
    try {
        result = co_await block(program_.at("coros").at(coroutine), nothing);
    } catch (...) {
        error = std::current_exception();
    }
    if (error != nullptr) {
        line(who_began + " end " + coroutine + " raise " + exception_text(error));
        std::rethrow_exception(error);
    }
    value v;
    if (result) v = *result;
    line(who_began + " end " + coroutine + " return " + v.text());
    co_return v;
}

aio::coro<returned> interpreter::block(const json& ops, handling& h) {
    for (const json& op : ops) {
        returned r = co_await one(op, h);
        if (r) co_return r;
    }
    co_return std::nullopt;
}

aio::coro<returned> interpreter::one(const json& op, handling& h) {
    count_step();
    mark(op);
    const std::string kind = op.at("op");
    std::exception_ptr error;
    try {
        if (const auto sync = sync_operations().find(kind); sync != sync_operations().end()) {
            co_return (this->*sync->second)(op, h);
        }
        auto waiting = (this->*async_operations().at(kind))(op, h);
        co_return co_await std::move(waiting);
    } catch (...) {
        error = std::current_exception();
    }
    if (!op.value("guard", false) || aio::is_cancelled(error)) std::rethrow_exception(error);
    log(op, "!" + exception_text(error));
    co_return std::nullopt;
}

void interpreter::sync_block(const json& ops) {
    handling nothing;
    for (const json& op : ops) {
        count_step();
        try {
            (this->*sync_operations().at(op.at("op")))(op, nothing);
        } catch (...) {
            const std::exception_ptr error = std::current_exception();
            if (!op.value("guard", false) || aio::is_cancelled(error)) throw;
            log(op, "!" + exception_text(error));
        }
    }
}

void interpreter::count_step() {
    if (++steps_ > max_steps_) stopped_ = true;
    if (stopped_) throw limit_reached();
}

void interpreter::mark(const json& op) {
    if (const aio::any_task t = aio::current_task(); t) at_[t.id()] = op.at("id");
}

}  // namespace dsl
