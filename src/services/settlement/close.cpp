#include "services/settlement/close.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "services/settlement/chart_check.hpp"

namespace avstem::services {
namespace {

std::string place_of(const Client& client) {
  return fmt::format("client '{}'", client.id.text());
}

}  // namespace

Close::Close(CloseWorld world)
    : world_(world),
      reports_(world.database),
      vouchers_(world.database),
      findings_(world.database),
      sales_(world.database),
      claims_(world.database, world.system, world.clock, world.zone),
      book_(world.database, world.clock, world.system.abilities().voucher_postings_max),
      post_(world.database, world.system, world.clock, world.zone),
      documentation_(world.database, world.system, world.clock, world.zone),
      prove_(world.database, world.system, world.clock, world.zone) {
  if (world.report != nullptr) fetch_.emplace(world.database, *world.report, world.clock);
}

Result<CloseReport> Close::run(const Client& client, const CloseRange& range,
                               const CloseWatch& watch) {
  documentation_.begin_run();
  CloseReport report;
  report.client = client.id;
  auto first = first_date(client, range);
  if (!first) return first.error();
  const Date last = last_date(range);
  // What an earlier run could not post is due even when no date is left to read.
  post_.begin_run();
  claims_.forget();
  if (auto posted = post(client, report); !posted) return posted.error();
  const int count = static_cast<int>((last.days() - first->days()).count()) + 1;
  int number = 0;
  std::vector<Date> closed_now;
  for (Date date = *first; date <= last; date = date.next()) {
    if (watch.stop && watch.stop()) {
      report.stopped_before = date;
      return report;
    }
    const std::size_t described_before = report.dates.size();
    auto all_closed = run_date(client, date, range.from.has_value(), report);
    if (!all_closed) return all_closed.error();
    if (*all_closed) closed_now.push_back(date);
    ++number;
    for (std::size_t i = described_before; watch.date_done && i < report.dates.size(); ++i)
      watch.date_done(report.dates[i], number, count);
    if (date == last || closed_now.size() < dates_proven_at_a_time) continue;
    if (auto proven = prove_on_the_way(client, closed_now, report); !proven) return proven.error();
  }
  if (auto proven = prove(client, std::move(closed_now), report); !proven) return proven.error();
  return report;
}

/// True when the date is closed in every ledger that has started.
Result<bool> Close::run_date(const Client& client, Date date, bool compare, CloseReport& report) {
  bool all_closed = true;
  for (const LedgerTerms& ledger : client.ledgers) {
    if (date < ledger.start) continue;
    auto status = fetch_both(client, ledger, date);
    if (!status) return status.error();
    if (*status == DateStatus::closed) {
      if (auto booked = book_date(client, ledger, date); !booked) return booked.error();
    } else {
      all_closed = false;
    }
    if (compare) {
      auto compared = compare_with_file(client, ledger, date, report);
      if (!compared) return compared.error();
    }
    auto described = describe(client, ledger, date, *status);
    if (!described) return described.error();
    report.dates.push_back(*described);
  }
  if (auto posted = post(client, report); !posted) return posted.error();
  return all_closed;
}

Result<CloseReport> Close::run_stored(const Client& client, const LedgerTerms& ledger,
                                      const std::vector<Date>& dates) {
  documentation_.begin_run();
  CloseReport report;
  report.client = client.id;
  post_.begin_run();
  claims_.forget();
  for (const Date date : dates) {
    if (auto booked = book_date(client, ledger, date); !booked) return booked.error();
    if (auto posted = post(client, report); !posted) return posted.error();
    auto described = describe(client, ledger, date, DateStatus::closed);
    if (!described) return described.error();
    report.dates.push_back(*described);
  }
  if (auto proven = prove(client, {}, report); !proven) return proven.error();
  return report;
}

Result<void> Close::post(const Client& client, CloseReport& report) {
  auto posted = post_.all(client);
  if (!posted) return posted.error();
  report.posting.posted += posted->posted;
  report.posting.refused += posted->refused;
  claims_.vouchers_are_posted();
  return documentation_.all(client);
}

/// The dates just closed, earlier ones that are closed but not proven (the run before may have
/// ended too soon, or a person may have mended what was wrong), and the last closed one.
Result<std::vector<Date>> Close::dates_to_prove(const Client& client,
                                                std::vector<Date> closed_now) {
  auto proven = findings_.proven_dates(client.id);
  if (!proven) return proven.error();
  std::map<Date, std::size_t> closed_ledgers;
  std::optional<Date> last_closed;
  for (const LedgerTerms& ledger : client.ledgers) {
    auto closed = reports_.booked_dates(client.id, ledger.id);
    if (!closed) return closed.error();
    for (const Date date : *closed)
      ++closed_ledgers[date];
  }
  for (const auto& [date, count] : closed_ledgers) {
    const auto started =
        std::count_if(client.ledgers.begin(), client.ledgers.end(),
                      [day = date](const LedgerTerms& ledger) { return ledger.start <= day; });
    if (count != static_cast<std::size_t>(started)) continue;
    last_closed = date;
    if (std::binary_search(proven->begin(), proven->end(), date)) continue;
    closed_now.push_back(date);
  }
  // The last one is proven every night, also when no date closes any more: payouts still travel.
  if (last_closed) closed_now.push_back(*last_closed);
  std::sort(closed_now.begin(), closed_now.end());
  closed_now.erase(std::unique(closed_now.begin(), closed_now.end()), closed_now.end());
  return closed_now;
}

Result<void> Close::prove(const Client& client, std::vector<Date> closed_now, CloseReport& report) {
  auto dates = dates_to_prove(client, std::move(closed_now));
  if (!dates) return dates.error();
  auto proof = prove_.dates(client, *dates);
  if (!proof) return proof.error().in(place_of(client));
  // What was proven on the way comes first, but for what has been proven again now.
  std::erase_if(report.proof.accounts, [&](const books::AccountProof& earlier) {
    return std::binary_search(dates->begin(), dates->end(), earlier.date);
  });
  proof->accounts.insert(proof->accounts.begin(), report.proof.accounts.begin(),
                         report.proof.accounts.end());
  report.proof = *std::move(proof);
  return count_findings(client, report);
}

Result<void> Close::count_findings(const Client& client, CloseReport& report) {
  auto counts = findings_.counts(client.id, world_.zone.date_of(world_.clock.now()));
  if (!counts) return counts.error();
  report.open_findings = counts->due;
  report.waiting_findings = counts->waiting;
  return {};
}

/// Takes the dates it has proven out of `closed_now`.
Result<void> Close::prove_on_the_way(const Client& client, std::vector<Date>& closed_now,
                                     CloseReport& report) {
  auto proofs = prove_.balances(client, closed_now);
  if (!proofs) return proofs.error().in(place_of(client));
  report.proof.accounts.insert(report.proof.accounts.end(), proofs->begin(), proofs->end());
  closed_now.clear();
  return {};
}

Result<CloseReport> Close::dry_run(const Client& client, const CloseRange& range) {
  CloseReport report;
  report.client = client.id;
  auto first = first_date(client, range);
  if (!first) return first.error();
  const Date last = last_date(range);
  auto chart = world_.system.chart();
  if (!chart) return chart.error().in(place_of(client));
  auto claims = claims_.read(client);
  if (!claims) return claims.error();
  for (Date date = *first; date <= last; date = date.next()) {
    for (const LedgerTerms& ledger : client.ledgers) {
      if (date < ledger.start) continue;
      auto status = fetch_both(client, ledger, date);
      if (!status) return status.error();
      auto described = describe(client, ledger, date, *status);
      if (!described) return described.error();
      report.dates.push_back(*described);
      if (*status != DateStatus::closed) continue;
      books::OpenItems items(*claims);
      auto draft = book_.draft(client, ledger, date, items);
      if (!draft) return draft.error();
      for (const books::Voucher& voucher : draft->vouchers) {
        books::take_from_claims(*claims, voucher);
        auto missing =
            missing_for(voucher, voucher.head().reference, date, *chart, client.mapping_of(ledger));
        if (missing) draft->findings.push_back(*std::move(missing));
      }
      report.drafts.push_back(*std::move(draft));
    }
  }
  if (auto counted = count_findings(client, report); !counted) return counted.error();
  return report;
}

Date Close::last_date(const CloseRange& range) const {
  return range.to.value_or(world_.zone.date_of(world_.clock.now()).previous());
}

Result<Date> Close::first_date(const Client& client, const CloseRange& range) {
  if (client.ledgers.empty()) {
    return Error{ErrorKind::invalid,
                 fmt::format("client '{}' has no ledger; 'avstem ledgers --client {}' lists those "
                             "its keys can see, 'avstem client set' adds one",
                             client.id.text(), client.id.text())};
  }
  Date first = client.ledgers.front().start;
  for (const LedgerTerms& ledger : client.ledgers)
    first = std::min(first, ledger.start);
  if (range.from) {
    if (*range.from < first) {
      return Error{
          ErrorKind::invalid,
          fmt::format("{} lies before the first date of client '{}', {}; earlier dates are "
                      "in the opening balance",
                      range.from->to_string(), client.id.text(), first.to_string())};
    }
    return *range.from;
  }
  std::optional<Date> not_done;
  for (const LedgerTerms& ledger : client.ledgers) {
    auto date = reports_.first_unbooked_date(client.id, ledger);
    if (!date) return date.error();
    not_done = std::min(not_done.value_or(*date), *date);
  }
  return *not_done;
}

Result<DateStatus> Close::fetch_both(const Client& client, const LedgerTerms& ledger, Date date) {
  check(fetch_.has_value(), "a close that fetches has a way to Vipps");
  DateStatus worst = DateStatus::closed;
  for (const books::Topic topic : {books::Topic::funds, books::Topic::fees}) {
    auto status = fetch_->date(client.id, ledger, topic, date);
    if (!status) {
      return status.error().in(fmt::format("client '{}', ledger {}, {} of {}", client.id.text(),
                                           ledger.id.text(), to_string(topic), date.to_string()));
    }
    worst = std::max(worst, *status);
  }
  return worst;
}

/// What a file told is booked, and stays; the API is its witness when somebody asks.
Result<void> Close::compare_with_file(const Client& client, const LedgerTerms& ledger, Date date,
                                      CloseReport& report) {
  auto from_file = reports_.is_file_date(client.id, ledger.id, date);
  if (!from_file) return from_file.error();
  if (!*from_file) return {};
  Agree agree(world_.database, world_.clock);
  auto agreement = agree.with_report(client.id, ledger, date, *world_.report);
  if (!agreement) return agreement.error().in(place_of(client));
  report.compared.push_back(*agreement);
  return world_.database.transact([&] { return agree.conclude(client.id, *agreement); });
}

Result<void> Close::book_date(const Client& client, const LedgerTerms& ledger, Date date) {
  auto unbooked = book_.has_unbooked(client, ledger, date);
  if (!unbooked) return unbooked.error();
  if (!*unbooked) return {};
  auto items = claims_.of(client);
  if (!items) return items.error();
  auto booked = book_.date(client, ledger, date, **items);
  if (!booked) claims_.forget();
  return booked;
}

}  // namespace avstem::services
