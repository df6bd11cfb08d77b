#include "services/settlement/known_sale.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "books/recipes.hpp"
#include "books/vat_codes.hpp"
#include "core/check.hpp"
#include "core/vat.hpp"

namespace avstem::services {

namespace {

/// What a sold line leaves on its account, øre: a ticket with VAT defers its net amount. A rate
/// that changes between payment and event is not foreseen; such a ticket is booked by hand.
Result<std::int64_t> deferred_amount(const books::SaleLine& line, Date date) {
  const books::VatCode* const code = books::find_vat_code(line.vat_code);
  if (code == nullptr || code->side != books::VatCode::Side::output) return line.amount;
  const auto rate = vat_rate(code->rate_class, date);
  if (!rate) return rate.error();
  return split_gross(line.amount, *rate).net;
}

}  // namespace

Result<void> check_sale(const Client& client, const KnownSale& known) {
  const std::string place = fmt::format("sale '{}'", known.sale.reference);
  if (known.sale.reference.empty()) {
    return Error{ErrorKind::invalid, "a sale has no reference; payments are known by it"};
  }
  if (books::find_recipe(known.sale.rule) == nullptr) {
    return Error{ErrorKind::invalid,
                 fmt::format("{}: recipe '{}' is none of R01 to R29", place, known.sale.rule)};
  }
  auto checked = books::check_sale_lines(known.sale.lines, client.mapping, client.vat_registered);
  if (!checked) return checked.error().in(place);
  if (books::total_of(known.sale.lines) == 0) {
    return Error{ErrorKind::invalid,
                 fmt::format("{}: its lines add up to 0.00, so no payment can be for it", place)};
  }
  if (!known.earned) return {};
  if (known.sale.lines.size() != 1 || (known.earned->to && known.earned->income.size() != 1)) {
    return Error{ErrorKind::invalid,
                 fmt::format("{}: what is earned later stands on one account until then, and by "
                             "month it has one income line",
                             place)};
  }
  checked = books::check_sale_lines(known.earned->income, client.mapping, client.vat_registered);
  if (!checked) return checked.error().in(place + ", earned");
  const auto deferred = deferred_amount(known.sale.lines.front(), known.earned->from);
  if (!deferred) return deferred.error().in(place);
  const std::int64_t earned = books::total_of(known.earned->income);
  if (*deferred != earned) {
    return Error{
        ErrorKind::invalid,
        fmt::format("{}: {} stands on account {} after VAT, but {} is earned; what is "
                    "left over would stand there for ever",
                    place, Money(*deferred, Currency()).to_decimal(),
                    known.sale.lines.front().account, Money(earned, Currency()).to_decimal())};
  }
  auto trial = deferral_of(client.id, 1, known, known.earned->from, Currency());
  return trial ? Result<void>() : Result<void>(trial.error().in(place));
}

Result<books::Deferral> deferral_of(const ClientId& client, std::int64_t sale_id,
                                    const KnownSale& known, Date deferred_on, Currency currency) {
  check(known.earned.has_value(), "a sale that is deferred says when it is earned");
  const EarnedLater& earned = *known.earned;
  books::Deferral::Head head;
  head.client = client;
  head.id = fmt::format("S{}", sale_id);
  head.deferred_on = deferred_on;
  head.held = known.sale.lines.front().account;
  head.amount = books::total_of(earned.income);
  head.currency = currency;
  head.recipe = known.sale.rule;
  if (earned.to) {
    return books::Deferral::by_month(std::move(head), earned.from, *earned.to,
                                     earned.income.front());
  }
  return books::Deferral::at_once(std::move(head), std::max(earned.from, deferred_on),
                                  earned.income,
                                  fmt::format("Inntekt {}", earned.from.to_string()));
}

std::string name_of(const books::TillDay& day) {
  return fmt::format("Z report {} of {}, unit '{}'", day.report_number, day.date.to_string(),
                     day.unit);
}

Result<void> check_till(const Client& client, const KnownTill& known) {
  const books::TillDay& day = known.day;
  const std::string place = name_of(day);
  if (day.report_number.empty()) {
    return Error{ErrorKind::invalid, place + ": the report's number is missing"};
  }
  const bool has_ledger = std::ranges::any_of(
      client.ledgers, [&](const LedgerTerms& ledger) { return ledger.id == known.ledger; });
  if (!has_ledger) {
    return Error{ErrorKind::invalid, fmt::format("{}: client '{}' has no ledger '{}'", place,
                                                 client.id.text(), known.ledger.text())};
  }
  if (books::find_recipe(day.recipe) == nullptr) {
    return Error{ErrorKind::invalid,
                 fmt::format("{}: recipe '{}' is none of R01 to R29", place, day.recipe)};
  }
  return books::check_sale_lines(day.lines, client.mapping, client.vat_registered).in(place);
}

}  // namespace avstem::services
