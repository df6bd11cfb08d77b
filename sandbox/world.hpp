#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "core/date.hpp"
#include "platform/clock.hpp"
#include "platform/http.hpp"
#include "sandbox/poweroffice.hpp"
#include "sandbox/twentyfour.hpp"
#include "sandbox/vipps.hpp"
#include "sandbox/world_actor.hpp"
#include "sandbox/world_client.hpp"

namespace avstem::sandbox {

struct WorldOptions {
  std::uint64_t seed = 1;
  /// The first day that is played. Ten days from this Tuesday hold a weekend, the end of a month
  /// and a weekly payout; after a Tuesday the café's opening balance has funds, fees and a payout
  /// in transit. Any other date does too, with less in it.
  Date start{2026, 2, 24};
  Vipps::Mode vipps_mode = Vipps::Mode::strict;
  PowerOfficeMode poweroffice_mode = PowerOfficeMode::strict;
  PowerOfficeLimits poweroffice_limits = {};
  TwentyFourSettings twentyfour = {};
  ReferenceClosing reference_closing = ReferenceClosing::when_equal;
};

/// Three made-up clients with their payments at Vipps and their books, kept alike in PowerOffice Go
/// and in 24SevenOffice: a webshop, a sports club and a café. The same options and the same calls,
/// by whoever, give the same bytes. Not thread-safe.
class World {
 public:
  /// The clock must outlive the world, which moves it forward only: to 06:30 in Norway on the
  /// first day now.
  explicit World(ManualClock& clock, WorldOptions options = {});
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  /// Plays one day; the days are played in order, from options.start on. In the morning the bank
  /// feed posts the payouts that arrive, in the evening the day's invoices and payments are there,
  /// and then its ledger dates end. The clock is left at 06:30 in Norway the next day, when the
  /// date is closed in the report.
  void play_day(Date date);
  /// The day that play_day takes next.
  Date next_day() const { return next_day_; }

  Handler& vipps() { return vipps_; }
  Handler& poweroffice() { return poweroffice_; }
  /// Served under `/24so`; see WorldOptions::twentyfour for another address.
  Handler& twentyfour() { return twentyfour_; }
  /// The same three, for a test that wants to disturb them.
  Vipps& vipps_stand_in() { return vipps_; }
  PowerOffice& poweroffice_stand_in() { return poweroffice_; }
  TwentyFour& twentyfour_stand_in() { return twentyfour_; }

  std::vector<SampleClient> clients() const;
  /// A client's books; the id must be one of clients().
  Company& company(std::string_view client_id);
  const Company& company(std::string_view client_id) const;
  /// The same client's books in 24SevenOffice.
  twentyfour::Company& twentyfour_company(std::string_view client_id);
  const twentyfour::Company& twentyfour_company(std::string_view client_id) const;

  /// What Vipps owes (øre) on a topic at the end of a ledger date; the ledger must be one of a
  /// client.
  std::int64_t vipps_balance(std::string_view ledger_id, Topic topic, Date date) const;
  /// Balance (øre, debit is positive) of an account of a client's books up to and including a date.
  std::int64_t account_balance(std::string_view client_id, std::int64_t account, Date date) const {
    return company(client_id).balance(account, date);
  }

 private:
  /// To a time in Norway, unless the clock is past it.
  void move_clock_to(Date date, std::chrono::minutes time_of_day);
  const Actor& actor(std::string_view client_id) const;

  ManualClock& clock_;
  WorldOptions options_;
  Vipps vipps_;
  PowerOffice poweroffice_;
  TwentyFour twentyfour_;
  std::vector<std::unique_ptr<Actor>> actors_;
  Date next_day_;
};

}  // namespace avstem::sandbox
