#include "sim/net/client_session.hpp"

#include "runtime/wait/sleep.hpp"
#include "runtime/wait/wait_for.hpp"
#include "sim/net/errors.hpp"
#include "sim/net/http_server.hpp"

namespace sim::net {
namespace {

void send_request(network_state& net, host& to, const std::shared_ptr<connection>& line, http_request request) {
    const std::int64_t bytes = request.bytes;
    net.deliver(to.up, bytes, {}, [&net, &to, line, request = std::move(request)] {  // both live as long as it is under way
        http_server::arrived(net, to, line, request);
    });
}

}  // namespace

client_session::client_session(network& net, session_options options)
    : pool_(std::make_shared<connection_pool>(net.state(), options.pool)), net_(net.state()), timeout_(options.timeout) {}

aio::coro<client_response> client_session::get(std::string url) { return get(std::move(url), timeout_); }

aio::coro<client_response> client_session::get(std::string url, client_timeout timeout) {
    if (closed_) throw aio::runtime_error("Session is closed");
    auto whole = request(std::move(url), timeout);
    co_return co_await aio::wait_for(std::move(whole), timeout.total);
}

aio::coro<lease> client_session::connect(host& to, const std::string& url, client_timeout timeout) {
    try {
        auto place = pool_->acquire(to);
        co_return co_await aio::wait_for(std::move(place), timeout.connect);
    } catch (const aio::timeout_error&) {
        throw server_timeout_error("Connection timeout to host " + url);
    }
}

aio::coro<client_response> client_session::request(std::string url, client_timeout timeout) {
    const aio::time_point started = aio::get_running_loop().time();
    http_request what(url);
    host* to = net_->find(what.host);
    if (to == nullptr) throw client_connector_error(what.host);
    lease line = co_await connect(*to, url, timeout);
    send_request(*net_, *to, line.line(), std::move(what));
    client_response response(std::move(line), timeout, started, std::move(url));
    co_await response.read_head();
    co_return response;
}

aio::coro<> client_session::close() {
    closed_ = true;
    pool_->close();
    co_await aio::sleep(0);
}

}  // namespace sim::net
