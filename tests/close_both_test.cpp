// One world, whose clients' books are kept in PowerOffice Go and in 24SevenOffice: after ten days
// both say the same, to the øre.

#include <gtest/gtest.h>

#include <map>

#include "accounting/poweroffice/poweroffice.hpp"
#include "accounting/twentyfour/twentyfour.hpp"
#include "app/client_file.hpp"
#include "platform/handler_client.hpp"
#include "platform/oslo_zone.hpp"
#include "sandbox/world.hpp"
#include "sandbox/world_files.hpp"
#include "services/settlement/close.hpp"
#include "services/settlement/schema.hpp"
#include "store/migrations.hpp"
#include "vipps/report.hpp"

namespace avstem::tests {
namespace {

constexpr int days = 10;
constexpr int bank_vouchers = 5;  ///< the sample clients' type for vouchers of ours

/// What a person compares: each account, and what each customer owes. Øre.
struct Standing {
  std::map<std::int64_t, std::int64_t> accounts;
  std::map<std::int64_t, std::int64_t> customers;
  friend bool operator==(const Standing&, const Standing&) = default;
};

class BothBooks : public testing::Test {
 protected:
  BothBooks() {
    mounts_.mount("/vipps", world_.vipps());
    mounts_.mount("/poweroffice", world_.poweroffice());
    mounts_.mount("/24so", world_.twentyfour());
    for (int day = 0; day < days; ++day)
      world_.play_day(world_.next_day());
  }

  /// Closes every date of a client into `books`, in a database of its own.
  void close(const sandbox::SampleClient& sample, accounting::AccountingSystem& books) {
    auto database = store::Database::open(":memory:").value();
    ASSERT_TRUE(store::migrate(database, services::settlement_migrations()));
    vipps::TokenSource tokens(
        http_, clock_, vipps::Endpoint{"http://sandbox/vipps"},
        vipps::AccountingKeys{sample.vipps_keys.client_id, sample.vipps_keys.client_secret});
    vipps::ReportClient report(http_, tokens);
    auto file = app::parse_client_file(sandbox::client_toml(sample), "sample.toml");
    ASSERT_TRUE(file) << file.error().message;
    services::Close line({database, &report, books, clock_, oslo()});
    auto closed = line.run(file->client, {});
    ASSERT_TRUE(closed) << closed.error().message;
    EXPECT_GT(closed->posting.posted, 10) << sample.id;
    EXPECT_TRUE(closed->proof.is_proven()) << sample.id;
  }

  void close_in_poweroffice(const sandbox::SampleClient& sample) {
    accounting::poweroffice::Settings settings;
    settings.base_url = "http://sandbox/poweroffice/v2";
    settings.token_url = "http://sandbox/poweroffice/OAuth/Token";
    settings.application_key = sample.poweroffice_keys.application_key;
    settings.client_key = sample.poweroffice_keys.client_key;
    settings.subscription_key = sample.poweroffice_keys.subscription_key;
    accounting::poweroffice::PowerOffice books(http_, clock_, poweroffice_rate_, settings);
    close(sample, books);
  }

  void close_in_twentyfour(const sandbox::SampleClient& sample) {
    const sandbox::TwentyFourKeys& keys = sample.twentyfour_keys;
    accounting::twentyfour::Settings settings;
    settings.rest_url = "http://sandbox/24so/rest";
    settings.login_url = "http://sandbox/24so/oauth/token";
    settings.soap_url = "http://sandbox/24so/soap";
    settings.client_id = keys.client_id;
    settings.client_secret = keys.client_secret;
    settings.organization_id = keys.organization_id;
    settings.application_id = keys.application_id;
    settings.username = keys.username;
    settings.password = keys.password;
    settings.identity_id = keys.identity_id;
    settings.transaction_type = bank_vouchers;
    accounting::twentyfour::SoapLogin login;
    accounting::twentyfour::TwentyFour books(http_, clock_, oslo(), twentyfour_rate_, login,
                                             settings);
    close(sample, books);
  }

  template <class Company>
  Standing standing(const sandbox::SampleClient& sample, const Company& company) const {
    Standing stands;
    const Date today = oslo().date_of(clock_.now());
    const sandbox::Company& same = world_.company(sample.id);
    for (const auto& [number, account] : same.accounts()) {
      if (const std::int64_t balance = company.balance(number, today); balance != 0) {
        stands.accounts[number] = balance;
      }
    }
    for (const auto& customer : same.customers()) {
      const std::int64_t owed = company.customer_balance(customer.number);
      if (owed != 0) stands.customers[customer.number] = owed;
    }
    return stands;
  }

  ManualClock clock_{parse_instant("2026-01-01T00:00:00Z").value()};
  sandbox::World world_{clock_};
  Mounts mounts_;
  HandlerClient http_{mounts_};
  RateBucket poweroffice_rate_{clock_, 10};
  RateBucket twentyfour_rate_{clock_, accounting::twentyfour::soap_requests_per_second_max};
};

TEST_F(BothBooks, TheSameWorldGivesTheSameTrialBalanceAndOpenItems) {
  for (const sandbox::SampleClient& sample : world_.clients()) {
    const auto& office = world_.company(sample.id);
    const auto& twentyfour = world_.twentyfour_company(sample.id);
    const Standing before = standing(sample, office);
    close_in_poweroffice(sample);
    close_in_twentyfour(sample);
    const Standing in_poweroffice = standing(sample, office);
    const Standing in_twentyfour = standing(sample, twentyfour);
    EXPECT_NE(in_poweroffice, before) << sample.id << ": something was posted";
    EXPECT_EQ(in_twentyfour.accounts, in_poweroffice.accounts) << sample.id;
    EXPECT_EQ(in_twentyfour.customers, in_poweroffice.customers) << sample.id;
  }
}

}  // namespace
}  // namespace avstem::tests
