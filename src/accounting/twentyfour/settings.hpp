#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "books/voucher.hpp"
#include "core/money.hpp"
#include "core/secret.hpp"

namespace avstem::accounting::twentyfour {

/// 24SevenOffice allows 7,200 SOAP requests an hour and puts whoever asks more into quarantine:
/// two a second stay below it, whenever the hour begins.
inline constexpr std::size_t soap_requests_per_second_max = 2;

/// Lines of one voucher, VAT lines included: what the published REST schema allows a transaction.
inline constexpr std::size_t voucher_lines_max = 1'000;

/// Postings of one voucher, so that it has room for a VAT line to each of them.
inline constexpr std::size_t voucher_postings_max = voucher_lines_max / 2;

/// Characters of a comment on a ledger line.
inline constexpr std::size_t comment_length_max = 75;

/// Ledger lines asked for in one page (the default there is 50), and pages of one list before we
/// stop.
inline constexpr std::size_t page_size_default = 500;
inline constexpr std::size_t pages_max = 10'000;

/// Invoices asked for in one GetInvoices, half of what it is said to take.
inline constexpr std::size_t invoices_per_request_max = 500;

/// Transaction numbers tried for one voucher: GetEntryId reserves none, so somebody else may take
/// the number in between.
inline constexpr int numbers_tried_max = 3;

/// How one client's books are reached. The REST keys come from an application that the client has
/// connected, the SOAP keys from a user of the client's.
struct Settings {
  std::string rest_url;   ///< e.g. `https://rest.api.24sevenoffice.com/v1`
  std::string login_url;  ///< e.g. `https://login.24sevenoffice.com/oauth/token`
  std::string soap_url;   ///< e.g. `https://api.24sevenoffice.com`

  std::string client_id;        ///< of the REST application
  Secret client_secret;         ///< of the REST application
  std::string organization_id;  ///< the client's, a token opens its books alone

  std::string application_id;  ///< guid of the SOAP integration
  std::string username;        ///< an e-mail address
  Secret password;
  std::string identity_id;  ///< guid of the client among the user's; empty: the user has but one

  /// Vouchers of ours get this type, which decides their number series: the `No` of the type list,
  /// above zero. The client chooses it.
  int transaction_type = 0;
  /// SAF-T standard code → the client's tax number, where they are not the same.
  std::map<std::string, std::string, std::less<>> tax_numbers;

  /// The customer ledger's control account: lines of customers stand on it, and no others.
  books::AccountNumber control_account = 1500;
  /// The currency the client keeps its books in.
  Currency currency;
  /// Reads may be this much behind our writes. Nothing is published; this is a precaution.
  std::chrono::milliseconds read_lag{2'000};
  std::size_t page_size = page_size_default;
};

}  // namespace avstem::accounting::twentyfour
