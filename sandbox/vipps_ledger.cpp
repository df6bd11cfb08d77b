#include "sandbox/vipps_ledger.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/identifiers.hpp"
#include "sandbox/vipps_numbers.hpp"

namespace avstem::sandbox {
namespace {

Error invalid(std::string message) {
  return Error{ErrorKind::invalid, std::move(message)};
}

bool is_recipient_handle(std::string_view handle) {
  const auto colon = handle.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view scheme = handle.substr(0, colon);
  if (scheme != "api" && scheme != "NO" && scheme != "DK" && scheme != "FI") return false;
  const std::string_view number = handle.substr(colon + 1);
  return number.size() >= 4 && number.size() <= 10 &&
         std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Result<void> check_positive(std::string_view what, std::int64_t amount) {
  if (amount > 0) return {};
  return invalid(
      fmt::format("{} of {} øre: the amount is given as a positive number", what, amount));
}

}  // namespace

std::string_view to_string(Topic topic) {
  return topic == Topic::funds ? "funds" : "fees";
}

std::optional<Topic> find_topic(std::string_view word) {
  if (word == "funds") return Topic::funds;
  if (word == "fees") return Topic::fees;
  return std::nullopt;
}

std::int64_t capture_fee(std::int64_t amount, std::int64_t basis_points) {
  // In two parts, so that the largest amount times the largest fee does not overflow.
  const std::int64_t whole = amount / 10'000 * basis_points;
  return whole + (amount % 10'000 * basis_points + 5'000) / 10'000;
}

Result<VippsLedger> VippsLedger::open(LedgerTerms terms) {
  if (auto id = parse_ledger_id(terms.ledger_id); !id) return id.error();
  const auto place = fmt::format("ledger '{}'", terms.ledger_id);
  if (!is_recipient_handle(terms.recipient_handle)) {
    return invalid(fmt::format("recipient handle '{}' is not api:, NO:, DK: or FI: and 4–10 digits",
                               terms.recipient_handle))
        .in(place);
  }
  if (terms.fee_basis_points < 0 || terms.fee_basis_points > fee_basis_points_max) {
    return invalid(fmt::format("a fee of {} basis points is not between 0 and {}",
                               terms.fee_basis_points, fee_basis_points_max))
        .in(place);
  }
  if (terms.rolling_reserve < 0 || terms.rolling_reserve > Money::max_minor) {
    return invalid(fmt::format("a rolling reserve of {} øre", terms.rolling_reserve)).in(place);
  }
  for (const std::int64_t opening : {terms.opening_funds, terms.opening_fees}) {
    if (opening < -Money::max_minor || opening > Money::max_minor) {
      return invalid(fmt::format("an opening balance of {} øre", opening)).in(place);
    }
  }
  if (terms.first_payout_number < 1) {
    return invalid(fmt::format("first payout number {}", terms.first_payout_number)).in(place);
  }
  return VippsLedger(std::move(terms));
}

VippsLedger::VippsLedger(LedgerTerms terms)
    : terms_(std::move(terms)),
      open_date_(terms_.first_date),
      last_psp_number_(vipps_numbers::psp_block(terms_.ledger_id)) {
  funds_.balance = terms_.opening_funds;
  fees_.balance = terms_.opening_fees;
}

Result<void> VippsLedger::check_new(std::int64_t amount, Date ledger_date) const {
  if (amount == 0 || amount < -Money::max_minor || amount > Money::max_minor) {
    return invalid(fmt::format("ledger '{}': an entry of {} øre", terms_.ledger_id, amount));
  }
  if (open_date_ && ledger_date < *open_date_) {
    return invalid(fmt::format("ledger '{}': {} has ended; the open date is {}", terms_.ledger_id,
                               ledger_date.to_string(), open_date_->to_string()));
  }
  return {};
}

Result<VippsLedger::Capture*> VippsLedger::find_capture(std::string_view psp_reference) {
  const auto found = captures_.find(psp_reference);
  if (found != captures_.end()) return &found->second;
  return Error{ErrorKind::not_found, fmt::format("ledger '{}': no capture has pspReference '{}'",
                                                 terms_.ledger_id, psp_reference)};
}

void VippsLedger::append(Topic topic, LedgerEntry entry) {
  Account& account = this->account(topic);
  entry.balance_before = account.balance;
  entry.balance_after = add_minor(account.balance, entry.amount);
  account.balance = entry.balance_after;
  account.entries.push_back(std::move(entry));
}

void VippsLedger::add(Topic topic, LedgerEntry entry) {
  if (!open_date_) open_date_ = entry.ledger_date;
  if (entry.ledger_date == *open_date_) return append(topic, std::move(entry));
  waiting_[entry.ledger_date].emplace_back(topic, std::move(entry));
}

Result<std::string> VippsLedger::add_checked(Topic topic, LedgerEntry entry) {
  if (auto ok = check_new(entry.amount, entry.ledger_date); !ok) return ok.error();
  if (entry.psp_reference.empty()) entry.psp_reference = next_psp_reference();
  std::string psp_reference = entry.psp_reference;
  add(topic, std::move(entry));
  return psp_reference;
}

std::string VippsLedger::next_psp_reference() {
  return fmt::format("{}", ++last_psp_number_);
}

Result<std::string> VippsLedger::capture(std::string_view reference, std::int64_t amount,
                                         Instant at, Date ledger_date,
                                         std::optional<Date> fee_date) {
  if (auto ok = check_positive("a capture", amount); !ok) return ok.error();
  const Date charged_on = fee_date.value_or(ledger_date);
  if (charged_on < ledger_date) {
    return invalid(fmt::format("the fee of '{}' on {} would come before its capture on {}",
                               reference, charged_on.to_string(), ledger_date.to_string()));
  }
  const std::string text(reference);
  auto psp_reference = add_checked(
      Topic::funds, {{}, at, ledger_date, "capture", text, amount, terms_.recipient_handle});
  if (!psp_reference) return psp_reference;
  captures_[*psp_reference] = {text, amount, 0};
  refundable_[text] += amount;
  if (const auto fee = capture_fee(amount, terms_.fee_basis_points); fee != 0) {
    const Instant charged_at = at + (charged_on.days() - ledger_date.days());
    add(Topic::fees, {*psp_reference, charged_at, charged_on, "capture-fee", text, -fee,
                      terms_.recipient_handle});
  }
  return psp_reference;
}

Result<std::string> VippsLedger::extra_fee(std::string_view capture_psp_reference,
                                           std::int64_t amount, Instant at, Date ledger_date) {
  if (auto ok = check_positive("a fee", amount); !ok) return ok.error();
  auto capture = find_capture(capture_psp_reference);
  if (!capture) return capture.error();
  return add_checked(Topic::fees,
                     {std::string(capture_psp_reference), at, ledger_date, "capture-fee",
                      (*capture)->reference, -amount, terms_.recipient_handle});
}

Result<std::string> VippsLedger::refund(std::string_view reference, std::int64_t amount, Instant at,
                                        Date ledger_date) {
  if (auto ok = check_positive("a refund", amount); !ok) return ok.error();
  const auto captured = refundable_.find(reference);
  if (captured != refundable_.end() && amount > captured->second) {
    return Error{ErrorKind::refused,
                 fmt::format("ledger '{}': a refund of {} øre on '{}' is more than the {} left",
                             terms_.ledger_id, amount, reference, captured->second)};
  }
  auto psp_reference = add_checked(
      Topic::funds,
      {{}, at, ledger_date, "refund", std::string(reference), -amount, terms_.recipient_handle});
  if (psp_reference && captured != refundable_.end()) captured->second -= amount;
  return psp_reference;
}

Result<std::string> VippsLedger::correction(Topic topic, std::int64_t amount, Instant at,
                                            Date ledger_date, std::string_view reference) {
  return other("correction", topic, amount, at, ledger_date, reference);
}

Result<std::string> VippsLedger::top_up(std::int64_t amount, Instant at, Date ledger_date,
                                        std::string_view reference) {
  if (auto ok = check_positive("a top-up", amount); !ok) return ok.error();
  return other("top-up", Topic::funds, amount, at, ledger_date, reference);
}

Result<std::string> VippsLedger::retain_disputed(std::string_view capture_psp_reference,
                                                 std::int64_t amount, Instant at,
                                                 Date ledger_date) {
  if (auto ok = check_positive("a retained dispute", amount); !ok) return ok.error();
  auto capture = find_capture(capture_psp_reference);
  if (!capture) return capture.error();
  if (amount > (*capture)->amount - (*capture)->retained) {
    return Error{
        ErrorKind::refused,
        fmt::format("a dispute of {} øre on capture '{}' of {}, of which {} is held back", amount,
                    capture_psp_reference, (*capture)->amount, (*capture)->retained)};
  }
  auto added = add_checked(Topic::funds, {std::string(capture_psp_reference), at, ledger_date,
                                          "retained-disputed-capture", (*capture)->reference,
                                          -amount, terms_.recipient_handle});
  if (added) (*capture)->retained += amount;
  return added;
}

Result<std::string> VippsLedger::return_disputed(std::string_view capture_psp_reference,
                                                 std::int64_t amount, Instant at,
                                                 Date ledger_date) {
  if (auto ok = check_positive("a returned dispute", amount); !ok) return ok.error();
  auto capture = find_capture(capture_psp_reference);
  if (!capture) return capture.error();
  if (amount > (*capture)->retained) {
    return Error{ErrorKind::refused,
                 fmt::format("{} øre back on capture '{}', but {} is held back", amount,
                             capture_psp_reference, (*capture)->retained)};
  }
  auto added = add_checked(Topic::funds, {std::string(capture_psp_reference), at, ledger_date,
                                          "returned-disputed-capture", (*capture)->reference,
                                          amount, terms_.recipient_handle});
  if (added) (*capture)->retained -= amount;
  return added;
}

Result<std::string> VippsLedger::service_fee(std::int64_t amount, Instant at, Date ledger_date) {
  if (auto ok = check_positive("a service fee", amount); !ok) return ok.error();
  return other("service-fee", Topic::fees, -amount, at, ledger_date);
}

Result<std::string> VippsLedger::other(std::string_view entry_type, Topic topic,
                                       std::int64_t amount, Instant at, Date ledger_date,
                                       std::string_view reference) {
  if (entry_type.empty()) return invalid("an entry type has no name");
  return add_checked(
      topic, {{}, at, ledger_date, std::string(entry_type), std::string(reference), amount});
}

}  // namespace avstem::sandbox
