#pragma once

#include <string>

#include "sandbox/world_client.hpp"

namespace avstem::sandbox {

/// A sample client as a TOML document, the way `client add --from FILE.toml` reads it. Amounts are
/// decimal texts in kroner with a point. The environment of both connections is `sandbox`:
///
///     id = "kafe-nord"
///     name = "Kafé Nord AS"
///     organisation_number = "310481513"
///     vat_registered = true
///     post_bank_line = false            # the world's bank feed posts it
///
///     [vipps]                           # environment, client_id, client_secret
///     [poweroffice]                     # environment, application_key, client_key,
///                                       # subscription_key
///     [accounts]                        # only where there are any: role = account number
///     [[ledgers]]                       # id, currency, start, opening_funds, opening_fees,
///                                       # opening_in_transit, captures = "claims" or "gifts"
///
/// It holds the client's keys in clear text.
std::string client_toml(const SampleClient& client);

}  // namespace avstem::sandbox
