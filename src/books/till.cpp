#include "books/till.hpp"

#include <fmt/format.h>

#include "books/recipes.hpp"

namespace avstem::books {

std::int64_t TillDay::total() const {
  std::int64_t sum = 0;
  for (const SaleLine& line : lines)
    sum = add_minor(sum, line.amount);
  return sum;
}

std::string TillDay::subject() const {
  return fmt::format("{}#{}", unit, report_number);
}

TillPlacement place_till(const TillDay& day, std::int64_t received, const Mapping& mapping) {
  TillPlacement placement;
  const auto add = [&](AccountNumber account, std::int64_t amount, const std::string& vat_code,
                       std::string_view rule, const std::string& text) {
    Posting posting;
    posting.account = account;
    posting.amount = amount;
    posting.vat_code = vat_code;
    posting.text = text;
    posting.rule = rule;
    posting.match = match_step::payment_record;
    placement.lines.push_back(std::move(posting));
  };
  const std::string text = "Z-rapport " + day.report_number;
  for (const SaleLine& line : day.lines) {
    if (line.amount == 0) continue;
    const bool tip = line.account == mapping.account(AccountRole::tips);
    add(line.account, -line.amount, line.vat_code, tip ? "R22" : day.recipe,
        tip ? text + ", tips" : text);
  }
  const std::int64_t difference = add_minor(received, -day.total());
  if (difference == 0) return placement;
  add(mapping.account(AccountRole::suspense), -difference, mapping.vat_code(AccountRole::suspense),
      day.recipe, text + ", avvik");
  placement.lines.back().match = match_step::suspense;
  // What a person decides about the difference finds it by this.
  placement.lines.back().line_reference = day.subject();
  placement.finding = {
      FindingKind::till_differs, day.date, day.subject(), difference,
      fmt::format(
          "Z report {} of {} has {} paid with Vipps, but Vipps reports {}; the difference, "
          "{}, stands in suspense: find the sale or payment that is missing",
          day.report_number, day.date.to_string(), Money(day.total(), Currency()).to_decimal(),
          Money(received, Currency()).to_decimal(), Money(difference, Currency()).to_decimal())};
  return placement;
}

}  // namespace avstem::books
