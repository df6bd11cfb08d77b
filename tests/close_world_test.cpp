// Ten days of the three sample clients, closed night by night and in one run.

#include <fmt/format.h>

#include <map>

#include "accounting/poweroffice/poweroffice.hpp"
#include "platform/oslo_zone.hpp"
#include "sandbox/world.hpp"
#include "services/settlement/schema.hpp"
#include "store/migrations.hpp"
#include "tests/close_fixture.hpp"
#include "vipps/report.hpp"

namespace avstem::tests {
namespace {

using services::CloseReport;

/// A client's settings as its sample says they are.
services::Client client_of(const sandbox::SampleClient& sample) {
  services::Client client;
  client.id = ClientId(sample.id);
  client.name = sample.name;
  client.vat_registered = sample.vat_registered;
  client.mapping = books::Mapping::defaults(sample.vat_registered);
  for (const auto& [role, account] : sample.accounts) {
    EXPECT_TRUE(client.mapping.set_account(books::parse_account_role(role).value(), account));
  }
  for (const sandbox::SampleLedger& ledger : sample.ledgers) {
    services::LedgerTerms terms;
    terms.id = LedgerId(ledger.id);
    terms.currency = ledger.currency;
    terms.start = ledger.start;
    terms.opening_funds = ledger.opening_funds;
    terms.opening_fees = ledger.opening_fees;
    terms.opening_in_transit = ledger.opening_in_transit;
    terms.captures = ledger.gifts ? books::CaptureUse::gifts : books::CaptureUse::claims;
    client.ledgers.push_back(terms);
  }
  return client;
}

/// A world and a firm that keeps the books of all who live in it.
class WorldFirm {
 public:
  WorldFirm() : world_(clock_), database_(store::Database::open(":memory:").value()) {
    EXPECT_TRUE(store::migrate(database_, services::settlement_migrations()));
    mounts_.mount("/vipps", world_.vipps());
    mounts_.mount("/poweroffice", world_.poweroffice());
  }

  void play(int days) {
    for (int day = 0; day < days; ++day)
      world_.play_day(world_.next_day());
  }
  /// Closes every client; each must be proven.
  std::vector<CloseReport> close(std::optional<Date> from = {}) {
    std::vector<CloseReport> reports;
    for (const sandbox::SampleClient& sample : world_.clients()) {
      auto report = close(sample, from);
      EXPECT_TRUE(report) << report.error().message;
      if (!report) continue;
      EXPECT_FALSE(report->proof.accounts.empty());
      for (const books::AccountProof& proof : report->proof.accounts) {
        EXPECT_EQ(proof.difference(), 0)
            << sample.id << ' ' << proof.account << ' ' << proof.date.to_string();
        EXPECT_TRUE(proof.is_proven());
      }
      reports.push_back(*std::move(report));
    }
    return reports;
  }

  /// What we posted, by our reference, in any order; by client.
  std::map<std::string, std::string> vouchers() const {
    std::map<std::string, std::string> posted;
    for (const sandbox::SampleClient& sample : world_.clients()) {
      for (const auto& voucher : world_.company(sample.id).vouchers()) {
        if (voucher.content.type != sandbox::poweroffice::VoucherType::bank_journal) continue;
        std::string text = voucher.content.date.to_string() + " " + voucher.content.description;
        for (const auto& row : voucher.transactions) {
          text += fmt::format(" {}/{}:{}", row.account_number, row.customer_number.value_or(0),
                              row.amount);
        }
        const bool first = posted.emplace(voucher.content.external_import_reference, text).second;
        EXPECT_TRUE(first) << voucher.content.external_import_reference << " stands twice";
      }
    }
    return posted;
  }
  const sandbox::World& world() const { return world_; }

 private:
  Result<CloseReport> close(const sandbox::SampleClient& sample, std::optional<Date> from) {
    vipps::TokenSource tokens(
        http_, clock_, vipps::Endpoint{"http://sandbox/vipps"},
        vipps::AccountingKeys{sample.vipps_keys.client_id, sample.vipps_keys.client_secret});
    vipps::ReportClient report(http_, tokens);
    accounting::poweroffice::Settings settings;
    settings.base_url = "http://sandbox/poweroffice/v2";
    settings.token_url = "http://sandbox/poweroffice/OAuth/Token";
    settings.application_key = sample.poweroffice_keys.application_key;
    settings.client_key = sample.poweroffice_keys.client_key;
    settings.subscription_key = sample.poweroffice_keys.subscription_key;
    accounting::poweroffice::PowerOffice books(http_, clock_, bucket_, settings);
    services::Close close({database_, &report, books, clock_, oslo()});
    return close.run(client_of(sample), {from, {}});
  }

  ManualClock clock_{parse_instant("2026-01-01T00:00:00Z").value()};
  sandbox::World world_;
  Mounts mounts_;
  HandlerClient http_{mounts_};
  // Ten requests a second, shared by all: the world's own limit.
  RateBucket bucket_{clock_, 10};
  store::Database database_;
};

TEST(CloseWorld, ClosingTenDaysAgainPostsNothing) {
  WorldFirm firm;
  firm.play(10);
  firm.close();
  const auto posted = firm.vouchers();
  EXPECT_GT(posted.size(), 50U);
  for (const CloseReport& report : firm.close(sandbox::WorldOptions{}.start)) {
    EXPECT_EQ(report.posting.posted, 0);
  }
  EXPECT_EQ(firm.vouchers(), posted);
}

TEST(CloseWorld, OneRunOverTenDaysGivesTheVouchersOfTenNights) {
  WorldFirm nightly;
  for (int day = 0; day < 10; ++day) {
    nightly.play(1);
    nightly.close();
  }
  WorldFirm at_once;
  at_once.play(10);
  at_once.close();
  EXPECT_EQ(nightly.vouchers(), at_once.vouchers());
}

TEST(CloseWorld, ClientsWithAnOpeningBalanceAreProvenOnTheFirstNight) {
  WorldFirm firm;
  bool has_all_three = false;
  for (const sandbox::SampleClient& sample : firm.world().clients()) {
    for (const sandbox::SampleLedger& ledger : sample.ledgers) {
      has_all_three = has_all_three || (ledger.opening_funds != 0 && ledger.opening_fees != 0 &&
                                        ledger.opening_in_transit != 0);
      EXPECT_NE(ledger.start.day(), 1U) << "joins in mid-month";
    }
  }
  EXPECT_TRUE(has_all_three);
  firm.play(1);
  for (const CloseReport& report : firm.close()) {
    EXPECT_TRUE(report.proof.is_proven()) << report.client.text();
  }
}

}  // namespace
}  // namespace avstem::tests
