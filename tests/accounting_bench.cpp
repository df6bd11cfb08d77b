#include "tests/accounting_bench.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "accounting/poweroffice/poweroffice.hpp"
#include "accounting/twentyfour/twentyfour.hpp"
#include "platform/oslo_zone.hpp"
#include "sandbox/poweroffice.hpp"
#include "sandbox/twentyfour.hpp"

namespace avstem::tests {
namespace {

const Instant morning = parse_instant("2026-03-02T05:30:00Z").value();

class PowerOfficeBench final : public AccountingBench {
 public:
  PowerOfficeBench() {
    go_.add_subscription_key("subscription");
    go_.connect(company_, {"application", "client", std::nullopt});
    mounts_.mount("/poweroffice", go_);
    customer_ = company_.add_customer("Kari Prøve");
  }

  std::unique_ptr<accounting::AccountingSystem> connect() override {
    accounting::poweroffice::Settings settings;
    settings.base_url = "http://sandbox/poweroffice/v2";
    settings.token_url = "http://sandbox/poweroffice/OAuth/Token";
    settings.application_key = Secret("application");
    settings.client_key = Secret("client");
    settings.subscription_key = Secret("subscription");
    return std::make_unique<accounting::poweroffice::PowerOffice>(http_, clock_, bucket_, settings);
  }
  void invoice(const std::string& reference, std::int64_t amount, Date date) override {
    auto made = company_.invoice(customer_, fmt::format("{}", 1000 + ++invoices_), date, reference,
                                 {{3000, "3", amount}});
    ASSERT_TRUE(made) << made.error().message;
    clock_.sleep(std::chrono::seconds(2));  // reads show it now
  }
  DisturbedHttp& http() override { return http_; }
  ManualClock& clock() override { return clock_; }
  std::string posting_request() const override { return "/Vouchers/BankJournals"; }

 private:
  ManualClock clock_{morning};
  sandbox::PowerOffice go_{clock_};
  sandbox::Company& company_ = go_.add_company({"cafe", "Kafé Prøve AS", {}});
  Mounts mounts_;
  DisturbedHttp http_{mounts_};
  RateBucket bucket_{clock_, accounting::poweroffice::requests_per_second_max};
  std::int64_t customer_ = 0;
  int invoices_ = 0;
};

sandbox::TwentyFourSettings lagging() {
  sandbox::TwentyFourSettings settings;
  settings.read_lag = std::chrono::milliseconds(1'000);
  return settings;
}

class TwentyFourBench final : public AccountingBench {
 public:
  TwentyFourBench() {
    office_.connect(company_, {"application", "secret", "organization", std::nullopt});
    office_.add_soap_application(application);
    office_.add_user({"post@kafe.example", "passord", {{identity, &company_, false}}});
    mounts_.mount("/24so", office_);
    customer_ = company_.add_customer({}).value();
  }

  std::unique_ptr<accounting::AccountingSystem> connect() override {
    accounting::twentyfour::Settings settings;
    settings.rest_url = "http://sandbox/24so/rest";
    settings.login_url = "http://sandbox/24so/oauth/token";
    settings.soap_url = "http://sandbox/24so/soap";
    settings.client_id = "application";
    settings.client_secret = Secret("secret");
    settings.organization_id = "organization";
    settings.application_id = application;
    settings.username = "post@kafe.example";
    settings.password = Secret("passord");
    settings.identity_id = identity;
    settings.transaction_type = 5;
    settings.page_size = 7;
    return std::make_unique<accounting::twentyfour::TwentyFour>(http_, clock_, oslo(), bucket_,
                                                                login_, settings);
  }
  void invoice(const std::string& reference, std::int64_t amount, Date date) override {
    auto made = company_.invoice({customer_, fmt::format("{}", 1000 + ++invoices_), date,
                                  date.plus_days(14), reference, "Faktura"},
                                 {{3000, 3, amount}});
    ASSERT_TRUE(made) << made.error().message;
    clock_.sleep(std::chrono::seconds(2));  // reads show it now
  }
  DisturbedHttp& http() override { return http_; }
  ManualClock& clock() override { return clock_; }
  std::string posting_request() const override { return "/Accountservice.asmx"; }

 private:
  static constexpr const char* application = "11111111-2222-3333-4444-555555555555";
  static constexpr const char* identity = "aaaaaaaa-0000-0000-0000-000000000001";

  ManualClock clock_{morning};
  sandbox::TwentyFour office_{clock_, lagging()};
  sandbox::twentyfour::Company& company_ = office_.add_company({"Kafé Prøve AS", "kafe"});
  Mounts mounts_;
  DisturbedHttp http_{mounts_};
  RateBucket bucket_{clock_, accounting::twentyfour::soap_requests_per_second_max};
  accounting::twentyfour::SoapLogin login_;
  std::int64_t customer_ = 0;
  int invoices_ = 0;
};

}  // namespace

std::unique_ptr<AccountingBench> poweroffice_bench() {
  return std::make_unique<PowerOfficeBench>();
}

std::unique_ptr<AccountingBench> twentyfour_bench() {
  return std::make_unique<TwentyFourBench>();
}

}  // namespace avstem::tests
