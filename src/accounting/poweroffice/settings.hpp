#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "books/voucher.hpp"
#include "core/money.hpp"
#include "core/secret.hpp"

namespace avstem::accounting::poweroffice {

/// Requests a second that PowerOffice Go allows one subscription key, over all its clients
/// (developer portal, "throttling"): what the shared RateBucket is made with.
inline constexpr std::size_t requests_per_second_max = 10;

/// Rows asked for in one page. 5,000 is Go's own default and 20,000 the most it gives.
inline constexpr std::size_t page_size_default = 5'000;
inline constexpr std::size_t page_size_max = 20'000;

/// Pages of one list before we stop: five million rows at the default size.
inline constexpr std::size_t pages_max = 1'000;

/// The largest document a voucher takes. The specification says "30Mb"; this is the smaller
/// reading.
inline constexpr std::size_t document_bytes_max = 30'000'000;

/// Account or customer numbers put into one filter, so that a URL stays below 2,000 characters.
inline constexpr std::size_t numbers_per_request_max = 100;

/// Product codes put into one filter, for the same reason.
inline constexpr std::size_t product_codes_per_request_max = 100;

/// How one client's books are reached. Keys belong to one environment and are never mixed.
struct Settings {
  std::string base_url;     ///< e.g. `https://goapi.poweroffice.net/v2`
  std::string token_url;    ///< e.g. `https://goapi.poweroffice.net/OAuth/Token`
  Secret application_key;   ///< the integration's own, one an environment
  Secret client_key;        ///< the client's, given when the integration was switched on
  Secret subscription_key;  ///< the developer's, one an environment

  /// Reads may come from a copy that is this much behind our writes (v1: usually below 1 s).
  std::chrono::milliseconds read_lag{2'000};
  /// The customer ledger's control account: lines of customers stand on it, and no others.
  books::AccountNumber control_account = 1500;
  /// Where the øre goes that prices without VAT cannot say.
  books::AccountNumber rounding_account = 7740;
  /// The currency the client keeps its books in; `Amount` and `Balance` are in it.
  Currency currency;
  std::size_t page_size = page_size_default;  ///< 1 to page_size_max
};

}  // namespace avstem::accounting::poweroffice
