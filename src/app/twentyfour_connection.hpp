#pragma once

#include "accounting/twentyfour/settings.hpp"
#include "core/result.hpp"
#include "services/clients/client.hpp"

namespace avstem::app {

/// What the keys of a connection to 24SevenOffice say; the hosts, the control account and the
/// currency are set by the caller. `invalid` when `transaction_type` is no number above zero, or
/// `tax_numbers` is not written `33=11 31=12`.
Result<accounting::twentyfour::Settings> twentyfour_settings(
    const services::Connection& connection);

}  // namespace avstem::app
