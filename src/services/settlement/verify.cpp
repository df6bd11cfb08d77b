#include "services/settlement/verify.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "platform/digest.hpp"
#include "services/settlement/replay.hpp"

namespace avstem::services {
namespace {

std::string amount(std::int64_t minor, Currency currency) {
  return Money(minor, currency).to_decimal();
}

}  // namespace

void VerifyReport::conclude(const std::vector<std::string>& failures, std::string words) {
  if (failures.empty()) checks.push_back({true, std::move(words)});
  for (const std::string& failure : failures)
    checks.push_back({false, failure});
}

bool VerifyReport::holds() const {
  return document && std::ranges::all_of(checks, &VerifyCheck::holds);
}

Result<VerifyReport> Verify::proof(const ClientId& client, const StoredProof& stored,
                                   std::optional<std::string_view> file) {
  VerifyReport report;
  if (file) {
    const bool same = sha256_hex(*file) == stored.sha256;
    report.checks.push_back(
        {same,
         same ? fmt::format("the file is proof {}:{}, byte for byte", client.text(), stored.number)
              : fmt::format("the file is not proof {}:{}: its sha-256 is {}, that of the "
                            "proof {}",
                            client.text(), stored.number, sha256_hex(*file), stored.sha256)});
  }
  auto named = check_chain(client, stored, report);
  if (!named) return named.error();
  auto document = parse_proof(stored.bytes);
  if (!document) {
    report.checks.push_back({false, document.error().message});
    return report;
  }
  report.document = *std::move(document);
  const books::ProofDocument& proof = *report.document;
  if (auto done = check_row(proof, stored.number, report); !done) return done.error();
  for (const books::ProvenLedger& ledger : proof.ledgers) {
    if (auto done = check_ledger(proof, ledger, *named, report); !done) return done.error();
  }
  if (auto done = check_vouchers(proof, *named, report); !done) return done.error();
  for (const books::ProvenAccount& account : proof.accounts) {
    if (auto done = check_account(proof, account, *named, report); !done) return done.error();
  }
  for (const books::ProvenTransit& transit : proof.transits) {
    if (auto done = check_transit(proof, transit, report); !done) return done.error();
  }
  return report;
}

/// Every proof from the first on: its hash, its number, and that it holds the hash of the one
/// before. Gathers what they name.
Result<Verify::Named> Verify::check_chain(const ClientId& client, const StoredProof& last,
                                          VerifyReport& report) {
  auto chain = documents_.chain(client, last.number);
  if (!chain) return chain.error();
  Named named;
  std::vector<std::string> failures;
  std::string previous;
  std::int64_t number = 0;
  for (const StoredProof& link : *chain) {
    const std::string name = fmt::format("proof {}:{}", client.text(), link.number);
    if (link.number != ++number) {
      failures.push_back(
          fmt::format("proof {}:{} is missing from the chain", client.text(), number));
      number = link.number;
    }
    const std::string hash = sha256_hex(link.bytes);
    auto document = parse_proof(link.bytes);
    if (hash != link.sha256) {
      failures.push_back(fmt::format("{} was changed: its sha-256 is {}, it was stored as {}", name,
                                     hash, link.sha256));
    } else if (!document || document->client != client || document->number != link.number ||
               document->date != link.date) {
      failures.push_back(name + " does not say what it is stored as");
    } else if (document->previous != previous) {
      failures.push_back(fmt::format("{} follows {}, but the proof before it has the sha-256 {}",
                                     name, document->previous, previous));
    }
    previous = hash;
    if (!document) continue;
    named.pages.insert(named.pages.end(), document->pages.begin(), document->pages.end());
    for (const books::VoucherMark& mark : document->vouchers)
      named.vouchers[mark.reference] = mark;
  }
  report.conclude(
      failures,
      fmt::format("the chain of {} proofs is whole, each with the sha-256 of the one before",
                  chain->size()));
  return named;
}

/// The figures that reports and the dashboard read must be those of the last document of the date.
Result<void> Verify::check_row(const books::ProofDocument& document, std::int64_t number,
                               VerifyReport& report) {
  auto last = documents_.last_of(document.client, document.date);
  if (!last) return last.error();
  if (!*last || (*last)->number != number) {
    report.notes.push_back(fmt::format(
        "{} was proven again later; the last proof of the date is "
        "{}:{}",
        document.date.to_string(), document.client.text(), *last ? (*last)->number : 0));
    return {};
  }
  auto rows = findings_.proofs(document.client, document.date, document.date);
  if (!rows) return rows.error();
  std::vector<std::string> failures;
  for (const books::ProvenAccount& account : document.accounts) {
    if (std::ranges::find(*rows, account.figures) != rows->end()) continue;
    failures.push_back(
        fmt::format("the stored figures of account {} on {} are not those of the "
                    "proof",
                    account.figures.account, document.date.to_string()));
  }
  report.conclude(failures, "the stored figures are those of the proof");
  return {};
}

Result<void> Verify::check_ledger(const books::ProofDocument& document,
                                  const books::ProvenLedger& ledger, const Named& named,
                                  VerifyReport& report) {
  std::vector<books::PageMark> pages;
  std::ranges::copy_if(named.pages, std::back_inserter(pages),
                       [&](const books::PageMark& mark) { return mark.ledger == ledger.id; });
  Replay replay(reports_, document.client, ledger);
  if (auto run = replay.run(std::move(pages), document.date); !run) return run;
  auto surplus = surplus_entries(document, ledger, named, replay, report);
  if (!surplus) return surplus.error();
  std::vector<std::string> failures = replay.failures();
  failures.insert(failures.end(), surplus->begin(), surplus->end());
  report.notes.insert(report.notes.end(), replay.notes().begin(), replay.notes().end());
  report.conclude(
      failures,
      fmt::format("ledger {}: {} pages have the sha-256 they were kept under, and their {} "
                  "entries are the stored ones and chain from the opening",
                  ledger.id.text(), replay.page_count(), replay.entry_count()));
  for (const books::Topic topic : {books::Topic::funds, books::Topic::fees}) {
    const std::int64_t said =
        topic == books::Topic::funds ? ledger.funds_balance : ledger.fees_balance;
    const std::int64_t found = replay.balance(topic);
    report.checks.push_back(
        {found == said,
         fmt::format("ledger {}: the {} pages end at {} on {}, the proof says {}", ledger.id.text(),
                     to_string(topic), amount(found, ledger.currency), document.date.to_string(),
                     amount(said, ledger.currency))});
  }
  return {};
}

/// Entries that no page of the proof holds came from a page that was read later, or from nowhere.
Result<std::vector<std::string>> Verify::surplus_entries(const books::ProofDocument& document,
                                                         const books::ProvenLedger& ledger,
                                                         const Named& named, const Replay& replay,
                                                         VerifyReport& report) {
  std::vector<std::string> failures;
  for (const books::Topic topic : {books::Topic::funds, books::Topic::fees}) {
    auto dates = reports_.dates_with_entries(document.client, ledger.id, topic, document.date);
    if (!dates) return dates.error();
    for (const auto& [date, count] : *dates) {
      const std::int64_t surplus = count - replay.entries_on(topic, date);
      if (surplus <= 0) continue;
      auto read_later = came_later(document, ledger, named, topic, date);
      if (!read_later) return read_later.error();
      const std::string words =
          fmt::format("ledger {}, {} of {}: {} stored entries are in no page of the proof",
                      ledger.id.text(), to_string(topic), date.to_string(), surplus);
      // A page that came before its time counts once what it builds on is there.
      if (*read_later || replay.set_aside_on(topic, date)) {
        report.notes.push_back(words + "; they came with a page that was read later or again");
      } else {
        failures.push_back(words);
      }
    }
  }
  return failures;
}

/// Whether a page that the proof does not name holds entries of the date. A settlement file is kept
/// under the funds of its first date.
Result<bool> Verify::came_later(const books::ProofDocument& document,
                                const books::ProvenLedger& ledger, const Named& named,
                                books::Topic topic, Date date) {
  std::vector<std::pair<books::Topic, Date>> places{{topic, date}};
  auto from_file = reports_.is_file_date(document.client, ledger.id, date);
  if (!from_file) return from_file.error();
  if (*from_file) {
    auto dates = reports_.dates_with_entries(document.client, ledger.id, books::Topic::funds, date);
    if (!dates) return dates.error();
    for (const auto& [earlier, count] : *dates)
      places.emplace_back(books::Topic::funds, earlier);
  }
  for (const auto& [kept_under, day] : places) {
    auto kept = reports_.page_hashes({document.client, ledger.id, kept_under, day});
    if (!kept) return kept.error();
    for (const auto& [page, sha256] : *kept) {
      const books::PageMark mark{ledger.id, kept_under, day, page, sha256};
      if (std::ranges::find(named.pages, mark) == named.pages.end()) return true;
    }
  }
  return false;
}

Result<void> Verify::check_vouchers(const books::ProofDocument& document, const Named& named,
                                    VerifyReport& report) {
  std::vector<std::string> failures;
  std::size_t posted = 0;
  std::size_t waiting = 0;
  for (const auto& [reference, mark] : named.vouchers) {
    if (mark.state == to_string(VoucherState::voided)) continue;
    if (mark.sha256.empty()) {
      ++waiting;
      continue;
    }
    ++posted;
    auto voucher = vouchers_.find(document.client, reference);
    if (!voucher) {
      if (voucher.error().kind == ErrorKind::storage) return voucher.error();
      // It is gone, or its lines do not make a voucher any more.
      failures.push_back(fmt::format("voucher {}: {}", reference, voucher.error().message));
    } else if (sha256_hex(canonical_text(*voucher)) != mark.sha256) {
      failures.push_back(
          fmt::format("voucher {} ({}) was changed after it was proven: its sha-256 "
                      "is not {}",
                      reference, voucher->number, mark.sha256));
    }
  }
  std::ranges::sort(failures);
  report.conclude(
      failures,
      fmt::format("{} posted vouchers are word for word what they were when proven", posted));
  if (waiting > 0) {
    report.notes.push_back(fmt::format("{} vouchers were not posted when it was made", waiting));
  }
  return {};
}

}  // namespace avstem::services
