#include "services/settlement/fetch.hpp"

#include <fmt/format.h>

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
  DateMerge merge(reports_, key, ledger.currency, *opening, *stored);

  std::string cursor;
  bool try_later = false;
  for (int page_number = 1;; ++page_number) {
    if (page_number > pages_max) {
      return Error{ErrorKind::unavailable,
                   fmt::format("ledger {}: {} of {} has more than {} pages; Vipps seems to repeat "
                               "itself, try later",
                               ledger.id.text(), to_string(topic), date.to_string(), pages_max)};
    }
    auto page = report_.page(ledger.id, topic, date, cursor);
    if (!page) return page.error();
    std::optional<books::Finding> finding;
    auto kept = db_.transact([&]() -> Result<void> {
      // A date without a row would look unread; it exists, open, from its first page on.
      if (auto opened = reports_.set_closed(key, false); !opened) return opened;
      if (auto done = reports_.keep_page(key, page_number, page->raw_body); !done) return done;
      for (books::Entry& entry : page->entries) {
        auto taken = merge.take(std::move(entry));
        if (!taken) return taken.error();
        if (*taken) {
          finding = *std::move(*taken);
          return {};
        }
      }
      return {};
    });
    if (!kept) return kept.error();
    if (finding) return stop(key, *finding);
    try_later = try_later || page->try_later;
    if (!page->has_more) break;
    cursor = page->cursor;
  }
  if (auto finding = merge.end()) return stop(key, *finding);
  if (try_later) return DateStatus::waiting;
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
