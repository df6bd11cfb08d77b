#include "sandbox/world_club.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace avstem::sandbox {
namespace {

constexpr std::int64_t first_invoice_number = 20'001;
constexpr int percent_that_pay = 85;

SampleClient describe() {
  SampleClient client;
  client.id = "lauvtoppen-il";
  client.name = "Lauvtoppen Idrettslag";
  client.organisation_number = "310623423";
  client.vat_registered = false;
  return client;
}

LedgerTerms fee_terms(Date start) {
  LedgerTerms terms;
  terms.ledger_id = "310227";
  terms.recipient_handle = "api:623421";
  terms.sales_unit_name = "Lauvtoppen IL kontingent";
  terms.payout_bank_account = "12990062348";
  terms.settlement = LedgerTerms::Settlement::gross;
  terms.first_payout_number = 2'000'301;
  terms.first_date = start;
  return terms;
}

LedgerTerms gift_terms(Date start) {
  LedgerTerms terms;
  terms.ledger_id = "310228";
  terms.recipient_handle = "NO:623422";
  terms.sales_unit_name = "Lauvtoppen IL gaver";
  terms.payout_bank_account = "12990062453";
  terms.first_payout_number = 2'000'501;
  terms.first_date = start;
  return terms;
}

}  // namespace

Club::Club(ActorPlace place)
    : Actor(place, describe()),
      fees_(add_ledger(fee_terms(place.start), false)),
      gifts_(add_ledger(gift_terms(place.start), true)) {
  Dice dice(place.seed, client().id + "/members");
  for (int i = 0; i < members; ++i)
    books().add_customer(person_name(dice), fmt::format("M{}", 1001 + i));
}

void Club::play(WorldDay& day) {
  if (day.index % days_between_invoice_runs == 0) send_invoices(day);
  collect_fees(day);
  collect_gifts(day);
}

/// Training and membership fees are outside the VAT Act: code 6 on 3220.
void Club::send_invoices(WorldDay& day) {
  static constexpr std::array<std::int64_t, 4> prices = {45'000, 75'000, 120'000, 180'000};
  for (const poweroffice::Customer& member : books().customers()) {
    if (!day.dice.happens(40)) continue;
    const std::int64_t number = first_invoice_number + invoices_++;
    Claim claim;
    claim.reference = fmt::format("LIL-{}", number);
    claim.amount = day.dice.pick(std::span<const std::int64_t>(prices));
    books().invoice(member.number, fmt::format("{}", number), day.date, claim.reference,
                    {{3220, "6", claim.amount}});
    if (!day.dice.happens(percent_that_pay)) continue;
    claim.pays_on = day.date.plus_days(static_cast<int>(day.dice.between(0, 6)));
    to_be_paid_.push_back(std::move(claim));
  }
}

void Club::collect_fees(WorldDay& day) {
  const auto later =
      std::stable_partition(to_be_paid_.begin(), to_be_paid_.end(),
                            [&](const Claim& claim) { return claim.pays_on == day.date; });
  const auto moments = day.moments(later - to_be_paid_.begin(), 8, 22);
  std::size_t next = 0;
  for (auto claim = to_be_paid_.begin(); claim != later; ++claim)
    must(fees_.capture(claim->reference, claim->amount, moments[next++], day.date));
  to_be_paid_.erase(to_be_paid_.begin(), later);
}

void Club::collect_gifts(WorldDay& day) {
  static constexpr std::array<std::int64_t, 5> usual = {5'000, 10'000, 20'000, 30'000, 50'000};
  for (const Instant at : day.moments(day.dice.between(3, 9), 8, 23)) {
    const std::int64_t amount = day.dice.happens(80)
                                    ? day.dice.pick(std::span<const std::int64_t>(usual))
                                    : day.dice.between(21, 777) * 100;
    must(gifts_.capture("", amount, at, day.date));
  }
}

}  // namespace avstem::sandbox
