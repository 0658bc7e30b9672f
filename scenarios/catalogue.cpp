#include "scenarios/catalogue.hpp"

namespace scenarios {

sim::catalogue catalogue() {
    static const sim::scenario* const all[] = {
        &hello,
        &sequential,
        &concurrent,
        &cancellation,
        &timeout,
        &downloads,
        &producer_consumer,
        &producer_consumer_sentinel,
        &rate_limit,
    };
    return all;
}

}  // namespace scenarios
