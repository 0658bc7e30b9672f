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
        &rate_limit,
        &producer_consumer_sentinel,
    };
    return all;
}

}  // namespace scenarios
