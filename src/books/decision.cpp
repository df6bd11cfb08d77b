#include "books/decision.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "books/booking.hpp"
#include "books/lost_dispute.hpp"
#include "books/recipes.hpp"
#include "books/vat_codes.hpp"

namespace avstem::books {
namespace {

/// Moved by Vipps' entries alone: their balance is proven against Vipps.
constexpr std::array proven_roles{AccountRole::clearing, AccountRole::in_transit,
                                  AccountRole::accrued_fees};

std::string words(std::int64_t minor, Currency currency) {
  return Money(minor, currency).to_decimal();
}

Error refuse(std::string message) {
  return Error{ErrorKind::invalid, std::move(message)};
}

Result<void> check_account(const Destination& to, const StandingMoney& money,
                           const DecisionTerms& terms) {
  if (to.account < 1000 || to.account > 9999) {
    return refuse(fmt::format("account {} is not a four-digit number of the chart", to.account));
  }
  for (const AccountRole role : proven_roles) {
    if (terms.mapping.account(role) != to.account) continue;
    return refuse(
        fmt::format("account {} follows Vipps ({}); name the income, debt or other "
                    "account that the money is for",
                    to.account, to_string(role)));
  }
  if (to.account == terms.mapping.account(AccountRole::receivables)) {
    return refuse(
        fmt::format("account {} is the customers'; name the customer instead: "
                    "customer:NUMBER",
                    to.account));
  }
  if (to.account == money.account) {
    return refuse(fmt::format("it stands on account {} already", to.account));
  }
  if (to.vat_code.empty()) return {};
  if (!terms.vat_registered) {
    return refuse(
        fmt::format("VAT code {} on account {}: the client is not VAT registered; leave "
                    "the code out (R29)",
                    to.vat_code, to.account));
  }
  if (find_vat_code(to.vat_code) == nullptr) {
    return refuse(
        fmt::format("VAT code '{}' on account {} is unknown; give a SAF-T standard code, "
                    "such as 3, 31, 33, 5, 6 or 7",
                    to.vat_code, to.account));
  }
  return {};
}

Result<void> check_destination(const Destination& to, const StandingMoney& money,
                               const DecisionTerms& terms) {
  if (to.amount == 0) return refuse("a part of 0.00 moves nothing; leave it out");
  if (to.customer_number < 0) {
    return refuse(fmt::format("customer {} is no customer number", to.customer_number));
  }
  if ((to.customer_number != 0) == (to.account != 0)) {
    return refuse("a part names neither or both of a customer and an account; name one");
  }
  if (to.customer_number == 0) return check_account(to, money, terms);
  if (!to.vat_code.empty()) {
    return refuse(fmt::format("customer {} has VAT code {}; its VAT is in the invoice",
                              to.customer_number, to.vat_code));
  }
  return {};
}

Posting line_from(const StandingMoney& money) {
  Posting line;
  line.account = money.account;
  line.amount = money.amount;
  line.vat_code = money.vat_code;
  line.line_reference = money.line_reference;
  line.text = "Avklart";
  line.rule = "R18";
  line.match = match_step::person;
  return line;
}

Posting line_to(const Destination& to, const StandingMoney& money, const DecisionTerms& terms) {
  Posting line;
  line.account =
      to.customer_number == 0 ? to.account : terms.mapping.account(AccountRole::receivables);
  line.customer_number = to.customer_number;
  line.amount = -to.amount;
  line.vat_code = to.vat_code;
  line.matching_reference = to.matching_reference;
  line.invoice_number = to.invoice_number;
  line.kid = to.kid;
  line.line_reference = money.line_reference;
  line.text = money.amount > 0 ? "Vipps, avklart innbetaling" : "Vipps, avklart utbetaling";
  line.rule = "R18";
  line.match = match_step::person;
  line.department = to.department;
  line.project = to.project;
  return line;
}

/// The voucher belongs to the finding's ledger date, and stands on the day it was decided.
Result<Voucher> voucher_of(const StandingMoney& money, const DecisionTerms& terms, std::string text,
                           std::vector<Posting> lines) {
  return Voucher::make({VoucherKind::decision,
                        voucher_reference(money.client, money.ledger, VoucherKind::decision,
                                          money.ledger_date, terms.part),
                        terms.date, money.currency, std::move(text)},
                       std::move(lines));
}

}  // namespace

std::optional<AccountRole> place_of(FindingKind kind) {
  switch (kind) {
    case FindingKind::payment_without_claim:
    case FindingKind::refund_without_credit_note:
    case FindingKind::unknown_entry_type:
    case FindingKind::correction:
    case FindingKind::till_differs:
      return AccountRole::suspense;
    case FindingKind::disputed_capture:
      return AccountRole::disputed;
    default:
      return std::nullopt;
  }
}

bool can_be_forced(FindingKind kind) {
  return kind == FindingKind::disputed_capture;
}

Result<Voucher> decide(const StandingMoney& money, const std::vector<Destination>& destinations,
                       const DecisionTerms& terms) {
  if (destinations.empty() || destinations.size() > destinations_max) {
    return refuse(fmt::format("money goes to 1 to {} places, not to {}", destinations_max,
                              destinations.size()));
  }
  std::int64_t sum = 0;
  for (const Destination& to : destinations) {
    if (auto good = check_destination(to, money, terms); !good) return good.error();
    sum = add_minor(sum, to.amount);
  }
  if (sum != money.amount) {
    return refuse(fmt::format(
        "the parts are {} together, but {} stands on account {}; they must "
        "add up",
        words(sum, money.currency), words(money.amount, money.currency), money.account));
  }
  std::vector<Posting> lines{line_from(money)};
  for (const Destination& to : destinations)
    lines.push_back(line_to(to, money, terms));
  return voucher_of(money, terms, fmt::format("Vipps {}: avklart", money.ledger.text()),
                    std::move(lines));
}

Result<Voucher> accept_loss(const StandingMoney& money, std::optional<VatRateClass> vat,
                            Date supplied, const DecisionTerms& terms) {
  if (money.amount >= 0) {
    return refuse(fmt::format("{} stands on account {}, and that is no loss",
                              words(-money.amount, money.currency), money.account));
  }
  if (vat && !terms.vat_registered) {
    return refuse("the client is not VAT registered; no VAT can be taken back (R29)");
  }
  LostDispute lost;
  lost.client = money.client;
  lost.ledger = money.ledger;
  lost.date = terms.date;
  lost.supplied = supplied;
  lost.currency = money.currency;
  lost.psp_reference = money.line_reference;
  lost.parts = {{-money.amount, vat}};
  lost.part = terms.part;
  auto proposed = propose_loss(lost, terms.mapping);
  if (!proposed) return proposed.error();
  std::vector<Posting> lines = proposed->postings();
  for (Posting& line : lines) {
    line.match = match_step::person;
    // The mapping may have another account for disputes by now.
    if (line.amount < 0) line.account = money.account;
  }
  return voucher_of(money, terms, proposed->head().text, std::move(lines));
}

}  // namespace avstem::books
