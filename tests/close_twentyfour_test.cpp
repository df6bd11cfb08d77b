// The whole line for a client whose books are in 24SevenOffice, connected as the program does it.

#include <gmock/gmock.h>

#include <algorithm>
#include <iostream>

#include "app/systems.hpp"
#include "platform/oslo_zone.hpp"
#include "platform/test_directory.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/twentyfour.hpp"
#include "sandbox/vipps.hpp"
#include "services/settlement/close.hpp"
#include "services/settlement/schema.hpp"
#include "store/migrations.hpp"
#include "tests/disturbed_http.hpp"

namespace avstem::tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* application = "11111111-2222-3333-4444-555555555555";
constexpr const char* identity = "aaaaaaaa-0000-0000-0000-000000000001";

/// Hands on, and remembers what was asked.
class Recorder final : public HttpClient {
 public:
  explicit Recorder(HttpClient& onward) : onward_(onward) {}
  Result<Response> send(const Request& request) override {
    requests.push_back(request);
    return onward_.send(request);
  }
  std::vector<Request> requests;

 private:
  HttpClient& onward_;
};

class CloseInTwentyFour : public testing::Test {
 protected:
  CloseInTwentyFour() {
    office_.connect(company_, {"application", "secret", "organization", std::nullopt});
    office_.add_soap_application(application);
    office_.add_user({"post@kafe.example", "passord", {{identity, &company_, false}}});
    sandbox::LedgerTerms terms;
    terms.ledger_id = "302321";
    terms.owner_organisation_number = "987654325";
    terms.payout_bank_account = "86011117947";
    terms.recipient_handle = "api:123455";
    terms.sales_unit_name = "Kafé Prøve";
    ledger_ = vipps_.add_ledger(terms).value();
    EXPECT_TRUE(vipps_.add_accounting_keys("accountant", Secret("a:b")));
    EXPECT_TRUE(vipps_.grant("accountant", "302321"));
    mounts_.mount("/vipps", vipps_);
    mounts_.mount("/24so", office_);
    config_.environments["sandbox"] = {"http://sandbox/vipps",
                                       "http://sandbox/none",
                                       "http://sandbox/none",
                                       std::chrono::milliseconds(2'000),
                                       10,
                                       "http://sandbox/24so/rest",
                                       "http://sandbox/24so/oauth/token",
                                       "http://sandbox/24so/soap"};
    client_.id = ClientId("cafe");
    client_.name = "Kafé Prøve AS";
    services::LedgerTerms mine;
    mine.id = LedgerId("302321");
    mine.start = monday;
    client_.ledgers.push_back(mine);
    std::vector<store::Migration> steps = services::client_migrations();
    for (const store::Migration& step : services::settlement_migrations())
      steps.push_back(step);
    EXPECT_TRUE(store::migrate(database_, steps));
    EXPECT_TRUE(clients_.add(client_));
    EXPECT_TRUE(clients_.connect(
        client_.id, {"vipps", "sandbox", {{"client_id", "accountant"}, {"client_secret", "a:b"}}}));
    EXPECT_TRUE(clients_.connect(client_.id, {"24sevenoffice",
                                              "sandbox",
                                              {{"client_id", "application"},
                                               {"client_secret", "secret"},
                                               {"organization_id", "organization"},
                                               {"application_id", application},
                                               {"username", "post@kafe.example"},
                                               {"password", "passord"},
                                               {"identity_id", identity},
                                               {"transaction_type", "5"}}}));
    customer_ = company_.add_customer({}).value();
  }

  /// An invoice with the reference as its OCR, and the capture that pays it.
  void sell(const std::string& reference, std::int64_t amount) {
    ASSERT_TRUE(company_.invoice({customer_, "1001", monday, tuesday, reference, "Faktura"},
                                 {{3000, 3, amount}}));
    ASSERT_TRUE(ledger_->capture(reference, amount, clock_.now(), monday));
  }
  /// An order of 1200.00 with the reference, invoiced: what a shop does over REST.
  void order(const std::string& reference) {
    const auto call = [&](const std::string& method, const std::string& path,
                          const std::string& body) {
      const Response response = office_.handle({method,
                                                "/rest" + path,
                                                {{"Authorization", "Bearer " + token()},
                                                 {"Host", "sandbox"},
                                                 {"Content-Type", "application/json"}},
                                                body});
      EXPECT_LT(response.status, 300) << response.body;
      return response.body;
    };
    const std::string made =
        call("POST", "/salesorders",
             R"({"customer":{"id":)" + std::to_string(customer_) +
                 R"(,"name":"Berg"},"status":"Draft","date":"2026-03-02","referenceNumber":")" +
                 reference + "\"}");
    const std::string id = made.substr(made.find(R"("id":)") + 5);
    const std::string path = "/salesorders/" + id.substr(0, id.find_first_not_of("0123456789"));
    call("POST", path + "/lines", R"({"type":"product","product":{"id":101},"quantity":1})");
    call("PATCH", path, R"({"status":"Invoice"})");
  }
  std::string token() {
    const std::string body =
        office_
            .handle({"POST",
                     "/oauth/token",
                     {{"Content-Type", "application/x-www-form-urlencoded"}},
                     "grant_type=client_credentials&audience=https%3A%2F%2Fapi.24sevenoffice.com"
                     "&client_id=application&client_secret=secret&login_organization=organization"})
            .body;
    const std::string text = body.substr(body.find(R"("access_token":")") + 16);
    return text.substr(0, text.find('"'));
  }
  void end_monday() {
    ASSERT_TRUE(ledger_->end_date(monday));
    clock_.set(oslo().at(tuesday, std::chrono::minutes(6 * 60 + 30)));
  }
  /// A run of `avstem close`.
  Result<services::CloseReport> close() {
    app::Systems systems(config_, recorder_, clock_);
    auto vipps = systems.vipps(clients_, client_.id);
    if (!vipps) return vipps.error();
    auto books = systems.accounting(clients_, client_);
    if (!books) return books.error();
    services::Close line({database_, &(*vipps)->report, **books, clock_, oslo()});
    return line.run(client_, {});
  }
  std::vector<std::string> findings() {
    services::FindingStore store(database_);
    std::vector<std::string> lines;
    const auto open = store.open(client_.id);
    for (const services::StoredFinding& stored : open.value())
      lines.push_back(std::string(to_string(stored.finding.kind)) + " " + stored.finding.subject);
    return lines;
  }
  /// `comment's first word account:amount …` of every transaction of the bank type.
  std::vector<std::string> transactions() const {
    std::vector<std::string> all;
    for (const auto& transaction : company_.transactions()) {
      if (transaction.type_number != 5) continue;
      std::string text;
      for (const std::size_t place : transaction.lines) {
        const auto& content = company_.lines()[place].content;
        if (text.empty()) text = content.comment.substr(0, content.comment.find(' '));
        text += " " + std::to_string(content.account) + ":" + std::to_string(content.amount);
      }
      all.push_back(text);
    }
    return all;
  }

  const Date monday{2026, 3, 2};
  const Date tuesday{2026, 3, 3};
  ManualClock clock_{parse_instant("2026-03-02T05:30:00Z").value()};
  sandbox::Vipps vipps_{clock_, sandbox::Vipps::Mode::strict};
  sandbox::TwentyFour office_{clock_};
  sandbox::twentyfour::Company& company_ = office_.add_company({"Kafé Prøve AS", "kafe"});
  sandbox::VippsLedger* ledger_ = nullptr;
  Mounts mounts_;
  sandbox::Faults faults_{mounts_, clock_};
  DisturbedHttp http_{faults_};
  Recorder recorder_{http_};
  app::Config config_;
  TestDirectory directory_;
  SecretBox box_ = SecretBox::load_or_create(directory_.path() / "key").value();
  store::Database database_ = store::Database::open(":memory:").value();
  services::ClientStore clients_{database_, box_};
  services::Client client_;
  std::int64_t customer_ = 0;
};

TEST_F(CloseInTwentyFour, ADayIsMatchedPostedAndProven) {
  sell("order-1", 10'000);
  end_monday();
  const auto report = close();
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_TRUE(report->proof.is_proven());
  EXPECT_FALSE(report->proof.accounts.empty());
  EXPECT_THAT(findings(), IsEmpty());
  EXPECT_THAT(transactions(), ElementsAre("cafe:302321:pay:20260302:1 1903:10000 1500:-10000",
                                          HasSubstr("cafe:302321:fee:20260302:1 "),
                                          HasSubstr("cafe:302321:out:20260302:1 ")));
  EXPECT_EQ(company_.customer_balance(customer_), 0);
  EXPECT_EQ(company_.ledger_difference(), 0);
  // Nothing is sent a second time.
  ASSERT_TRUE(close());
  EXPECT_EQ(transactions().size(), 3U);
}

TEST_F(CloseInTwentyFour, APaymentFindsTheOrderItWasFor) {
  order("ORD-1001");
  ASSERT_EQ(company_.customer_balance(customer_), 120'000);
  ASSERT_TRUE(ledger_->capture("ORD-1001", 120'000, clock_.now(), monday));
  end_monday();
  const auto report = close();
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_TRUE(report->proof.is_proven());
  EXPECT_THAT(findings(), IsEmpty());
  EXPECT_EQ(company_.customer_balance(customer_), 0);
  for (const auto& line : company_.lines()) {
    if (line.content.customer == customer_) {
      EXPECT_FALSE(line.links.back().is_open);
    }
  }
}

TEST_F(CloseInTwentyFour, APaymentFindsItsKid) {
  sell("2345676", 10'000);
  end_monday();
  const auto report = close();
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_THAT(findings(), IsEmpty());
  EXPECT_EQ(company_.customer_balance(customer_), 0);
}

TEST_F(CloseInTwentyFour, AnswersThatAreLostPostNothingTwice) {
  sell("order-1", 10'000);
  end_monday();
  http_.disturb(
      "Accountservice",
      [](const Request& request, HttpClient& onward) -> Result<Response> {
        auto response = onward.send(request);
        if (request.body.find("<SaveBundleList") == std::string::npos) return response;
        return Error{ErrorKind::unavailable, "the connection was cut"};
      },
      DisturbedHttp::always);
  const auto report = close();
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_TRUE(report->proof.is_proven());
  EXPECT_EQ(transactions().size(), 3U);
}

TEST_F(CloseInTwentyFour, AVoucherThatStandsTwiceIsNamed) {
  sell("order-1", 10'000);
  end_monday();
  ASSERT_TRUE(close());
  // Somebody copies the voucher in the program, comments and all.
  const auto& first = company_.transactions();
  sandbox::twentyfour::TransactionDraft copy;
  for (const auto& transaction : first) {
    if (transaction.type_number != 5) continue;
    copy.type_number = 5;
    for (const std::size_t place : transaction.lines)
      copy.lines.push_back(company_.lines()[place].content);
    break;
  }
  ASSERT_TRUE(company_.post(copy));
  ASSERT_TRUE(close());
  EXPECT_THAT(findings(),
              testing::Contains("double-voucher account 1903 cafe:302321:pay:20260302:1"));
}

/// One night with a sale, disturbed or not.
class Night final : public CloseInTwentyFour {
 public:
  Night() {
    sell("order-1", 10'000);
    end_monday();
  }
  void TestBody() override {}

  std::vector<Request> record() {
    EXPECT_TRUE(close());
    return recorder_.requests;
  }
  void disturbed_close(sandbox::FaultRule rule) {
    faults_.add(std::move(rule));
    (void)close();  // whether it fails is for others to say; what it leaves behind counts
    EXPECT_FALSE(faults_.take_disturbed().empty());
    faults_.clear();
  }
  /// After runs that nothing disturbs: what is posted, which must be proven.
  std::vector<std::string> books_at_the_end() {
    EXPECT_TRUE(close());
    const auto report = close();
    EXPECT_TRUE(report && report->proof.is_proven());
    EXPECT_EQ(report->posting.posted, 0) << "the run before was to be the last";
    EXPECT_EQ(company_.customer_balance(customer_), 0);
    EXPECT_EQ(company_.ledger_difference(), 0);
    EXPECT_THAT(findings(), IsEmpty());
    auto books = transactions();
    std::ranges::sort(books);
    return books;
  }
};

TEST(CloseInTwentyFourUnderFaults, EveryFaultAtEveryRequestEndsInExactBooks) {
  const std::vector<Request> requests = Night().record();
  const std::vector<std::string> books = Night().books_at_the_end();
  ASSERT_EQ(books.size(), 3U);
  int cases = 0;
  for (const sandbox::Fault fault : sandbox::all_faults) {
    int nth = 0;
    for (const Request& request : requests) {
      if (!sandbox::Faults::can_befall(fault, request)) continue;
      ++nth;
      for (const int last : {nth, sandbox::FaultRule::for_ever}) {
        if (last != nth && nth > 1) continue;  // one that lasts is met by all that come after
        SCOPED_TRACE(std::string(to_string(fault)) + " from request " + std::to_string(nth) +
                     (last == nth ? " once: " : " on: ") + request.target);
        Night night;
        night.disturbed_close({"*", "", nth, last, fault});
        EXPECT_EQ(night.books_at_the_end(), books);
        ++cases;
      }
    }
  }
  EXPECT_GT(cases, 200);
  std::cout << cases << " runs, the books exact after each\n";
}

}  // namespace
}  // namespace avstem::tests
