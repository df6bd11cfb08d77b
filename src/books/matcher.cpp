#include "books/matcher.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "books/booking.hpp"
#include "books/recipes.hpp"

namespace avstem::books {
namespace {

bool is_capture(const Entry& payment) {
  return payment.type == EntryType::capture;
}

/// The recipe of a payment that meets its customer.
std::string_view customer_recipe(const Entry& payment) {
  return is_capture(payment) ? "R01" : "R05";
}

std::string name_of(const Match& item) {
  const std::string_view what = item.open_before > 0 ? "invoice" : "credit note";
  if (!item.invoice_number.empty()) {
    return fmt::format("{} {} of customer {}", what, item.invoice_number, item.customer_number);
  }
  return fmt::format("the open {} '{}' of customer {}", what, item.matching_reference,
                     item.customer_number);
}

}  // namespace

Result<void> MatchSettings::check() const {
  if (tolerance < 0 || tolerance > tolerance_max) {
    return Error{ErrorKind::invalid,
                 fmt::format("a tolerance of {} is not between 0.00 and {}; what is more is no "
                             "rounding",
                             Money(tolerance, Currency()).to_decimal(),
                             Money(tolerance_max, Currency()).to_decimal())};
  }
  if (collective_customer < 0) {
    return Error{ErrorKind::invalid,
                 fmt::format("collective customer {} is no customer number", collective_customer)};
  }
  return {};
}

Placement Matcher::place(const Entry& payment) {
  Placement placement;
  if (place_by_sale(payment, placement)) return placement;
  if (place_by_items(payment, placement)) return placement;
  if (place_by_rule(payment, placement)) return placement;
  place_in_suspense(payment, placement);
  return placement;
}

/// A sale decides account and VAT when the payment is the whole of it, or takes the whole of it
/// back. A part of it says nothing about which lines were paid: VAT is never split by the amount.
bool Matcher::place_by_sale(const Entry& payment, Placement& placement) const {
  const auto found = sales_.find(payment.reference);
  if (found == sales_.end()) return false;
  const Sale& sale = found->second;
  std::int64_t total = 0;
  for (const SaleLine& sold : sale.lines)
    total = add_minor(total, sold.amount);
  if (total == 0 || std::abs(total) != std::abs(payment.amount)) return false;
  const std::int64_t sign = total == payment.amount ? -1 : 1;
  for (const SaleLine& sold : sale.lines) {
    Posting posting;
    posting.account = sold.account;
    posting.amount = sign * sold.amount;
    posting.vat_code = sold.vat_code;
    posting.line_reference = payment.psp_reference;
    posting.text = "Vipps " + payment.reference;
    posting.rule = sale.rule;
    posting.match = match_step::payment_record;
    placement.lines.push_back(std::move(posting));
  }
  return true;
}

bool Matcher::place_by_items(const Entry& payment, Placement& placement) {
  const std::vector<Match> matches = items_.take(payment);
  for (const Match& match : matches) {
    placement.lines.push_back(customer_line(payment, match));
    compare_with_item(payment, match, placement);
  }
  return !matches.empty();
}

Posting Matcher::customer_line(const Entry& payment, const Match& match) const {
  Posting posting;
  posting.account = terms_.mapping.account(AccountRole::receivables);
  posting.customer_number = match.customer_number;
  posting.amount = -match.amount;
  posting.matching_reference = match.matching_reference;
  posting.invoice_number = match.invoice_number;
  posting.kid = match.kid;
  posting.line_reference = payment.psp_reference;
  posting.text = "Vipps " + payment.reference;
  posting.rule = customer_recipe(payment);
  posting.match = match_step::open_item;
  return posting;
}

/// What an item is paid too much stays on the customer (R19), what it is paid too little stays open
/// (R20), or is rounded off within the client's tolerance.
void Matcher::compare_with_item(const Entry& payment, const Match& match,
                                Placement& placement) const {
  const std::int64_t rest = add_minor(match.open_before, -match.amount);
  if (rest == 0) return;
  const bool over = std::abs(match.amount) > std::abs(match.open_before);
  if (!over && is_capture(payment) && rest <= terms_.matching.tolerance) {
    Posting off = customer_line(payment, match);
    off.amount = -rest;
    off.rule = "R20";
    off.text = "Øreavrunding " + payment.reference;
    Posting rounding = line(AccountRole::rounding, payment, off.text, "R20", match_step::open_item);
    rounding.amount = rest;
    placement.lines.push_back(std::move(off));
    placement.lines.push_back(std::move(rounding));
    return;
  }
  placement.findings.push_back(finding(
      over ? FindingKind::overpayment : FindingKind::underpayment, payment,
      fmt::format("{} with reference '{}' is {} but {} was open on customer {}; the rest, {}, "
                  "stays on the customer",
                  is_capture(payment) ? "a payment" : "a refund", payment.reference,
                  Money(match.amount, terms_.currency).to_decimal(),
                  Money(match.open_before, terms_.currency).to_decimal(), match.customer_number,
                  Money(rest, terms_.currency).to_decimal())));
}

bool Matcher::place_by_rule(const Entry& payment, Placement& placement) const {
  const MatchRules& rules = terms_.matching.rules;
  if (const MatchRule* const rule = rules.first_fit(payment)) {
    Posting posting = line(AccountRole::receivables, payment, rule->name, rule->recipe, "");
    posting.match = rules.match_of(*rule);
    posting.department = rule->department;
    posting.project = rule->project;
    posting.customer_number = rule->customer_number;
    if (rule->customer_number == 0) {
      posting.account = rule->account;
      posting.vat_code = rule->vat_code;
    } else {
      posting.matching_reference = payment.reference;
    }
    placement.lines.push_back(std::move(posting));
    return true;
  }
  if (terms_.captures == CaptureUse::gifts) {
    placement.lines.push_back(line(AccountRole::gifts, payment,
                                   is_capture(payment) ? "Gave" : "Gave tilbakebetalt", "R10",
                                   match_step::stored_rule));
    return true;
  }
  if (terms_.matching.collective_customer == 0) return false;
  Posting posting = line(AccountRole::receivables, payment, "Vipps " + payment.reference,
                         customer_recipe(payment), match_step::collective_customer);
  posting.customer_number = terms_.matching.collective_customer;
  posting.matching_reference = payment.reference;
  placement.lines.push_back(std::move(posting));
  return true;
}

void Matcher::place_in_suspense(const Entry& payment, Placement& placement) const {
  const bool capture = is_capture(payment);
  std::string message = fmt::format(
      "{} of {} with reference '{}' meets no open {}; it stands in suspense until it is cleared by "
      "a new voucher",
      capture ? "a payment" : "a refund", payment.money().to_decimal(), payment.reference,
      capture ? "invoice" : "credit note");
  Finding told = finding(
      capture ? FindingKind::payment_without_claim : FindingKind::refund_without_credit_note,
      payment, "");
  if (const auto likely = items_.suggest(payment)) {
    message += fmt::format("; {} has the same amount", name_of(*likely));
    told.suggestion = {likely->customer_number, likely->matching_reference, likely->invoice_number};
  }
  told.message = std::move(message);
  placement.findings.push_back(std::move(told));
  placement.lines.push_back(line(AccountRole::suspense, payment,
                                 capture ? "Uavklart innbetaling" : "Uavklart refusjon", "R18",
                                 match_step::suspense));
}

Posting Matcher::line(AccountRole role, const Entry& payment, std::string_view text,
                      std::string_view rule, std::string_view match) const {
  Posting posting;
  posting.account = terms_.mapping.account(role);
  posting.amount = -payment.amount;
  posting.vat_code = terms_.mapping.vat_code(role);
  posting.line_reference = payment.psp_reference;
  posting.text = text;
  posting.rule = rule;
  posting.match = match;
  return posting;
}

Finding Matcher::finding(FindingKind kind, const Entry& payment, std::string message) const {
  return {kind, terms_.ledger_date, fmt::format("{}#{}", payment.psp_reference, payment.sequence),
          payment.amount, std::move(message)};
}

}  // namespace avstem::books
