#include "sim/renumbering.hpp"

namespace sim {

std::uint16_t number_new_site(renumbering& sites, const trace& t, std::uint16_t site) {
    const std::vector<std::uint16_t> chain = t.chain(site);
    for (std::size_t i = chain.size(); i-- > 0;) sites.of(chain[i]);
    return static_cast<std::uint16_t>(sites.known(site));
}

void put_sites(canonical_bytes& out, const renumbering& sites, const trace& t) {
    renumbering callers = sites;  // each of them has its number already
    out.varint(sites.used().size());
    for (const std::uint32_t id : sites.used()) {
        const trace::source_line& s = t.site(id);
        out.text(s.file);
        out.u32(s.line);
        out.text(s.function);
        out.varint(callers.of(s.caller));
    }
}

std::vector<std::uint16_t> take_sites(byte_source& in, trace& into) {
    std::vector<std::uint16_t> sites{0};
    for (std::uint64_t left = in.varint(); left > 0; --left) {
        trace::source_line s;
        s.file = in.text();
        s.line = in.u32();
        s.function = in.text();
        s.caller = global(sites, in.varint(), "line that awaits it");
        sites.push_back(into.intern_site(std::move(s)));
    }
    return sites;
}

}  // namespace sim
