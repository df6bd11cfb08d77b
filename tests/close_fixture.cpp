#include "tests/close_fixture.hpp"

#include <fmt/format.h>

#include "accounting/poweroffice/poweroffice.hpp"
#include "platform/oslo_zone.hpp"
#include "services/settlement/schema.hpp"
#include "store/migrations.hpp"
#include "vipps/report.hpp"

namespace avstem::tests {
namespace {

sandbox::PowerOfficeLimits roomy_limits() {
  sandbox::PowerOfficeLimits limits;
  limits.requests_per_second = 1'000'000;  // the limit has tests of its own
  return limits;
}

sandbox::LedgerTerms ledger_terms(std::string id, std::string msn) {
  sandbox::LedgerTerms terms;
  terms.ledger_id = std::move(id);
  terms.owner_organisation_number = "987654325";
  terms.payout_bank_account = "86011117947";
  terms.recipient_handle = "api:" + msn;
  terms.sales_unit_name = "Kafé Prøve";
  return terms;
}

Instant noon(Date date) {
  return Instant(date.days() + std::chrono::hours(11));
}

}  // namespace

std::string report_of(std::string_view topic, Date date, std::string_view ledger) {
  return fmt::format("/report/v2/ledgers/{}/{}/dates/{}", ledger, topic, date.to_string());
}

/// What one process holds: tokens and reference data do not outlive it.
struct CloseTest::Connections {
  explicit Connections(CloseTest& test)
      : tokens(*test.way_out, test.clock, vipps::Endpoint{"http://sandbox/vipps"},
               vipps::AccountingKeys{"accountant", Secret(test.vipps_secret)}),
        report(*test.way_out, tokens),
        bucket(test.clock, 10),
        books(*test.way_out, test.clock, bucket, settings(test)),
        close({*test.database, &report, books, test.clock, oslo()}) {}

  static accounting::poweroffice::Settings settings(const CloseTest& test) {
    accounting::poweroffice::Settings settings;
    settings.base_url = "http://sandbox/poweroffice/v2";
    settings.token_url = "http://sandbox/poweroffice/OAuth/Token";
    settings.application_key = Secret("application");
    settings.client_key = Secret(test.client_key);
    settings.subscription_key = Secret("subscription");
    settings.page_size = test.poweroffice_page_size;
    return settings;
  }

  vipps::TokenSource tokens;
  vipps::ReportClient report;
  RateBucket bucket;
  accounting::poweroffice::PowerOffice books;
  services::Close close;
};

CloseTest::CloseTest(Storage storage) : go(clock, roomy_limits()) {
  company = &go.add_company({"cafe", "Kafé Prøve AS", {}});
  go.add_subscription_key("subscription");
  go.connect(*company, {"application", "client", std::nullopt});
  ledger = vipps.add_ledger(ledger_terms("302321", "123455")).value();
  EXPECT_TRUE(vipps.add_accounting_keys("accountant", Secret("a:b")));
  EXPECT_TRUE(vipps.grant("accountant", "302321"));
  mounts.mount("/vipps", vipps);
  mounts.mount("/poweroffice", go);
  customer_ = company->add_customer("Kari Prøve");

  client.id = ClientId("cafe");
  client.name = "Kafé Prøve AS";
  services::LedgerTerms terms;
  terms.id = LedgerId("302321");
  terms.start = monday;
  client.ledgers.push_back(terms);

  const std::string file = (directory_.path() / "avstem.db").string();
  auto opened = store::Database::open(storage == Storage::memory ? ":memory:" : file);
  database = std::make_unique<store::Database>(*std::move(opened));
  EXPECT_TRUE(store::migrate(*database, services::settlement_migrations()));
}

CloseTest::~CloseTest() = default;

void CloseTest::sell(const std::string& reference, std::int64_t amount, Date date) {
  auto invoice = company->invoice(customer_, fmt::format("{}", 1000 + ++invoices_), date, reference,
                                  {{3000, "3", amount}});
  ASSERT_TRUE(invoice) << invoice.error().message;
  capture(reference, amount, date);
}

void CloseTest::capture(const std::string& reference, std::int64_t amount, Date date) {
  auto captured = ledger->capture(reference, amount, noon(date), date);
  ASSERT_TRUE(captured) << captured.error().message;
}

void CloseTest::end_day(Date date) {
  ASSERT_TRUE(ledger->end_date(date));
  if (second != nullptr) {
    ASSERT_TRUE(second->end_date(date));
  }
  clock.set(oslo().at(date.next(), std::chrono::minutes(6 * 60 + 30)));
}

void CloseTest::simple_day(Date date) {
  sell("order-" + date.to_compact(), 10'000, date);
  end_day(date);
}

void CloseTest::pay_in_bank(std::int64_t amount, Date date) {
  auto posted = company->manual_voucher(date, "Vipps", {{1920, amount}, {1904, -amount}});
  ASSERT_TRUE(posted) << posted.error().message;
  clock.sleep(std::chrono::seconds(2));
}

sandbox::VippsLedger& CloseTest::add_second_ledger() {
  second = vipps.add_ledger(ledger_terms("302322", "123456")).value();
  EXPECT_TRUE(vipps.grant("accountant", "302322"));
  EXPECT_TRUE(company->add_account(1905, "Interim Vipps 2"));
  services::LedgerTerms terms = client.ledgers.front();
  terms.id = LedgerId("302322");
  terms.clearing_account = 1905;
  client.ledgers.push_back(terms);
  return *second;
}

Result<services::VoucherStory> CloseTest::correct(Correction correction,
                                                  const services::Correct::Order& order) {
  Connections connections(*this);
  services::Correct corrections(*database, connections.books, clock, oslo());
  return (corrections.*correction)(client, order);
}

Result<services::CloseReport> CloseTest::close(std::optional<Date> from, std::optional<Date> to) {
  Connections connections(*this);
  return connections.close.run(client, {from, to});
}

Result<services::CloseReport> CloseTest::close_watched(const services::CloseWatch& watch) {
  Connections connections(*this);
  return connections.close.run(client, {}, watch);
}

Result<services::CloseReport> CloseTest::dry_run(std::optional<Date> from, std::optional<Date> to) {
  Connections connections(*this);
  return connections.close.dry_run(client, {from, to});
}

Result<services::ImportOutcome> CloseTest::import(const std::string& xml,
                                                  const std::string& serial_number) {
  services::Import import(*database, clock, oslo());
  return import.file(client, client.ledgers.front(), xml, serial_number);
}

Result<services::CloseReport> CloseTest::run_imported(const std::vector<Date>& dates) {
  Connections connections(*this);
  return connections.close.run_stored(client, client.ledgers.front(), dates);
}

Result<services::Decided> CloseTest::decide(const Decision& decision) {
  Connections connections(*this);
  services::Decide decide({*database, connections.books, clock, oslo(),
                           [this](int) -> Result<books::Mapping> { return client.mapping; }});
  return decision(decide);
}

services::CloseReport CloseTest::close_proven(std::optional<Date> from, std::optional<Date> to) {
  auto report = close(from, to);
  EXPECT_TRUE(report) << report.error().message;
  if (!report) return {};
  EXPECT_FALSE(report->proof.accounts.empty());
  for (const books::AccountProof& proof : report->proof.accounts) {
    EXPECT_TRUE(proof.is_proven())
        << proof.account << " on " << proof.date.to_string() << ": Vipps " << proof.vipps_balance
        << ", books " << proof.books_balance << ", accounting " << proof.accounting_balance;
  }
  return *std::move(report);
}

std::string CloseTest::close_fails(ErrorKind kind, std::optional<Date> from,
                                   std::optional<Date> to) {
  auto report = close(from, to);
  EXPECT_FALSE(report) << "the run was to fail";
  if (report) return {};
  EXPECT_EQ(to_string(report.error().kind), to_string(kind)) << report.error().message;
  return report.error().message;
}

std::vector<std::string> CloseTest::journals() const {
  std::vector<std::string> lines;
  for (const auto& voucher : company->vouchers()) {
    if (voucher.content.type != sandbox::poweroffice::VoucherType::bank_journal) continue;
    lines.push_back(voucher.content.external_import_reference + " " +
                    voucher.content.date.to_string());
    for (const auto& row : voucher.transactions) {
      lines.back() += fmt::format(" {}:{}", row.account_number, row.amount);
    }
  }
  return lines;
}

std::vector<std::string> CloseTest::references() const {
  std::vector<std::string> references = journals();
  for (std::string& line : references)
    line.resize(line.find(' '));
  return references;
}

std::string CloseTest::reference(std::string_view kind, Date date, int part) {
  return fmt::format("cafe:302321:{}:{}:{}", kind, date.to_compact(), part);
}

std::vector<std::string> CloseTest::findings() {
  services::FindingStore store(*database);
  std::vector<std::string> lines;
  const auto open = store.open(client.id);
  for (const services::StoredFinding& stored : open.value()) {
    lines.push_back(fmt::format("{} {}", to_string(stored.finding.kind), stored.finding.subject));
  }
  return lines;
}

std::string CloseTest::finding_message(std::string_view kind) {
  services::FindingStore store(*database);
  std::vector<std::string> messages;
  const auto open = store.open(client.id);
  for (const services::StoredFinding& stored : open.value()) {
    if (to_string(stored.finding.kind) == kind) messages.push_back(stored.finding.message);
  }
  EXPECT_EQ(messages.size(), 1U) << kind;
  return messages.empty() ? std::string() : messages.front();
}

std::int64_t CloseTest::number(const std::string& sql) {
  auto query = database->prepare(sql);
  auto row = query.step();
  EXPECT_TRUE(row && *row) << sql;
  return query.integer(0);
}

}  // namespace avstem::tests
