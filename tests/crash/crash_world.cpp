#include "tests/crash/crash_world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/bank_calendar.hpp"
#include "platform/digest.hpp"
#include "sandbox/world_day.hpp"
#include "tests/crash/virtual_time.hpp"

namespace avstem::crash {
namespace {

using sandbox::must;
using sandbox::Topic;
using sandbox::VippsLedger;

constexpr const char* client_id = "kafe-nord";
constexpr const char* subscription_key = "crash-subscription-key";
constexpr const char* application_key = "crash-application-key";
constexpr const char* client_key = "crash-client-key";
constexpr const char* vipps_id = "crash-accountant";
constexpr const char* vipps_secret = "crash-vipps-secret";
constexpr std::size_t entries_on_a_page = 3;  // so that a date has several pages

Instant noon(Date date) {
  return Instant(date.days()) + std::chrono::hours(12);
}

std::string text_of(const sandbox::poweroffice::Voucher& voucher) {
  std::string text = fmt::format("{} {} '{}'", voucher.content.external_import_reference,
                                 voucher.content.date.to_string(), voucher.content.description);
  for (const auto& row : voucher.transactions) {
    text += fmt::format("\n  {} {} {} {} '{}'", row.account_number, row.customer_number.value_or(0),
                        row.amount, row.posting_date.to_string(), row.description);
  }
  for (const auto& line : voucher.content.lines) {
    text += fmt::format("\n  line {} {} {}", line.amount, line.matching_reference,
                        line.external_line_reference);
  }
  return text;
}

bool is_ours(const sandbox::poweroffice::Voucher& voucher) {
  return voucher.content.type == sandbox::poweroffice::VoucherType::bank_journal;
}

}  // namespace

CrashWorld::CrashWorld(const Clock& wall, sandbox::PowerOfficeLimits limits, Span span)
    : wall_(wall),
      start_(span == Span::year ? last_date.plus_days(1 - year_dates) : first_date),
      clock_(noon(last_date.next())),
      vipps_(clock_, sandbox::Vipps::Mode::strict),
      poweroffice_(clock_, limits),
      company_(poweroffice_.add_company({client_id, "Kafé Nord AS", {}})) {
  mounts_.mount("/vipps", vipps_);
  mounts_.mount("/poweroffice", poweroffice_);
  must(vipps_.add_accounting_keys(vipps_id, Secret(vipps_secret)));
  must(vipps_.set_report_page_size(entries_on_a_page));
  poweroffice_.add_subscription_key(subscription_key);
  poweroffice_.connect(company_, {application_key, client_key, std::nullopt});
  if (span == Span::year) {
    play_year();
  } else {
    play();
  }
  clock_.sleep(std::chrono::hours(1));  // the read lag has passed for what was there before
}

VippsLedger& CrashWorld::add_ledger(const std::string& id, std::int64_t first_payout_number) {
  sandbox::LedgerTerms terms;
  terms.ledger_id = id;
  terms.owner_organisation_number = "310481513";
  terms.payout_bank_account = "86011117947";
  terms.recipient_handle = "api:" + id;
  terms.sales_unit_name = "Kafé Nord " + id;
  terms.first_payout_number = first_payout_number;
  terms.first_date = start_;
  VippsLedger& ledger = *must(vipps_.add_ledger(terms));
  must(vipps_.grant(vipps_id, id));
  return ledger;
}

void CrashWorld::sell(VippsLedger& ledger, const std::string& order, std::int64_t amount,
                      Date date) {
  const std::int64_t customer = company_.add_customer("Kunde " + order);
  must(company_.invoice(customer, fmt::format("{}", 10'001 + invoices_++), date, order,
                        {{3000, "3", amount}}));
  must(ledger.capture(order, amount, noon(date), date));
}

void CrashWorld::play() {
  VippsLedger& shop = add_ledger("310001", 2'000'001);
  VippsLedger& bar = add_ledger("310002", 2'000'501);
  const Date second = first_date.next();
  sell(shop, "O-1", 49'900, first_date);
  sell(shop, "O-2", 12'300, first_date);
  must(shop.capture("", unknown_payment, noon(first_date), first_date));
  sell(bar, "O-3", 8'800, first_date);
  must(shop.end_date(first_date));
  must(bar.end_date(first_date));

  sell(shop, "O-4", 25'000, second);
  must(company_.credit_note(company_.customers().front().number, "90001", second, "O-1-R1",
                            {{3000, "3", 9'900}}));
  must(shop.refund("O-1", 9'900, noon(second), second));
  must(bar.other("campaign-adjustment", Topic::funds, 500, noon(second), second));
  must(shop.end_date(second));
  must(bar.end_date(second));

  sell(shop, "O-5", 31'900, last_date);
  must(shop.service_fee(4'900, noon(last_date), last_date));
  must(shop.end_date(last_date));
  must(bar.end_date(last_date));

  post_bank_lines(shop);
  post_bank_lines(bar);
  for (const std::int64_t amount : {10'000, -10'000}) {
    must(company_.manual_voucher(last_date, "En annens postering",
                                 {{1903, amount, "0"}, {1909, -amount, "0"}}));
  }
  company_.set_lock_date(first_date);
  debtor_ = company_.add_customer("Kunde uten referanse");
  must(company_.invoice(debtor_, fmt::format("{}", 10'001 + invoices_++), last_date, "O-9",
                        {{3000, "3", unknown_payment}}));
}

/// A shop that sells every day but Sunday, a bar that is open on Fridays.
void CrashWorld::play_year() {
  VippsLedger& shop = add_ledger("310001", 2'000'001);
  VippsLedger& bar = add_ledger("310002", 2'000'501);
  for (int day = 0; day < year_dates; ++day) {
    const Date date = start_.plus_days(day);
    const unsigned weekday = date.weekday().iso_encoding();
    const std::string order = fmt::format("Y-{}", day);
    if (weekday != 7) sell(shop, order, 10'000 + 37 * day, date);
    if (weekday == 3) must(shop.capture("", 7'700 + day, noon(date), date));
    if (weekday == 4) must(shop.service_fee(4'900, noon(date), date));
    if (weekday == 5) sell(bar, order + "-B", 21'500 + 11 * day, date);
    if (weekday == 6) {
      const std::int64_t customer = company_.customers().back().number;
      must(company_.credit_note(customer, fmt::format("{}", 900'001 + day), date, order + "-R1",
                                {{3000, "3", 2'500}}));
      must(shop.refund(order, 2'500, noon(date), date));
    }
    must(shop.end_date(date));
    must(bar.end_date(date));
  }
  post_bank_lines(shop);
  post_bank_lines(bar);
  company_.set_lock_date(start_);
}

void CrashWorld::post_bank_lines(const VippsLedger& ledger) {
  for (const VippsLedger::Payout& payout : ledger.payouts()) {
    must(company_.manual_voucher(expected_bank_date(payout.ledger_date),
                                 fmt::format("Vipps {}", payout.number),
                                 {{1920, payout.amount, "0"}, {1904, -payout.amount, "0"}}));
  }
}

sandbox::SampleClient CrashWorld::client() const {
  sandbox::SampleClient client;
  client.id = client_id;
  client.name = "Kafé Nord AS";
  client.organisation_number = "310481513";
  client.vat_registered = true;
  for (const char* id : {"310001", "310002"})
    client.ledgers.push_back({id, Currency(), start_, 0, 0, 0, false});
  client.vipps_keys = {vipps_id, Secret(vipps_secret)};
  client.poweroffice_keys = {Secret(application_key), Secret(client_key), Secret(subscription_key)};
  return client;
}

Response CrashWorld::handle(const Request& request) {
  Instant now = wall_.now();
  Request plain = request;
  plain.headers = Headers();
  for (const auto& [name, value] : request.headers) {
    if (name != virtual_time_header) {
      plain.headers.add(name, value);
      continue;
    }
    std::int64_t micros = 0;
    std::from_chars(value.data(), value.data() + value.size(), micros);
    now = Instant(std::chrono::microseconds(micros));
  }
  clock_.set(std::max(clock_.now(), now));
  const Response response = mounts_.handle(plain);
  if (request.method == "POST" && request.target.ends_with("/Vouchers/BankJournals")) {
    ++posts_;
    if (response.status != 201) ++refused_posts_;
  }
  if (request.method == "PUT") ++uploads_;
  return response;
}

std::vector<std::string> CrashWorld::journal() const {
  std::vector<std::string> texts;
  for (const auto& voucher : company_.vouchers()) {
    if (!is_ours(voucher)) continue;
    const auto* document = company_.find_document(voucher.id);
    texts.push_back(text_of(voucher) + "\n  document " +
                    (document == nullptr ? "missing" : sha256_hex(document->pdf)));
  }
  std::sort(texts.begin(), texts.end());
  return texts;
}

std::vector<std::string> CrashWorld::receipts() const {
  std::vector<std::string> texts;
  for (const auto& voucher : company_.vouchers()) {
    if (!is_ours(voucher)) continue;
    texts.push_back(fmt::format("{} {} {}", voucher.content.external_import_reference, voucher.id,
                                voucher.number));
  }
  std::sort(texts.begin(), texts.end());
  return texts;
}

std::int64_t CrashWorld::balance(std::int64_t account) const {
  return company_.balance(account, last_date.end_of_year());
}

Response Stage::handle(const Request& request) {
  const std::scoped_lock lock(mutex_);
  if (before_request && !before_request()) return {503, {}, ""};
  return world->handle(request);
}

}  // namespace avstem::crash
