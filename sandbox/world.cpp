#include "sandbox/world.hpp"

#include <algorithm>

#include "core/bank_calendar.hpp"
#include "platform/oslo_zone.hpp"
#include "sandbox/world_cafe.hpp"
#include "sandbox/world_club.hpp"
#include "sandbox/world_webshop.hpp"

namespace avstem::sandbox {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr minutes morning = hours(6) + minutes(30);  // when Vipps' report of yesterday is final
constexpr minutes bank_feed = hours(9);
constexpr minutes evening = hours(22);

/// The text that the bank shows on a payout: the reference that Vipps gave it.
std::string bank_text(const VippsLedger& ledger, const VippsLedger::Payout& payout) {
  for (const LedgerEntry& entry : ledger.entries_on(payout.ledger_date, Topic::funds)) {
    if (entry.entry_type == "payout-scheduled" && entry.amount == -payout.amount) {
      return entry.reference;
    }
  }
  check(false, "a payout is an entry of its ledger date");
  return {};
}

void post_bank_lines(const Actor& actor, Date date) {
  for (const VippsLedger* ledger : actor.ledgers()) {
    for (const VippsLedger::Payout& payout : ledger->payouts()) {
      if (payout.aborted || expected_bank_date(payout.ledger_date) != date) continue;
      actor.books().bank_voucher(date, bank_text(*ledger, payout),
                                 {{1920, payout.amount, "0"}, {1904, -payout.amount, "0"}});
    }
  }
}

}  // namespace

World::World(ManualClock& clock, WorldOptions options)
    : clock_(clock),
      options_(options),
      vipps_(clock, options.vipps_mode),
      poweroffice_(clock, options.poweroffice_limits, options.poweroffice_mode),
      twentyfour_(clock, options.twentyfour),
      next_day_(options.start) {
  move_clock_to(options_.start, morning);
  add_shared_keys(vipps_, poweroffice_, twentyfour_);
  const ActorPlace place{vipps_,        poweroffice_,   twentyfour_,
                         options_.seed, options_.start, options_.reference_closing};
  actors_.push_back(std::make_unique<Webshop>(place));
  actors_.push_back(std::make_unique<Club>(place));
  actors_.push_back(std::make_unique<Cafe>(place));
  twentyfour_.add_user(sample_user(actors_));
}

void World::move_clock_to(Date date, minutes time_of_day) {
  clock_.set(std::max(clock_.now(), oslo().at(date, time_of_day)));
}

void World::play_day(Date date) {
  check(date == next_day_, "the days of the world are played in order");
  move_clock_to(date, bank_feed);
  for (const auto& actor : actors_)
    post_bank_lines(*actor, date);
  move_clock_to(date, evening);
  const auto index = static_cast<int>((date.days() - options_.start.days()).count());
  for (const auto& actor : actors_) {
    WorldDay day{date, index, Dice(options_.seed, actor->client().id + "/" + date.to_string())};
    actor->play(day);
    for (VippsLedger* ledger : actor->ledgers())
      must(ledger->end_date(date));
  }
  next_day_ = date.next();
  move_clock_to(next_day_, morning);
}

std::vector<SampleClient> World::clients() const {
  std::vector<SampleClient> clients;
  for (const auto& actor : actors_)
    clients.push_back(actor->client());
  return clients;
}

const Actor& World::actor(std::string_view client_id) const {
  const auto found = std::ranges::find_if(
      actors_, [&](const auto& actor) { return actor->client().id == client_id; });
  check(found != actors_.end(), "the client is one of the world's");
  return **found;
}

Company& World::company(std::string_view client_id) {
  return actor(client_id).company();
}

const Company& World::company(std::string_view client_id) const {
  return actor(client_id).company();
}

twentyfour::Company& World::twentyfour_company(std::string_view client_id) {
  return actor(client_id).twentyfour_company();
}

const twentyfour::Company& World::twentyfour_company(std::string_view client_id) const {
  return actor(client_id).twentyfour_company();
}

std::int64_t World::vipps_balance(std::string_view ledger_id, Topic topic, Date date) const {
  for (const auto& actor : actors_) {
    for (const VippsLedger* ledger : actor->ledgers()) {
      if (ledger->terms().ledger_id != ledger_id) continue;
      const auto& entries = ledger->entries(topic);
      const auto after = std::ranges::upper_bound(entries, date, {}, &LedgerEntry::ledger_date);
      if (after != entries.begin()) return std::prev(after)->balance_after;
      return topic == Topic::funds ? ledger->terms().opening_funds : ledger->terms().opening_fees;
    }
  }
  check(false, "the ledger is one of the world's");
  return 0;
}

}  // namespace avstem::sandbox
