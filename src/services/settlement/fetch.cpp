#include "services/settlement/fetch.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <functional>
#include <unordered_set>

#include "services/settlement/date_merge.hpp"

namespace avstem::services {

std::string_view to_string(DateStatus status) {
  switch (status) {
    case DateStatus::closed:
      return "closed";
    case DateStatus::waiting:
      return "waiting";
    case DateStatus::blocked:
      return "blocked";
  }
  return "blocked";
}

namespace {

/// Says whether two pages hold the same entries, whatever cursor they end with.
std::uint64_t digest_of(const vipps::ReportPage& page) {
  std::uint64_t digest = page.entries.size();
  const auto mix = [&digest](std::uint64_t part) {
    constexpr std::uint64_t spread = 0x9E3779B97F4A7C15U;
    digest = (digest ^ part) * spread;
    digest ^= digest >> 32U;
  };
  for (const books::Entry& entry : page.entries) {
    mix(std::hash<std::string_view>()(entry.psp_reference));
    mix(std::hash<std::string_view>()(entry.type_word));
    mix(static_cast<std::uint64_t>(entry.time.time_since_epoch().count()));
    mix(static_cast<std::uint64_t>(entry.amount));
    mix(static_cast<std::uint64_t>(entry.balance_before));
  }
  return digest;
}

}  // namespace

/// One reading of a date: what has been taken, and the pages that wait for the next commit.
struct Fetch::Reading {
  DateKey key;
  DateMerge merge;
  std::vector<vipps::ReportPage> waiting{};
  std::size_t waiting_bytes = 0;
  int pages_stored = 0;
  std::unordered_set<std::uint64_t> pages_seen{};  ///< digests of what they say
  bool try_later = false;
  std::optional<books::Finding> finding{};
};

Result<DateStatus> Fetch::date(const ClientId& client, const LedgerTerms& ledger,
                               books::Topic topic, Date date) {
  const DateKey key{client, ledger.id, topic, date};
  auto file_date = reports_.last_file_date(client, ledger.id);
  if (!file_date) return file_date.error();
  if (*file_date && date <= **file_date) return DateStatus::closed;
  const std::int64_t at_start =
      topic == books::Topic::funds ? ledger.opening_funds : ledger.opening_fees;
  auto opening = reports_.balance_before(key, at_start);
  if (!opening) return opening.error();
  auto stored = reports_.entry_count(key);
  if (!stored) return stored.error();
  Reading reading{key, DateMerge(reports_, key, ledger.currency, *opening, *stored)};
  auto read = read_pages(reading, ledger);
  if (auto kept = store(reading); !kept) return kept.error();
  if (reading.finding) return stop(key, *reading.finding);
  if (!read) return read.error();
  if (auto finding = reading.merge.end()) return stop(key, *finding);
  if (reading.try_later) return DateStatus::waiting;
  // Its balances stand on entries that may not be booked yet: it is booked after them.
  auto builds_on_open = reports_.has_unbooked_open_date_before(key);
  if (!builds_on_open) return builds_on_open.error();
  if (*builds_on_open) return DateStatus::waiting;
  auto closed = db_.transact([&]() -> Result<void> {
    if (auto done = reports_.set_closed(key, true); !done) return done;
    for (const auto kind : {books::FindingKind::chain_gap, books::FindingKind::currency_differs}) {
      auto withdrawn = findings_.withdraw(client, ledger.id, date, kind,
                                          std::string(to_string(topic)), clock_.now());
      if (!withdrawn) return withdrawn;
    }
    return {};
  });
  if (!closed) return closed.error();
  return DateStatus::closed;
}

/// Reads until the last page or a finding. The last pages are left waiting, also after an error.
Result<void> Fetch::read_pages(Reading& reading, const LedgerTerms& ledger) {
  const DateKey& key = reading.key;
  std::string cursor;
  for (int page_number = 1;; ++page_number) {
    if (page_number > pages_max) {
      return Error{
          ErrorKind::unavailable,
          fmt::format("ledger {}: {} of {} has more than {} pages; Vipps seems to repeat "
                      "itself, try later",
                      ledger.id.text(), to_string(key.topic), key.date.to_string(), pages_max)};
    }
    auto page = report_.page(ledger.id, key.topic, key.date, cursor);
    if (!page) return page.error();
    reading.try_later = reading.try_later || page->try_later;
    const bool has_more = page->has_more;
    cursor = page->cursor;
    reading.waiting_bytes += page->raw_body.size();
    reading.waiting.push_back(*std::move(page));
    if (!has_more) return {};
    if (reading.waiting.size() < pages_at_a_time && reading.waiting_bytes < bytes_at_a_time) {
      continue;
    }
    if (auto kept = store(reading); !kept) return kept;
    if (reading.finding) return {};
  }
}

Result<void> Fetch::store(Reading& reading) {
  if (reading.waiting.empty()) return {};
  auto kept = db_.transact([&]() -> Result<void> {
    // A date without a row would look unread; it exists, open, from its first page on.
    if (auto opened = reports_.set_closed(reading.key, false); !opened) return opened;
    for (vipps::ReportPage& page : reading.waiting) {
      if (auto done = store_page(reading, page); !done || reading.finding) return done;
    }
    return {};
  });
  reading.waiting.clear();
  reading.waiting_bytes = 0;
  return kept;
}

/// Whether Vipps repeats a page. Balances chain over a repetition when the page ends where it
/// began, as a day does that is paid out at its end, so they cannot tell.
Result<bool> Fetch::came_before(Reading& reading, const vipps::ReportPage& page) {
  if (page.entries.empty()) return false;
  if (reading.pages_seen.insert(digest_of(page)).second) return false;
  return reports_.has_equal_entry(reading.key, page.entries.front(), page.entries.front().currency);
}

Result<void> Fetch::store_page(Reading& reading, vipps::ReportPage& page) {
  auto repeated = came_before(reading, page);
  if (!repeated) return repeated.error();
  if (*repeated) return {};
  auto kept = reports_.keep_page(reading.key, ++reading.pages_stored, page.raw_body);
  if (!kept) return kept;
  for (books::Entry& entry : page.entries) {
    auto taken = reading.merge.take(std::move(entry));
    if (!taken) return taken.error();
    if (*taken) {
      reading.finding = *std::move(*taken);
      return {};
    }
  }
  return {};
}

/// While an earlier date is still open its entries may be what is missing: the date waits, and the
/// finding goes when it closes.
Result<DateStatus> Fetch::stop(const DateKey& key, const books::Finding& finding) {
  DateStatus status = DateStatus::blocked;
  if (finding.kind == books::FindingKind::chain_gap) {
    auto open = reports_.has_open_date_before(key);
    if (!open) return open.error();
    if (*open) status = DateStatus::waiting;
  }
  books::Finding raised = finding;
  raised.subject = to_string(key.topic);
  auto told =
      db_.transact([&] { return findings_.raise(key.client, key.ledger, raised, clock_.now()); });
  if (!told) return told.error();
  return status;
}

}  // namespace avstem::services
