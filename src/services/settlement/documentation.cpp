#include "services/settlement/documentation.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace avstem::services {
namespace {

/// Whether the next document would fare the same, since the way to the system is what failed.
bool is_of_the_way(const Error& error) {
  return error.kind == ErrorKind::unavailable || error.kind == ErrorKind::busy ||
         error.kind == ErrorKind::unauthorised;
}

}  // namespace

void Documentation::begin_run() {
  tried_.clear();
  failures_in_a_row_ = 0;
}

Result<void> Documentation::all(const Client& client) {
  auto dates = store_.dates_without(client.id);
  if (!dates) return dates.error();
  for (const auto& [ledger, date] : *dates) {
    auto rendered = render(client, ledger, date);
    if (!rendered) {
      return rendered.error().in(fmt::format("client '{}', ledger {}, document of {}",
                                             client.id.text(), ledger.text(), date.to_string()));
    }
  }
  // Where a document cannot be attached it is kept, and that is no finding: nobody could mend it.
  if (!system_.abilities().takes_documents) return {};
  auto waiting = store_.waiting(client.id);
  if (!waiting) return waiting.error();
  for (const StoredDocument& document : *waiting) {
    if (tried_.contains(document.id)) continue;
    auto attached = attach(client, document);
    if (!attached) return attached.error().in(fmt::format("client '{}'", client.id.text()));
  }
  return {};
}

Result<void> Documentation::render(const Client& client, const LedgerId& ledger, Date date) {
  auto facts = gather(client, ledger, date);
  if (!facts) return facts.error();
  auto pdf = documents::settlement_pdf(*facts, zone_);
  if (!pdf) return pdf.error();
  return db_.transact([&] { return store_.keep(client.id, {0, ledger, date, facts->part}, *pdf); });
}

Result<documents::SettlementFacts> Documentation::gather(const Client& client,
                                                         const LedgerId& ledger, Date date) {
  // A ledger that is no longer the client's has vouchers still; its opening balance is lost.
  LedgerTerms terms;
  terms.id = ledger;
  for (const LedgerTerms& known : client.ledgers) {
    if (known.id == ledger) terms = known;
  }
  documents::SettlementFacts facts;
  facts.client_name = client.name;
  facts.organisation_number = client.organisation_number;
  facts.ledger = ledger;
  facts.date = date;
  facts.currency = terms.currency;
  auto parts = store_.part_count(client.id, ledger, date);
  if (!parts) return parts.error();
  facts.part = *parts + 1;
  const DateKey funds{client.id, ledger, books::Topic::funds, date};
  const DateKey fees{client.id, ledger, books::Topic::fees, date};
  auto from_file = store_.is_from_file(funds);
  if (!from_file) return from_file.error();
  facts.from_file = *from_file;
  if (auto read = read_topic(funds, terms, facts.funds); !read) return read.error();
  if (auto read = read_topic(fees, terms, facts.fees); !read) return read.error();
  if (facts.from_file) {
    // One file holds both topics of all its dates.
    auto read = store_.read_file_source(funds, facts.funds);
    if (!read) return read.error();
  } else {
    if (auto read = store_.read_sources(funds, facts.funds); !read) return read.error();
    if (auto read = store_.read_sources(fees, facts.fees); !read) return read.error();
  }
  auto vouchers = store_.vouchers_of(client.id, ledger, date);
  if (!vouchers) return vouchers.error();
  facts.vouchers = *std::move(vouchers);
  return facts;
}

Result<void> Documentation::read_topic(const DateKey& key, const LedgerTerms& terms,
                                       documents::TopicFacts& facts) {
  const std::int64_t opening =
      key.topic == books::Topic::funds ? terms.opening_funds : terms.opening_fees;
  auto before = reports_.balance_before(key, opening);
  if (!before) return before.error();
  facts.opening = *before;
  auto after = reports_.balance_on(key, opening);
  if (!after) return after.error();
  facts.closing = *after;
  auto sums = reports_.sums(key);
  if (!sums) return sums.error();
  for (const ReportStore::TypeSum& sum : *sums)
    facts.totals.push_back({sum.type_word, sum.count, sum.amount});
  auto count = reports_.entry_count(key);
  if (!count) return count.error();
  const auto listed = std::min(*count, static_cast<std::int64_t>(documents::lines_listed_max));
  for (std::int64_t sequence = 1; sequence <= listed; ++sequence) {
    auto entry = reports_.entry_at(key, sequence, terms.currency);
    if (!entry) return entry.error();
    if (*entry) facts.entries.push_back(**std::move(entry));
  }
  return {};
}

Result<void> Documentation::attach(const Client& client, const StoredDocument& document) {
  auto vouchers = store_.waiting_vouchers(client.id, document);
  if (!vouchers) return vouchers.error();
  if (failures_in_a_row_ >= failures_in_a_row_max) {
    return conclude(client, document, {}, *vouchers, last_failure_);
  }
  auto pdf = store_.pdf(document);
  if (!pdf) return pdf.error();
  std::vector<DocumentationStore::WaitingVoucher> attached;
  std::vector<DocumentationStore::WaitingVoucher> missing;
  std::string problem;
  bool way_is_open = true;
  for (const auto& voucher : *vouchers) {
    auto done = way_is_open ? system_.attach(voucher.remote, document.name(), *pdf)
                            : Result<void>(Error{ErrorKind::unavailable, problem});
    if (done) {
      attached.push_back(voucher);
      continue;
    }
    missing.push_back(voucher);
    if (problem.empty()) problem = done.error().message;
    if (is_of_the_way(done.error())) way_is_open = false;
  }
  failures_in_a_row_ = way_is_open ? 0 : failures_in_a_row_ + 1;
  last_failure_ = problem;
  return conclude(client, document, attached, missing, problem);
}

Result<void> Documentation::conclude(
    const Client& client, const StoredDocument& document,
    const std::vector<DocumentationStore::WaitingVoucher>& attached,
    const std::vector<DocumentationStore::WaitingVoucher>& missing, const std::string& problem) {
  return db_.transact([&]() -> Result<void> {
    for (const auto& voucher : attached) {
      if (auto set = store_.set_attached(voucher.id); !set) return set;
    }
    const auto kind = books::FindingKind::documentation_missing;
    if (missing.empty()) {
      return findings_.withdraw(client.id, document.ledger, document.date, kind, document.name(),
                                clock_.now());
    }
    tried_.insert(document.id);
    return findings_.raise(
        client.id, document.ledger,
        {kind, document.date, document.name(), 0,
         fmt::format("{} could not be attached to {} of the vouchers, the first of them {}: {}; "
                     "the next close attaches it again",
                     document.name(), missing.size(), missing.front().number, problem)},
        clock_.now());
  });
}

}  // namespace avstem::services
