#include "sandbox/world_cafe.hpp"

#include <fmt/format.h>

#include "core/bank_calendar.hpp"

namespace avstem::sandbox {
namespace {

using std::chrono::hours;

constexpr std::int64_t first_sale_number = 100'001;
constexpr std::int64_t equity_account = 2050;

SampleClient describe() {
  SampleClient client;
  client.id = "kafe-vindskjeva";
  client.name = "Kafé Vindskjeva AS";
  client.organisation_number = "310775169";
  client.vat_registered = true;
  return client;
}

LedgerTerms terms(Date first_date) {
  LedgerTerms terms;
  terms.ledger_id = "310339";
  terms.recipient_handle = "api:775161";
  terms.sales_unit_name = "Kafé Vindskjeva";
  terms.payout_bank_account = "12990077515";
  terms.frequency = LedgerTerms::Frequency::weekly;
  terms.fee_retention = LedgerTerms::FeeRetention::with_payout;
  terms.first_payout_number = 2'000'701;
  terms.first_date = first_date;
  return terms;
}

/// Served at the table (25 %), taken away (15 %), or some of each.
std::vector<poweroffice::SalesLine> bill(Dice& dice) {
  constexpr std::int64_t half_krone = 50;
  std::vector<poweroffice::SalesLine> lines;
  const std::int64_t kind = dice.between(1, 10);
  if (kind <= 7) lines.push_back({3000, "3", dice.between(78, 480) * half_krone});
  if (kind >= 6) lines.push_back({3030, "31", dice.between(58, 240) * half_krone});
  return lines;
}

}  // namespace

Cafe::Cafe(ActorPlace place)
    : Actor(place, describe()),
      ledger_(add_ledger(terms(place.start.plus_days(-days_before_start)), false)) {
  customer_ = books().add_customer("Kontantsalg");
  for (int index = -days_before_start; index < 0; ++index) {
    const Date date = place.start.plus_days(index);
    WorldDay day{date, index, Dice(place.seed, client().id + "/" + date.to_string())};
    sell(day, false);
    must(ledger_.end_date(date));
  }
  post_opening_balance();
}

void Cafe::post_opening_balance() {
  SampleLedger& opening = client_.ledgers.front();
  opening.opening_funds = ledger_.balance(Topic::funds);
  opening.opening_fees = ledger_.balance(Topic::fees);
  for (const VippsLedger::Payout& payout : ledger_.payouts()) {
    if (expected_bank_date(payout.ledger_date) >= place_.start) {
      opening.opening_in_transit += payout.amount;
    }
  }
  books().add_account(equity_account, "Annen egenkapital");
  std::vector<poweroffice::ManualLine> lines;
  std::int64_t rest = 0;
  const std::pair<std::int64_t, std::int64_t> balances[] = {{1903, opening.opening_funds},
                                                            {1904, opening.opening_in_transit},
                                                            {2960, opening.opening_fees}};
  for (const auto& [account, amount] : balances) {
    if (amount == 0) continue;
    lines.push_back({account, amount, "0"});
    rest -= amount;
  }
  if (rest != 0) lines.push_back({equity_account, rest, "0"});
  books().manual_voucher(place_.start.previous(), "Åpningsbalanse Vipps", lines);
}

void Cafe::play(WorldDay& day) {
  sell(day, true);
  if (day.is_time_for(day_of_unknown_entry)) {
    must(ledger_.other(unknown_entry_type, Topic::funds, day.dice.between(100, 300) * 100,
                       day.at(hours(20)), day.date));
  }
}

void Cafe::sell(WorldDay& day, bool with_invoices) {
  const bool is_weekend = day.date.weekday().iso_encoding() >= 6;
  const std::int64_t count = is_weekend ? day.dice.between(45, 70) : day.dice.between(25, 45);
  for (const Instant at : day.moments(count, 8, 19)) {
    const std::int64_t number = first_sale_number + sales_++;
    const std::string reference = fmt::format("KV-{}", number);
    const auto lines = bill(day.dice);
    std::int64_t total = 0;
    for (const auto& line : lines)
      total += line.gross;
    if (with_invoices) {
      books().invoice(customer_, fmt::format("{}", number), day.date, reference, lines);
    }
    must(ledger_.capture(reference, total, at, day.date));
  }
}

}  // namespace avstem::sandbox
