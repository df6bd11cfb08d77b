#include "sandbox/world_webshop.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace avstem::sandbox {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr std::int64_t first_order_number = 10'001;
constexpr std::int64_t first_credit_note_number = 90'001;
constexpr int days_between_refunds = 3;
/// Few, as a recall keeps people away: what it costs must be more than the shop earns.
constexpr std::int64_t orders_on_recall = 12;
/// Only the latest orders can be sent back.
constexpr std::size_t refundable_orders_max = 120;

SampleClient describe() {
  SampleClient client;
  client.id = "tindebris-sport";
  client.name = "Tindebris Sport AS";
  client.organisation_number = "310481513";
  client.vat_registered = true;
  return client;
}

LedgerTerms terms(Date start) {
  LedgerTerms terms;
  terms.ledger_id = "310114";
  terms.recipient_handle = "api:481516";
  terms.sales_unit_name = "Tindebris nettbutikk";
  terms.payout_bank_account = "12990048159";
  terms.first_payout_number = 2'000'101;
  terms.first_date = start;
  return terms;
}

/// Gear at 25 %, often with provisions at 15 %, as an order of this shop is made up.
std::vector<poweroffice::SalesLine> basket(Dice& dice) {
  constexpr std::int64_t krone = 100;
  std::vector<poweroffice::SalesLine> lines;
  const std::int64_t items = dice.between(1, 2);
  for (std::int64_t i = 0; i < items; ++i)
    lines.push_back({3000, "3", dice.between(9, 129) * 10 * krone + 9 * krone});
  if (dice.happens(35)) lines.push_back({3030, "31", dice.between(290, 1990) * 10});
  return lines;
}

std::int64_t sum(const std::vector<poweroffice::SalesLine>& lines) {
  std::int64_t total = 0;
  for (const auto& line : lines)
    total += line.gross;
  return total;
}

}  // namespace

Webshop::Webshop(ActorPlace place)
    : Actor(place, describe()), ledger_(add_ledger(terms(place.start), false)) {}

void Webshop::play(WorldDay& day) {
  const std::int64_t sold = sell(day);
  if (day.is_time_for(day_without_reference)) {
    must(ledger_.capture("", day.dice.between(100, 500) * 100, day.at(hours(21)), day.date));
  }
  if (day.is_time_for(day_of_recall)) {
    recall(day, sold);
  } else if (day.index % days_between_refunds == 1) {
    refund_some(day);
  }
  if (day.is_time_for(day_of_service_fee)) {
    must(ledger_.service_fee(4'900, day.at(hours(22)), day.date));
  }
  if (day.is_time_for(day_of_fee_correction)) {
    must(ledger_.correction(Topic::fees, day.dice.between(300, 1'500), day.at(hours(22)), day.date,
                            "Korrigert gebyr"));
  }
  std::ranges::move(today_, std::back_inserter(refundable_));
  today_.clear();
  while (refundable_.size() > refundable_orders_max)
    refundable_.pop_front();
}

std::int64_t Webshop::sell(WorldDay& day) {
  const bool is_weekend = day.date.weekday().iso_encoding() >= 6;
  const std::int64_t count = is_weekend ? day.dice.between(18, 25) : day.dice.between(12, 20);
  const std::int64_t orders = day.is_time_for(day_of_recall) ? orders_on_recall : count;
  // By night, so that the fee a day later comes before the fees of that day's own orders.
  if (day.is_time_for(day_of_late_fee)) take_order(day, day.at(hours(1)), day.date.next());
  for (const Instant at : day.moments(orders, 7, 20))
    take_order(day, at, day.date);
  std::int64_t sold = 0;
  for (const Order& order : today_)
    sold += order.total;
  return sold;
}

void Webshop::take_order(WorldDay& day, Instant at, Date fee_date) {
  const std::int64_t number = first_order_number + orders_++;
  Order order;
  order.reference = fmt::format("TS-{}", number);
  const auto known = static_cast<std::int64_t>(books().customers().size());
  if (known > 0 && day.dice.happens(35)) {
    const auto index = static_cast<std::size_t>(day.dice.between(0, known - 1));
    order.customer = books().customers()[index].number;
  } else {
    order.customer = books().add_customer(person_name(day.dice));
  }
  order.lines = basket(day.dice);
  order.total = sum(order.lines);
  books().invoice(order.customer, fmt::format("{}", number), day.date, order.reference,
                  order.lines);
  must(ledger_.capture(order.reference, order.total, at, day.date, fee_date));
  today_.push_back(std::move(order));
}

/// Earlier orders are paid back whole, the newest first, until the ledger is well below zero.
void Webshop::recall(WorldDay& day, std::int64_t sold) {
  const std::int64_t wanted = ledger_.balance(Topic::funds) + sold / 10;
  std::int64_t paid_back = 0;
  Instant at = day.at(hours(20));
  while (paid_back < wanted && !refundable_.empty()) {
    const std::size_t newest = refundable_.size() - 1;
    paid_back += refund(day, newest, refundable_[newest].lines.size(), at);
    at += minutes(1);
  }
}

/// One item of a larger order, and on some days a whole order too.
void Webshop::refund_some(WorldDay& day) {
  const std::int64_t count = day.dice.between(1, 2);
  bool in_part = true;
  for (const Instant at : day.moments(count, 20, 21)) {
    std::vector<std::size_t> candidates;
    for (std::size_t i = 0; i < refundable_.size(); ++i) {
      if (!in_part || refundable_[i].lines.size() > 1) candidates.push_back(i);
    }
    if (candidates.empty()) return;
    const std::size_t chosen = day.dice.pick(std::span<const std::size_t>(candidates));
    refund(day, chosen, in_part ? 1 : refundable_[chosen].lines.size(), at);
    in_part = false;
  }
}

std::int64_t Webshop::refund(WorldDay& day, std::size_t order, std::size_t lines, Instant at) {
  const auto place = refundable_.begin() + static_cast<std::ptrdiff_t>(order);
  Order returned = std::move(*place);
  refundable_.erase(place);
  returned.lines.resize(lines);
  const std::int64_t amount = sum(returned.lines);
  books().credit_note(returned.customer,
                      fmt::format("{}", first_credit_note_number + credit_notes_++), day.date,
                      returned.reference + "-R1", returned.lines);
  must(ledger_.refund(returned.reference, amount, at, day.date));
  return amount;
}

}  // namespace avstem::sandbox
