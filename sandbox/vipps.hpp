#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/secret.hpp"
#include "platform/clock.hpp"
#include "platform/http.hpp"
#include "platform/url.hpp"
#include "sandbox/vipps_ledger.hpp"
#include "sandbox/vipps_replies.hpp"
#include "sandbox/vipps_tokens.hpp"

namespace avstem::sandbox {

/// How the report writes one ledger: differences that Vipps itself shows between its spec, its
/// documentation and its versions, so that a client can be tried against each.
struct LedgerNotation {
  enum class Time {
    utc,             ///< 2020-10-05T00:00:00.000000Z, as the spec says
    plus_two_hours,  ///< 2020-10-05T02:00:00.000000+0200, as the documentation shows it
  };
  std::string payout_word = "payout-scheduled";  ///< or `scheduled-for-payout`, the name of 2023
  Time time = Time::utc;
  bool payout_reference = true;  ///< whether payouts carry a reference; sources disagree
};

/// Entries on a page of the report at most, and ledgers on a page of the list.
inline constexpr std::size_t report_page_size_max = 1'000;
inline constexpr std::size_t ledgers_page_size_max = 100;

/// Stand-in for three of Vipps MobilePay's APIs:
///
///     POST /accesstoken/get                                  (any case)
///     POST /miami/v1/token
///     GET  /settlement/v1/ledgers
///     GET  /report/v2/ledgers/{ledgerId}/{topic}/dates/{date}
///     GET  /report/v2/ledgers/{ledgerId}/{topic}/feed
///     any  /report/v1/…                                      410 Gone
///
/// It is written from the published specs and documentation. Ledgers are driven by whoever set
/// the stand-in up, through the pointers that add_ledger gives. Payments carry no personal data,
/// so includeGDPRSensitiveData changes nothing. Not thread-safe.
class Vipps final : public Handler {
 public:
  using Mode = vipps_api::Mode;

  /// The clock must outlive this object; it decides when tokens expire, nothing else.
  Vipps(Clock& clock, Mode mode) : tokens_(clock, mode), mode_(mode) {}

  /// A new ledger; the pointer stays good as long as this object. A ledger id that is there
  /// already is an error.
  Result<VippsLedger*> add_ledger(LedgerTerms terms);
  /// The ledger, or null.
  VippsLedger* find_ledger(std::string_view ledger_id);
  Result<void> set_notation(std::string_view ledger_id, LedgerNotation notation);

  /// Keys of a sales unit: they see the ledgers of `api:<msn>`. Keys of the same client id are
  /// replaced.
  Result<void> add_sales_unit_keys(std::string client_id, Secret secret, Secret subscription_key,
                                   std::string msn);
  /// Keys of an accounting partner: they see the ledgers granted to them.
  Result<void> add_accounting_keys(std::string client_id, Secret secret);
  Result<void> grant(std::string_view client_id, std::string_view ledger_id);
  Result<void> revoke(std::string_view client_id, std::string_view ledger_id);
  /// Takes keys away, and with them every token issued for them.
  void remove_keys(std::string_view client_id) { tokens_.remove(client_id); }

  /// From 1 to report_page_size_max, the default.
  Result<void> set_report_page_size(std::size_t entries);
  /// From 1 to ledgers_page_size_max, the default. Vipps publishes no figure.
  Result<void> set_ledgers_page_size(std::size_t ledgers);

  Response handle(const Request& request) override;

 private:
  struct Ledger {
    VippsLedger book;
    LedgerNotation notation;
  };
  struct ReportPath;

  static bool may_see(const VippsTokens::Keys& keys, const LedgerTerms& terms);
  Result<VippsTokens::Accounting*> find_accounting(std::string_view client_id);

  Response answer_ledgers(const Request& request, const Target& target);
  Response answer_report(const Request& request, const Target& target);
  Response answer_date(const Ledger& ledger, const ReportPath& path, const Target& target);
  Response answer_feed(const Ledger& ledger, const ReportPath& path, const Target& target);

  VippsTokens tokens_;
  Mode mode_;
  std::map<std::string, std::unique_ptr<Ledger>, std::less<>> ledgers_;
  std::size_t report_page_size_ = report_page_size_max;
  std::size_t ledgers_page_size_ = ledgers_page_size_max;
};

}  // namespace avstem::sandbox
