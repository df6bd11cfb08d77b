#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "books/accounts.hpp"
#include "books/entry.hpp"
#include "books/finding.hpp"
#include "books/matcher.hpp"
#include "books/matching.hpp"
#include "books/retained.hpp"
#include "books/sale.hpp"
#include "books/sources.hpp"
#include "books/till.hpp"
#include "books/voucher.hpp"
#include "core/identifiers.hpp"

namespace avstem::books {

/// What captures on a ledger are when no sale is known for their reference.
enum class CaptureUse {
  claims,  ///< payments of invoices: matched against open items, else suspense
  gifts,   ///< a sales unit that only receives gifts (R10)
};

/// Who books the invoice for fees under gross settlement (R02). The cost stands since the capture
/// fee came; whoever books the invoice as a cost again doubles it.
enum class FeeInvoices {
  /// Our voucher of `fees-invoiced` is the invoice's: Dr accrued fees / Cr supplier. The paper from
  /// Vipps is attached and paid, not posted.
  ours,
  /// The bookkeeper posts the paper as cost against the supplier; our voucher takes the cost that
  /// stands already back: Dr accrued fees / Cr payment fees.
  bookkeeper,
};

std::string_view to_string(FeeInvoices fee_invoices);  ///< `ours`, `bookkeeper`
Result<FeeInvoices> parse_fee_invoices(std::string_view word);

/// What is known of the captures behind a date's fees, where it decides the year the fees belong to
/// (R15). A fee that is in none of these is of its own year.
struct FeeCaptures {
  /// pspReference → ledger date of captures in an earlier year; there may be several fees to one.
  std::unordered_map<std::string, Date> by_psp_reference;
  /// The same by order id, of fees whose pspReference meets no capture: it was wrong in Norway
  /// before February 2025 (Report API § 10.4).
  std::unordered_map<std::string, Date> by_reference;
  /// pspReference of fees that meet no capture in either way, near a new year.
  std::unordered_set<std::string> unknown;
};

/// All that decides how a ledger date is booked, besides its entries.
struct BookingTerms {
  ClientId client;
  LedgerId ledger;
  Date ledger_date;
  Currency currency;
  Mapping mapping = Mapping::defaults(true);
  CaptureUse captures = CaptureUse::claims;
  MatchSettings matching{};
  /// Dimensions of the sales unit: on every line of the profit and loss account that has none of
  /// its own. The accounting system's codes, or empty.
  std::string department{};
  std::string project{};
  /// Whether we also post the payout's arrival in the bank. Off: the bank feed does.
  bool post_bank_line = false;
  /// One voucher for a date that has nothing but plain captures, their fees and a payout (R03,
  /// books/compact.hpp). Other dates are booked gross as always.
  bool compact = false;
  /// Registers' days of this ledger date, one for a sales unit: its captures and refunds that no
  /// sale names are taken together (R09).
  std::vector<TillDay> tills{};
  /// A larger payments voucher is split and its parts counted.
  std::size_t voucher_lines_max = 1000;
  /// Vouchers of each kind already planned for this date, by VoucherKind: a late entry makes the
  /// next part and changes nothing that stands.
  std::array<int, voucher_kind_count> parts_taken{};
  FeeCaptures fee_captures;
  FeeInvoices fee_invoices = FeeInvoices::ours;
  /// Sides of retained fees that stand in suspense, booked with other dates or earlier parts.
  std::vector<RetainedSide> open_retained;
};

/// A voucher with the entries it consumed.
struct PlannedVoucher {
  Voucher voucher;
  std::vector<SourceRange> from;
};

/// Takes what the fold produces, as it is produced.
class BookingSink {
 public:
  virtual ~BookingSink() = default;
  virtual Result<void> voucher(const Voucher& voucher, const std::vector<SourceRange>& from) = 0;
  virtual Result<void> finding(const Finding& finding) = 0;
  /// A finding of an earlier booking, named by kind, ledger date and subject, holds no longer.
  virtual Result<void> withdraw(const Finding& finding) = 0;
};

/// The fold over one ledger date: entries in, vouchers and findings out. No clock, no network, no
/// database; memory is bounded by voucher_lines_max, whatever the day's size, but for what Vipps
/// reports once a payout: the payouts and the two sides of retained fees.
///
/// Two laws hold for any input, also unknown types: the vouchers move the clearing account by
/// exactly Σ funds amounts, and the accrued-fees account by exactly Σ fees amounts. What a rule
/// cannot place goes to suspense with a finding.
///
/// Vouchers: payments (each capture and refund with its counter account), fees (cost, and what
/// was retained for it), fees that belong to the year before, and one for each payout.
class DateBooking {
 public:
  /// `items` and `sales` must outlive the booking; `items` is consumed.
  DateBooking(BookingTerms terms, OpenItems& items, const Sales& sales, BookingSink& sink);
  DateBooking(const DateBooking&) = delete;
  DateBooking& operator=(const DateBooking&) = delete;

  /// Adds the next entry; funds and fees may come in any order, each by rising sequence.
  Result<void> add(const Entry& entry);

  /// Closes the date: the last vouchers are given to the sink.
  Result<void> finish();

 private:
  struct Counter {
    AccountRole role;
    std::string_view rule;
    std::string text;
  };
  /// Sums of the fees ledger that make one voucher.
  struct FeeSums {
    std::int64_t capture_fees = 0;
    std::int64_t service_fees = 0;
    std::int64_t corrections = 0;
    std::int64_t invoiced = 0;  ///< fees-invoiced and credit notes
    std::int64_t retained = 0;  ///< Σ of the fees sides of pairs of retained fees
    std::int64_t capture_fee_count = 0;
  };

  Result<void> add_funds(const Entry& entry);
  Result<void> add_fees(const Entry& entry);
  Result<void> add_payment(const Entry& entry);
  bool add_to_till(const Entry& entry);
  Result<void> post_payment(const Entry& entry, std::vector<Posting> counter);
  Result<void> post_against(const Entry& entry, const Counter& counter);
  void add_capture_fee(const Entry& entry);
  void add_retained(const Entry& entry);
  Result<void> add_loose_fee(Posting of_ledger, AccountRole counter);
  Result<void> place_retained();
  Result<void> tell_unknown_captures();
  Result<void> flush_payments();
  Result<void> flush_tills();
  Result<void> flush_fees();
  Result<void> flush_accrued();
  Result<void> flush_payout(const Entry& payout);
  Result<void> emit(VoucherKind kind, Date date, std::string text, std::vector<Posting> lines,
                    const std::vector<SourceRange>& from);
  Result<void> release_held();
  Posting line(AccountRole role, std::int64_t amount, std::string text,
               std::string_view rule) const;
  Finding finding(FindingKind kind, const Entry& entry, std::string message) const;

  BookingTerms terms_;
  Matcher matcher_;
  const Sales& sales_;
  BookingSink& sink_;

  std::vector<Posting> payment_lines_;
  std::int64_t funds_in_ = 0;
  std::int64_t funds_out_ = 0;
  Sources payment_sources_;

  /// What a till of the terms has received, by its place there.
  struct TillSum {
    std::int64_t in = 0;
    std::int64_t out = 0;
    Sources sources;
  };
  std::vector<TillSum> till_sums_;

  /// Vouchers of a date that may become one (R03): held back until the date's end is known.
  bool holding_ = false;
  std::vector<PlannedVoucher> held_;

  FeeSums fee_sums_;
  RetainedTwins retained_;
  std::vector<Posting> loose_fee_lines_;
  struct UnknownCaptures {
    std::int64_t fees = 0;
    std::int64_t amount = 0;
    std::int64_t first_sequence = 0;
  };
  UnknownCaptures unknown_captures_;
  Sources fee_sources_;
  Sources retained_sources_;  ///< both sides; they are placed at the end
  struct AccruedFees {
    std::int64_t amount = 0;
    Sources sources;
  };
  std::map<int, AccruedFees> accrued_by_year_;
  std::vector<Entry> payouts_;
};

/// The voucher reference: `<client>:<ledger>:<kind>:<ledger date>:<part>`, the same whenever the
/// same date is booked, and at most Voucher::reference_length_max characters.
std::string voucher_reference(const ClientId& client, const LedgerId& ledger, VoucherKind kind,
                              Date ledger_date, int part);

}  // namespace avstem::books
