#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/date.hpp"
#include "core/instant.hpp"
#include "core/money.hpp"
#include "core/result.hpp"

namespace avstem::sandbox {

/// The two accounts of a Vipps ledger (Report API).
enum class Topic {
  funds,  ///< what Vipps owes the merchant
  fees,   ///< minus what the merchant owes Vipps
};
std::string_view to_string(Topic topic);  ///< `funds`, `fees`
std::optional<Topic> find_topic(std::string_view word);

/// One line of a ledger with the properties the Report API gives it. The sign of `amount` is its
/// effect on the balance of its topic; all amounts are minor units (øre) of the ledger's currency.
struct LedgerEntry {
  std::string psp_reference;
  Instant time;
  Date ledger_date;  ///< in the merchant's time zone
  std::string entry_type;
  std::string reference;
  std::int64_t amount = 0;
  std::string recipient_handle = {};  ///< empty where no single sale stands behind the entry
  std::int64_t balance_before = 0;
  std::int64_t balance_after = 0;
};

/// What a merchant and Vipps agreed for one sales unit.
struct LedgerTerms {
  enum class Settlement {
    net,    ///< fees are taken from the funds before they are paid out; the default at Vipps
    gross,  ///< everything is paid out, and fees are invoiced once a month
  };
  /// Which ledger dates end with a payout.
  enum class Frequency {
    daily,
    weekly,   ///< settled Monday for the week before: the Sunday ends with it
    monthly,  ///< settled the 1st for the month before: its last day ends with it
  };

  /// Under net settlement, which ledger dates end with the fees moved to the funds. Vipps' own
  /// sample shows a daily payout only, where both are the same.
  enum class FeeRetention {
    every_date,
    with_payout,  ///< only dates on which a payout is due, so that fees build up in between
  };

  std::string ledger_id;
  Currency currency;
  std::string owner_organisation_number;
  std::string payout_bank_account;
  std::string recipient_handle;  ///< `api:<msn>`, or `NO:<number>` for a Vippsnummer (DK:, FI:)
  std::string sales_unit_name;
  Settlement settlement = Settlement::net;
  Frequency frequency = Frequency::daily;
  FeeRetention fee_retention = FeeRetention::every_date;
  std::int64_t fee_basis_points = 175;  ///< 175 is 1.75 % of each capture
  std::int64_t rolling_reserve = 0;     ///< øre that a payout leaves behind
  std::int64_t opening_funds = 0;       ///< øre on the funds topic before the first entry
  std::int64_t opening_fees = 0;        ///< øre on the fees topic before the first entry
  std::int64_t first_payout_number = 2'000'001;
  /// The date the ledger begins; without it, the date of the first call.
  std::optional<Date> first_date = std::nullopt;
};

inline constexpr std::int64_t fee_basis_points_max = 10'000;

/// The fee of a capture in øre: basis points of it, rounded half away from zero. Both arguments
/// are zero or more.
std::int64_t capture_fee(std::int64_t amount, std::int64_t basis_points);

/// One ledger as Vipps keeps it: two lists of entries that are only ever added to, each with a
/// running balance. Ledger dates never go backwards in a list. Exactly one date is being kept at
/// a time; an entry for a later date waits, unseen, until every date before it has ended.
///
/// Every call that adds returns the new entry's pspReference. `at` is when it happened (UTC),
/// `ledger_date` the date it counts on; a date that has ended is an error, as is an amount of
/// zero or beyond Money::max_minor. Same calls, same entries: there is no chance and no clock
/// here. Not thread-safe.
class VippsLedger {
 public:
  /// Refuses terms that no ledger can have, e.g. a fee above 100 % or a malformed handle.
  static Result<VippsLedger> open(LedgerTerms terms);

  /// A sale, and its fee unless that rounds to nothing. `fee_date` is the ledger date of the fee
  /// where it comes late; it defaults to the capture's own.
  Result<std::string> capture(std::string_view reference, std::int64_t amount, Instant at,
                              Date ledger_date, std::optional<Date> fee_date = std::nullopt);
  /// One more fee on a capture made here; `amount` is positive.
  Result<std::string> extra_fee(std::string_view capture_psp_reference, std::int64_t amount,
                                Instant at, Date ledger_date);
  /// Money back to a customer; `amount` is positive. A payment captured here cannot be refunded
  /// beyond what was captured; one that is unknown was captured before the ledger began.
  Result<std::string> refund(std::string_view reference, std::int64_t amount, Instant at,
                             Date ledger_date);
  /// A manual correction by Vipps, of either sign.
  Result<std::string> correction(Topic topic, std::int64_t amount, Instant at, Date ledger_date,
                                 std::string_view reference = {});
  /// The merchant pays in to cover a negative balance; `amount` is positive.
  Result<std::string> top_up(std::int64_t amount, Instant at, Date ledger_date,
                             std::string_view reference = {});
  /// A dispute opens on a capture made here: `amount`, positive, is held back. The entry carries
  /// the references of the capture.
  Result<std::string> retain_disputed(std::string_view capture_psp_reference, std::int64_t amount,
                                      Instant at, Date ledger_date);
  /// The dispute ends in the merchant's favour, for at most what is held back.
  Result<std::string> return_disputed(std::string_view capture_psp_reference, std::int64_t amount,
                                      Instant at, Date ledger_date);
  /// A payout that the bank sent back, or that was cancelled: its amount returns to the funds.
  Result<std::string> payout_aborted(std::int64_t payout_number, Instant at, Date ledger_date);
  /// A fee not tied to a capture; `amount` is positive.
  Result<std::string> service_fee(std::int64_t amount, Instant at, Date ledger_date);
  /// An entry of any other type: new types come without notice, and old ones are still read.
  Result<std::string> other(std::string_view entry_type, Topic topic, std::int64_t amount,
                            Instant at, Date ledger_date, std::string_view reference = {});

  /// Ends every date up to and including `date`: retains or invoices the fees, and schedules the
  /// payout as the last funds entry when one is due and more than the reserve is there. These
  /// entries are stamped 21:59:59 UTC, still the same day in Oslo all year, or with the date's
  /// latest entry if that is later. A date ended before is an error.
  Result<void> end_date(Date date);

  /// Keeps a date open in the report, ended or not, until it is released.
  void hold_open(Date date, Topic topic) { held_.insert({date, topic}); }
  void release(Date date, Topic topic) { held_.erase({date, topic}); }

  /// Whether the report of a date is final. Dates before the ledger's first are; while that is
  /// not known none is.
  bool is_closed(Date date, Topic topic) const;

  const LedgerTerms& terms() const { return terms_; }
  std::int64_t balance(Topic topic) const;  ///< øre, after the latest visible entry
  const std::vector<LedgerEntry>& entries(Topic topic) const;
  std::span<const LedgerEntry> entries_on(Date date, Topic topic) const;

  struct Payout {
    std::int64_t number = 0;
    std::int64_t amount = 0;  ///< positive øre
    Date ledger_date;
    bool aborted = false;
  };
  const std::vector<Payout>& payouts() const { return payouts_; }

 private:
  struct Capture {
    std::string reference;
    std::int64_t amount = 0;
    std::int64_t retained = 0;  ///< held back by disputes
  };
  struct Account {
    std::int64_t balance = 0;
    std::vector<LedgerEntry> entries;
  };

  explicit VippsLedger(LedgerTerms terms);

  Result<void> check_new(std::int64_t amount, Date ledger_date) const;
  Result<Capture*> find_capture(std::string_view psp_reference);
  Result<std::string> add_checked(Topic topic, LedgerEntry entry);
  void add(Topic topic, LedgerEntry entry);
  void append(Topic topic, LedgerEntry entry);
  std::string next_psp_reference();
  Account& account(Topic topic) { return topic == Topic::funds ? funds_ : fees_; }

  void close(Date date);
  void retain_fees(Date date, Instant at);
  void invoice_fees(Date date, Instant at);
  void schedule_payout(Date date, Instant at);
  bool is_payout_due(Date date) const;
  Instant closing_time(Date date) const;

  LedgerTerms terms_;
  Account funds_;
  Account fees_;
  std::optional<Date> open_date_;  ///< the first date not ended
  std::map<Date, std::vector<std::pair<Topic, LedgerEntry>>> waiting_;
  std::set<std::pair<Date, Topic>> held_;
  std::map<std::string, Capture, std::less<>> captures_;         ///< by pspReference
  std::map<std::string, std::int64_t, std::less<>> refundable_;  ///< øre by reference
  std::vector<Payout> payouts_;
  std::int64_t last_psp_number_ = 0;
  std::int64_t retentions_ = 0;
};

/// How many dates one end_date may end.
inline constexpr int dates_ended_at_once_max = 3'660;

}  // namespace avstem::sandbox
