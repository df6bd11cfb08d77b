#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "accounting/poweroffice/settings.hpp"
#include "platform/clock.hpp"
#include "platform/test_directory.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/poweroffice.hpp"
#include "sandbox/vipps.hpp"
#include "services/settlement/close.hpp"
#include "services/settlement/correct.hpp"
#include "services/settlement/decide.hpp"
#include "services/settlement/import.hpp"
#include "tests/disturbed_http.hpp"

namespace avstem::tests {

/// The address of a report page of a topic and date, as DisturbedHttp matches it.
std::string report_of(std::string_view topic, Date date, std::string_view ledger = "302321");
inline const std::string post_journal = "POST http://sandbox/poweroffice/v2/Vouchers/BankJournals";

/// One client with a Vipps ledger and a company in PowerOffice Go, kept by hand: each test makes
/// its payments and invoices, ends its days, and closes them as a new process would. Net
/// settlement every day, 1.75 % fee.
class CloseTest : public ::testing::Test {
 protected:
  /// A database that is a file, as a firm's is, or one for tests of many worlds.
  enum class Storage { file, memory };
  explicit CloseTest(Storage storage = Storage::file);
  ~CloseTest() override;

  /// An invoice of `amount` øre and the capture that pays it, at noon UTC of the date.
  void sell(const std::string& reference, std::int64_t amount, Date date);
  /// A capture that no invoice stands behind.
  void capture(const std::string& reference, std::int64_t amount, Date date);
  /// Ends the ledger date (of every ledger); it is 06:30 of the next day in Norway.
  void end_day(Date date);
  /// sell() of 100.00 and end_day(), for tests that need any day.
  void simple_day(Date date);
  /// What the bank feed posts when a payout arrives.
  void pay_in_bank(std::int64_t amount, Date date);
  /// A second ledger of the client, on a clearing account of its own.
  sandbox::VippsLedger& add_second_ledger();

  /// A run of `avstem close`, with connections of its own.
  Result<services::CloseReport> close(std::optional<Date> from = {}, std::optional<Date> to = {});
  Result<services::CloseReport> close_watched(const services::CloseWatch& watch);
  Result<services::CloseReport> dry_run(std::optional<Date> from = {}, std::optional<Date> to = {});
  /// `avstem import`, and the rest of the line for its dates.
  Result<services::ImportOutcome> import(const std::string& xml,
                                         const std::string& serial_number = "");
  Result<services::CloseReport> run_imported(const std::vector<Date>& dates);
  /// `avstem reverse`, `avstem vouchers void` and `avstem rebook`, without what sends afterwards:
  /// run_imported() of the date.
  using Correction = Result<services::VoucherStory> (services::Correct::*)(
      const services::Client&, const services::Correct::Order&);
  Result<services::VoucherStory> correct(Correction correction,
                                         const services::Correct::Order& order);
  /// What a person decides about a finding, with connections of its own.
  using Decision = std::function<Result<services::Decided>(services::Decide&)>;
  Result<services::Decided> decide(const Decision& decision);
  /// A run that must succeed with everything proven.
  services::CloseReport close_proven(std::optional<Date> from = {}, std::optional<Date> to = {});
  /// The message of a run that must fail with this kind.
  std::string close_fails(ErrorKind kind, std::optional<Date> from = {},
                          std::optional<Date> to = {});

  /// Every bank journal that stands in PowerOffice: `reference date account:amount …`, øre.
  std::vector<std::string> journals() const;
  /// Their references alone.
  std::vector<std::string> references() const;
  /// Our references of a date, e.g. `cafe:302321:pay:20260302:1`.
  static std::string reference(std::string_view kind, Date date, int part = 1);
  /// Open findings: `kind subject`.
  std::vector<std::string> findings();
  /// The message of the one open finding of this kind.
  std::string finding_message(std::string_view kind);
  /// The single number that a query answers with.
  std::int64_t number(const std::string& sql);
  std::int64_t balance(std::int64_t account, Date date) const {
    return company->balance(account, date);
  }

  const Date monday{2026, 3, 2};
  const Date tuesday{2026, 3, 3};
  const Date wednesday{2026, 3, 4};

  ManualClock clock{parse_instant("2026-03-02T05:30:00Z").value()};
  sandbox::Vipps vipps{clock, sandbox::Vipps::Mode::strict};
  sandbox::PowerOffice go;
  sandbox::VippsLedger* ledger = nullptr;
  sandbox::VippsLedger* second = nullptr;
  sandbox::Company* company = nullptr;
  Mounts mounts;
  sandbox::Faults faults{mounts, clock};
  DisturbedHttp http{faults};
  HttpClient* way_out = &http;  ///< what the connections of a run call
  services::Client client;
  std::string vipps_secret = "a:b";
  std::string client_key = "client";
  std::size_t poweroffice_page_size = accounting::poweroffice::page_size_default;
  std::unique_ptr<store::Database> database;

 private:
  struct Connections;
  TestDirectory directory_;
  std::int64_t customer_ = 0;
  int invoices_ = 0;
};

}  // namespace avstem::tests
