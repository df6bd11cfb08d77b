#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "core/result.hpp"
#include "core/secret.hpp"

namespace avstem::vipps {

/// The keys of one sales unit, as the merchant portal shows them. They reach that unit's report.
struct SalesUnitKeys {
  std::string client_id;
  Secret client_secret;
  Secret subscription_key;             ///< primary or secondary, Vipps takes either
  std::string merchant_serial_number;  ///< msn: 4 to 10 digits
};

/// The keys of an accounting partner. They reach the reports of every merchant that has granted
/// access in the portal, and can make no payments.
struct AccountingKeys {
  std::string client_id;
  Secret client_secret;
};

using Credentials = std::variant<SalesUnitKeys, AccountingKeys>;

/// Where one environment's API is, e.g. `https://api.vipps.no`. A slash at the end is allowed.
struct Endpoint {
  std::string base_url;

  /// The absolute URL of a path that begins with '/'.
  std::string url(std::string_view path) const;
};

/// `invalid` when a key is missing or could not stand in a header: empty, with a space or control
/// character, beyond the length limit; an msn that is not 4 to 10 digits; a client id with ':'
/// (it would move the border to the secret in Basic authorisation, RFC 7617). The message names
/// the field and never a secret's text.
Result<void> check_credentials(const Credentials& credentials);

inline constexpr std::size_t key_length_max = 512;
inline constexpr std::size_t msn_length_min = 4;
inline constexpr std::size_t msn_length_max = 10;

}  // namespace avstem::vipps
