#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/date.hpp"
#include "core/money.hpp"
#include "core/secret.hpp"

namespace avstem::sandbox {

/// One Vipps ledger of a sample client, with what a new bookkeeper of it must be told.
struct SampleLedger {
  std::string id;
  Currency currency;
  /// The first ledger date to be kept; what came before is in the opening figures.
  Date start;
  // Øre at the end of the date before `start`, as the books show them on 1903, 2960 and 1904.
  std::int64_t opening_funds = 0;       ///< balance of the funds topic
  std::int64_t opening_fees = 0;        ///< balance of the fees topic; fees owed are negative
  std::int64_t opening_in_transit = 0;  ///< payouts scheduled before `start`, not in the bank yet
  bool gifts = false;                   ///< payments are gifts, not claims on a customer
};

/// The keys of an accounting partner at Vipps: one set sees the ledgers of every sample client.
struct VippsAccountingKeys {
  std::string client_id;
  Secret client_secret;
};

/// The keys of an integration to one company in PowerOffice Go.
struct PowerOfficeKeys {
  Secret application_key;
  Secret client_key;
  Secret subscription_key;
};

/// The keys of an integration to one company in 24SevenOffice: the first three open REST, the
/// others SOAP.
struct TwentyFourKeys {
  std::string client_id;
  Secret client_secret;
  std::string organization_id;
  std::string application_id;  ///< guid
  std::string username;
  Secret password;
  std::string identity_id;  ///< guid; the same user has one for each sample client
};

/// A sample client as whoever configures a bookkeeping program sees it.
struct SampleClient {
  std::string id;  ///< at most sample_client_id_length_max of a–z, 0–9 and '-'
  std::string name;
  /// Nine digits with a right check digit. It begins with 3 and so is nobody's: the numbers that
  /// Enhetsregisteret gives begin with 8 or 9.
  std::string organisation_number;
  bool vat_registered = false;
  std::vector<SampleLedger> ledgers;
  VippsAccountingKeys vipps_keys;
  PowerOfficeKeys poweroffice_keys;
  TwentyFourKeys twentyfour_keys;
  /// Accounts by role where the client's chart differs from the usual, e.g. `clearing` → 1902.
  std::map<std::string, std::int64_t> accounts;
};

/// A voucher reference holds the client id, the ledger id and more in fifty characters.
inline constexpr std::size_t sample_client_id_length_max = 18;

}  // namespace avstem::sandbox
