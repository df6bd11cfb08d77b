#include "services/settlement/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "platform/digest.hpp"
#include "vipps/report_parser.hpp"
#include "vipps/settlement_file/any_report.hpp"
#include "vipps/settlement_file/to_entries.hpp"

namespace avstem::services {
namespace {

std::string words_of(const books::PageMark& mark) {
  return fmt::format("ledger {}, {} of {}, page {}", mark.ledger.text(), to_string(mark.topic),
                     mark.date.to_string(), mark.page);
}

/// What makes an entry itself, wherever it stands in its date.
std::string identity(const books::Entry& entry) {
  return fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}", to_string(entry.topic),
                     entry.ledger_date.to_string(), entry.type_word, entry.psp_reference,
                     entry.reference, entry.time.time_since_epoch().count(), entry.amount,
                     entry.balance_before, entry.balance_after);
}

}  // namespace

std::int64_t Replay::Chain::before(Date date) const {
  const auto after = closing.lower_bound(date);
  return after == closing.begin() ? opening : std::prev(after)->second;
}

Date Replay::Chain::last_date(Date date) const {
  const auto after = closing.upper_bound(date);
  return after == closing.begin() ? Date() : std::prev(after)->first;
}

Replay::Replay(ReportStore& reports, const ClientId& client, const books::ProvenLedger& ledger)
    : reports_(reports), client_(client), ledger_(ledger) {
  funds_.opening = ledger.opening_funds;
  fees_.opening = ledger.opening_fees;
}

std::int64_t Replay::balance(books::Topic topic) const {
  return chain(topic).last();
}

std::int64_t Replay::entries_on(books::Topic topic, Date date) const {
  const auto found = chain(topic).counts.find(date);
  return found == chain(topic).counts.end() ? 0 : found->second;
}

void Replay::fail(std::string words) {
  if (failures_.size() < failures_max) failures_.push_back(std::move(words));
}

/// Pages by their number: whatever readings they come from, each begins where pages with a smaller
/// number have brought the date, since Vipps only adds to a date's end.
Result<void> Replay::run(std::vector<books::PageMark> pages, Date until) {
  std::erase_if(pages, [&](const books::PageMark& mark) { return mark.date > until; });
  std::ranges::sort(pages, {}, [](const books::PageMark& mark) {
    return std::tuple(mark.date, mark.topic, mark.page, mark.sha256);
  });
  for (const books::PageMark& mark : pages) {
    if (auto read = read_page(mark); !read) return read;
  }
  return {};
}

Result<void> Replay::read_page(const books::PageMark& mark) {
  auto body =
      reports_.page_body({client_, mark.ledger, mark.topic, mark.date}, mark.page, mark.sha256);
  if (!body && body.error().kind == ErrorKind::storage) return body.error();
  if (!body) {
    fail(fmt::format("{}: {}", words_of(mark), body.error().message));
    return {};
  }
  if (sha256_hex(*body) != mark.sha256) {
    fail(fmt::format("{} is not what Vipps sent: its sha-256 is {}, the proof says {}",
                     words_of(mark), sha256_hex(*body), mark.sha256));
    return {};
  }
  ++page_count_;
  const std::size_t first = body->find_first_not_of(" \t\r\n");
  if (first == std::string::npos || (*body)[first] != '{') return read_file(*body, mark);
  if (seen_from_file_ || mark.date != seen_date_) seen_.clear();
  seen_from_file_ = false;
  seen_date_ = mark.date;
  auto page = vipps::parse_report_page(*std::move(body), mark.topic, mark.date);
  if (!page) {
    fail(fmt::format("{} cannot be read: {}", words_of(mark), page.error().message));
    return {};
  }
  return take(page->entries, mark, words_of(mark));
}

/// A settlement file holds both topics and many dates. Of its sales units the one counts whose
/// handle the stored entries carry.
Result<void> Replay::read_file(const std::string& bytes, const books::PageMark& mark) {
  namespace file = vipps::settlement_file;
  seen_from_file_ = true;
  auto read = file::read_any_report(bytes);
  if (!read) {
    fail(fmt::format("the settlement file of {} cannot be read: {}", mark.date.to_string(),
                     read.error().message));
    return {};
  }
  auto stored =
      reports_.entry_at({client_, mark.ledger, mark.topic, mark.date}, 1, ledger_.currency);
  if (!stored) return stored.error();
  for (file::SalesUnit& unit : read->report.sales_units) {
    const bool is_ours = read->report.sales_units.size() == 1 ||
                         (*stored && (*stored)->recipient_handle == "api:" + unit.serial_number);
    if (!is_ours) continue;
    // What the API told was not taken from the file.
    for (auto settlement = unit.settlements.begin(); settlement != unit.settlements.end();) {
      auto taken = reports_.is_file_date(client_, mark.ledger, settlement->date);
      if (!taken) return taken.error();
      settlement = *taken ? settlement + 1 : unit.settlements.erase(settlement);
    }
    for (auto invoice = unit.fee_invoices.begin(); invoice != unit.fee_invoices.end();) {
      auto taken = reports_.is_file_date(client_, mark.ledger, invoice->date);
      if (!taken) return taken.error();
      invoice = *taken ? invoice + 1 : unit.fee_invoices.erase(invoice);
    }
    file::LedgerState opening;
    opening.funds_balance = funds_.before(mark.date);
    opening.fees_balance = fees_.before(mark.date);
    auto made = file::to_entries(unit, mark.ledger, opening);
    if (!made) {
      fail(fmt::format("the settlement file of {}: {}", mark.date.to_string(),
                       made.error().message));
      return {};
    }
    return take(made->entries, mark,
                fmt::format("the settlement file of {}", mark.date.to_string()));
  }
  fail(fmt::format("the settlement file of {} holds no sales unit of ledger {}",
                   mark.date.to_string(), mark.ledger.text()));
  return {};
}

Result<void> Replay::take(const std::vector<books::Entry>& entries, const books::PageMark& mark,
                          const std::string& where) {
  std::vector<books::Entry> fresh;
  std::map<std::pair<books::Topic, Date>, std::int64_t> moved;
  const auto balance_at = [&](const books::Entry& entry) {
    const std::pair place(entry.topic, entry.ledger_date);
    const Chain& known = chain(entry.topic);
    const auto after = moved.upper_bound(place);
    if (after == moved.begin()) return known.before(place.second.next());
    const auto& [last, balance] = *std::prev(after);
    const bool is_newest =
        last.first == entry.topic && known.last_date(place.second) <= last.second;
    return is_newest ? balance : known.before(place.second.next());
  };
  for (const books::Entry& entry : entries) {
    if (seen_.contains(identity(entry))) continue;
    const std::int64_t balance = balance_at(entry);
    const bool chains = entry.balance_before == balance && entry.currency == ledger_.currency &&
                        add_minor(balance, entry.amount) == entry.balance_after;
    if (!chains) {
      set_aside_.emplace(mark.topic, mark.date);
      notes_.push_back(
          fmt::format("{} does not go on where the others end (entry {} begins at {}, "
                      "the balance is {}); it is set aside",
                      where, entry.psp_reference, entry.balance_before, balance));
      return {};
    }
    moved[{entry.topic, entry.ledger_date}] = entry.balance_after;
    fresh.push_back(entry);
  }
  for (books::Entry& entry : fresh) {
    Chain& follows = chain(entry.topic);
    follows.closing[entry.ledger_date] = entry.balance_after;
    entry.sequence = ++follows.counts[entry.ledger_date];
    ++entry_count_;
    seen_.insert(identity(entry));
    if (auto same = compare_with_stored(entry); !same) return same;
  }
  return {};
}

Result<void> Replay::compare_with_stored(const books::Entry& entry) {
  auto stored = reports_.entry_at({client_, ledger_.id, entry.topic, entry.ledger_date},
                                  entry.sequence, ledger_.currency);
  if (!stored) return stored.error();
  const std::string place =
      fmt::format("ledger {}, {} of {}, entry {} ({})", ledger_.id.text(), to_string(entry.topic),
                  entry.ledger_date.to_string(), entry.sequence, entry.psp_reference);
  if (!*stored) {
    fail(place + " is in Vipps' report but not among the stored entries");
  } else if (!(**stored == entry)) {
    fail(
        fmt::format("{} is not what the report says: stored {} {} øre '{}', reported {} {} øre "
                    "'{}'",
                    place, (*stored)->type_word, (*stored)->amount, (*stored)->reference,
                    entry.type_word, entry.amount, entry.reference));
  }
  return {};
}

}  // namespace avstem::services
