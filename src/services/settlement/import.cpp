#include "services/settlement/import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "services/settlement/date_merge.hpp"
#include "vipps/settlement_file/any_report.hpp"
#include "vipps/settlement_file/to_entries.hpp"

namespace avstem::services {

namespace file = vipps::settlement_file;

namespace {

Result<file::SalesUnit> pick_unit(const file::SettlementReport& report,
                                  const std::string& serial_number) {
  if (serial_number.empty() && report.sales_units.size() == 1) return report.sales_units.front();
  std::string known;
  for (const file::SalesUnit& unit : report.sales_units) {
    if (unit.serial_number == serial_number) return unit;
    known += (known.empty() ? "" : ", ") + unit.serial_number;
  }
  return Error{
      ErrorKind::invalid,
      serial_number.empty()
          ? fmt::format("the file holds several sales units ({}); say which with "
                        "--sales-unit",
                        known)
          : fmt::format("the file holds no sales unit '{}', but {}", serial_number, known)};
}

Date first_settlement(const file::SalesUnit& unit) {
  Date first = unit.settlements.front().date;
  for (const file::Settlement& settlement : unit.settlements) {
    first = std::min(first, settlement.date);
  }
  return first;
}

}  // namespace

Result<ImportOutcome> Import::file(const Client& client, const LedgerTerms& ledger,
                                   std::string_view bytes, const std::string& serial_number) {
  auto read = file::read_any_report(bytes);
  if (!read) return read.error();
  auto unit = pick_unit(read->report, serial_number);
  if (!unit) return unit.error();
  if (auto ours = check_owner(client, *unit); !ours) return ours.error();
  if (auto fits = check_fits(ledger, *unit); !fits) return fits.error();
  return db_.transact([&]() -> Result<ImportOutcome> {
    std::vector<Agreement> compared;
    auto rest = compare(client.id, ledger, *unit, compared);
    if (!rest) return rest.error();
    Result<ImportOutcome> stored{};
    if (!rest->settlements.empty()) stored = store(client.id, ledger, bytes, *rest);
    if (!stored) return stored;
    stored->compared = std::move(compared);
    stored->control_sums = file::control_sums(read->report);
    stored->notes = read->notes;
    return stored;
  });
}

/// Another organisation's money must not end in this client's books.
Result<void> Import::check_owner(const Client& client, const file::SalesUnit& unit) {
  if (client.organisation_number.empty() || unit.organization_number.empty() ||
      client.organisation_number == unit.organization_number) {
    return {};
  }
  return Error{
      ErrorKind::invalid,
      fmt::format("the file belongs to {} ({}), client '{}' is organisation {}; choose the "
                  "client it belongs to",
                  unit.organization_number, unit.organization_name, client.id.text(),
                  client.organisation_number)};
}

Result<void> Import::check_fits(const LedgerTerms& ledger, const file::SalesUnit& unit) {
  if (unit.currency != ledger.currency) {
    return Error{ErrorKind::invalid,
                 fmt::format("the file is in {}, ledger '{}' in {}", unit.currency.code(),
                             ledger.id.text(), ledger.currency.code())};
  }
  const Date covered_from = first_settlement(unit);
  if (covered_from < ledger.start) {
    return Error{
        ErrorKind::invalid,
        fmt::format("the file begins with settlement date {}, before ledger '{}' starts on "
                    "{}; earlier dates are in its opening balance",
                    covered_from.to_string(), ledger.id.text(), ledger.start.to_string())};
  }
  return {};
}

namespace {

Error gap(const LedgerTerms& ledger, books::Topic topic, Date date, std::int64_t file_balance,
          std::int64_t api_balance) {
  return {ErrorKind::invalid,
          fmt::format("the file leaves the {} of ledger '{}' at {} on {}, but the dates stored "
                      "beside it have {}: a settlement is missing, or the opening balance is wrong",
                      to_string(topic), ledger.id.text(),
                      Money(file_balance, ledger.currency).to_decimal(), date.to_string(),
                      Money(api_balance, ledger.currency).to_decimal())};
}

}  // namespace

Result<ImportOutcome> Import::store(const ClientId& client, const LedgerTerms& ledger,
                                    std::string_view bytes, const file::SalesUnit& unit) {
  const Date first = first_settlement(unit);
  const DateKey funds_key{client, ledger.id, books::Topic::funds, first};
  const DateKey fees_key{client, ledger.id, books::Topic::fees, first};
  auto funds = reports_.balance_before(funds_key, ledger.opening_funds);
  if (!funds) return funds.error();
  auto fees = reports_.balance_before(fees_key, ledger.opening_fees);
  if (!fees) return fees.error();
  file::LedgerState opening;
  opening.funds_balance = *funds;
  opening.fees_balance = *fees;
  auto made = file::to_entries(unit, ledger.id, opening);
  if (!made) return made.error();

  ImportOutcome outcome;
  std::map<std::pair<Date, books::Topic>, DateMerge> merges;
  std::map<books::Topic, std::int64_t> balances{{books::Topic::funds, *funds},
                                                {books::Topic::fees, *fees}};
  for (const books::Entry& entry : made->entries) {
    const DateKey key{client, ledger.id, entry.topic, entry.ledger_date};
    auto merge = merges.find({entry.ledger_date, entry.topic});
    if (merge == merges.end()) {
      auto before = reports_.balance_before(key, balances[entry.topic]);
      if (!before) return before.error();
      if (*before != balances[entry.topic]) {
        return gap(ledger, entry.topic, entry.ledger_date, balances[entry.topic], *before);
      }
      auto stored = reports_.entry_count(key);
      if (!stored) return stored.error();
      merge =
          merges
              .emplace(std::pair(entry.ledger_date, entry.topic),
                       DateMerge(reports_, key, ledger.currency, balances[entry.topic], *stored))
              .first;
    }
    auto taken = merge->second.take(entry);
    if (!taken) return taken.error();
    if (*taken) return Error{ErrorKind::invalid, (*taken)->message};
    balances[entry.topic] = entry.balance_after;
    if (outcome.dates.empty() || outcome.dates.back() != entry.ledger_date) {
      outcome.dates.push_back(entry.ledger_date);
    }
  }
  std::sort(outcome.dates.begin(), outcome.dates.end());
  outcome.dates.erase(std::unique(outcome.dates.begin(), outcome.dates.end()), outcome.dates.end());
  for (const auto& [topic, balance] : balances) {
    const DateKey last{client, ledger.id, topic, outcome.dates.back()};
    auto next = reports_.balance_of_next(last);
    if (!next) return next.error();
    if (*next && **next != balance) return gap(ledger, topic, last.date, balance, **next);
  }
  for (const auto& [place, merge] : merges) {
    if (auto finding = merge.end()) return Error{ErrorKind::invalid, finding->message};
    outcome.new_entries += merge.added();
  }
  for (const Date date : outcome.dates) {
    for (const books::Topic topic : {books::Topic::funds, books::Topic::fees}) {
      const DateKey key{client, ledger.id, topic, date};
      if (auto closed = reports_.set_from_file(key); !closed) return closed.error();
    }
  }
  // The file is the document of all its dates; it is kept once, under the first.
  if (auto kept = reports_.keep_page(funds_key, 1, std::string(bytes)); !kept) return kept.error();
  return outcome;
}

}  // namespace avstem::services
