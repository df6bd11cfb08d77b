#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "books/sale.hpp"
#include "books/voucher.hpp"
#include "core/date.hpp"
#include "core/identifiers.hpp"
#include "core/result.hpp"

namespace avstem::books {

/// One step in which a deferred amount is earned: a part of it, on a date.
struct Recognition {
  Date due;  ///< Oslo; the voucher's date
  /// Credited accounts, gross: the accounting system takes the VAT of the due date off lines with
  /// a code. The VAT of a ticket that had it when issued is not deferred, so its line has none.
  std::vector<SaleLine> income;
  std::string text;

  std::int64_t amount() const;  ///< øre, Σ of the lines
  friend bool operator==(const Recognition&, const Recognition&) = default;
};

/// Money that was paid before it was earned: a ticket (R11), a membership (R12), a gift card
/// (R23), goods not delivered yet (R27). It stands on a balance account, and its steps say when
/// which part of it becomes income. The steps never take more than was deferred.
class Deferral {
 public:
  struct Head {
    ClientId client;
    std::string id;  ///< unique for the client: 1 to id_length_max of A–Z, a–z, 0–9 and -
    Date deferred_on;
    AccountNumber held = 0;   ///< where it stands until then: 2900, 2901 or 2965
    std::int64_t amount = 0;  ///< øre that stand there; positive
    Currency currency;
    std::string recipe;  ///< `R11`, `R12`, `R23`, `R27`
    std::string department{};
    std::string project{};

    friend bool operator==(const Head&, const Head&) = default;
  };

  /// Any steps. `invalid` names the deferral and what is wrong: an id or recipe that is none, an
  /// amount that is not positive, a step before the money came, lines that are not positive, or
  /// steps that add up to more than the amount.
  static Result<Deferral> make(Head head, std::vector<Recognition> steps);

  /// All of it on one day: the event is held (R11), the goods are delivered (R27).
  static Result<Deferral> at_once(Head head, Date earned, std::vector<SaleLine> income,
                                  std::string text);

  /// The same part for each month from that of `first` to that of `last`, on the month's last day;
  /// the last month takes what whole øre leave over (R12). A month that had passed when the money
  /// was deferred is earned on that day. The line's amount is not read.
  static Result<Deferral> by_month(Head head, Date first, Date last, const SaleLine& income);

  /// The same with one more step. A gift card (R23) is used so, a purchase at a time, and expires
  /// so with what is left.
  Result<Deferral> with(Recognition step) const;

  const Head& head() const { return head_; }
  const std::vector<Recognition>& steps() const { return steps_; }  ///< by rising date
  /// What no step takes, øre.
  std::int64_t left() const;

  static constexpr std::size_t id_length_max = 12;
  static constexpr int months_max = 120;

  friend bool operator==(const Deferral&, const Deferral&) = default;

 private:
  Deferral(Head head, std::vector<Recognition> steps)
      : head_(std::move(head)), steps_(std::move(steps)) {}
  Head head_;
  std::vector<Recognition> steps_;
};

/// The voucher of the n-th step on a date, n from 1: `<client>:<id>:inc:<date>:<n>`.
std::string recognition_reference(const Deferral::Head& head, Date due, int part);

/// The vouchers of all steps due on or before `through` whose reference is not in `made`: called
/// again with what it gave, it gives nothing. A step that is added later never changes the
/// reference of one that stands, unless it is put between two of the same date.
Result<std::vector<Voucher>> recognitions_due(const Deferral& deferral, Date through,
                                              const std::set<std::string>& made);

}  // namespace avstem::books
