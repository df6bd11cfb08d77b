#include "services/settlement/book.hpp"

#include <fmt/format.h>

namespace avstem::services {
namespace {

constexpr std::array<books::Topic, 2> both_topics{books::Topic::funds, books::Topic::fees};

/// Stores what the fold produces.
class StoreSink final : public books::BookingSink {
 public:
  StoreSink(VoucherStore& vouchers, FindingStore& findings, const Client& client,
            const LedgerTerms& ledger, Date date, Instant now)
      : vouchers_(vouchers),
        findings_(findings),
        client_(client),
        ledger_(ledger),
        date_(date),
        now_(now) {}

  Result<void> voucher(const books::Voucher& voucher,
                       const std::vector<books::SourceRange>& from) override {
    return vouchers_.plan(client_.id, ledger_.id, date_, client_.mapping_version, voucher, from);
  }
  Result<void> finding(const books::Finding& finding) override {
    return findings_.raise(client_.id, ledger_.id, finding, now_);
  }
  Result<void> withdraw(const books::Finding& finding) override {
    return findings_.withdraw(client_.id, ledger_.id, finding.ledger_date, finding.kind,
                              finding.subject, now_);
  }

 private:
  VoucherStore& vouchers_;
  FindingStore& findings_;
  const Client& client_;
  const LedgerTerms& ledger_;
  Date date_;
  Instant now_;
};

class DraftSink final : public books::BookingSink {
 public:
  explicit DraftSink(Draft& draft) : draft_(draft) {}
  Result<void> voucher(const books::Voucher& voucher,
                       const std::vector<books::SourceRange>&) override {
    draft_.vouchers.push_back(voucher);
    return {};
  }
  Result<void> finding(const books::Finding& finding) override {
    draft_.findings.push_back(finding);
    return {};
  }
  Result<void> withdraw(const books::Finding&) override { return {}; }

 private:
  Draft& draft_;
};

}  // namespace

Result<bool> Book::has_unbooked(const Client& client, const LedgerTerms& ledger, Date date) {
  for (const books::Topic topic : both_topics) {
    const DateKey key{client.id, ledger.id, topic, date};
    auto count = reports_.entry_count(key);
    if (!count) return count.error();
    auto booked = reports_.booked_sequence(key);
    if (!booked) return booked.error();
    if (*count > *booked) return true;
  }
  return sales_.has_work(client.id, ledger.id, date);
}

Result<void> Book::date(const Client& client, const LedgerTerms& ledger, Date date,
                        books::OpenItems& items) {
  return db_.transact([&]() -> Result<void> {
    // What was told of a register before its payments came; it is told again if it still holds.
    auto tills = sales_.tills(client.id, ledger.id, date);
    if (!tills) return tills.error();
    for (const books::TillDay& till : *tills) {
      auto withdrawn =
          findings_.withdraw(client.id, ledger.id, date, books::FindingKind::till_differs,
                             till.subject(), clock_.now());
      if (!withdrawn) return withdrawn;
    }
    StoreSink sink(vouchers_, findings_, client, ledger, date, clock_.now());
    auto of_date = terms(client, ledger, date, std::nullopt);
    if (!of_date) return of_date.error();
    auto folded = fold(client, ledger, *std::move(of_date), items, sink);
    if (!folded) return folded;
    for (const books::Topic topic : both_topics) {
      const DateKey key{client.id, ledger.id, topic, date};
      auto count = reports_.entry_count(key);
      if (!count) return count.error();
      if (auto marked = reports_.set_booked(key, *count); !marked) return marked;
    }
    if (auto kept = sales_.date_booked(client.id, ledger.id, date); !kept) return kept;
    auto refunded = sales_.refunded_income(client.id, ledger.id, date, ledger.currency);
    if (!refunded) return refunded.error();
    for (const books::Finding& told : *refunded) {
      if (auto raised = sink.finding(told); !raised) return raised;
    }
    auto income = sales_.due(client.id, ledger.id, date, ledger.currency);
    if (!income) return income.error();
    for (const books::Voucher& voucher : *income) {
      if (auto planned = sink.voucher(voucher, {}); !planned) return planned;
    }
    return sales_.recognised(client.id, ledger.id, date, ledger.currency);
  });
}

Result<Draft> Book::draft(const Client& client, const LedgerTerms& ledger, Date date,
                          books::OpenItems& items) {
  Draft draft;
  DraftSink sink(draft);
  auto of_date = terms(client, ledger, date, date);
  if (!of_date) return of_date.error();
  auto folded = fold(client, ledger, *std::move(of_date), items, sink);
  if (!folded) return folded.error();
  auto income = sales_.due(client.id, ledger.id, date, ledger.currency);
  if (!income) return income.error();
  draft.vouchers.insert(draft.vouchers.end(), income->begin(), income->end());
  return draft;
}

Result<void> Book::fold(const Client& client, const LedgerTerms& ledger, books::BookingTerms terms,
                        books::OpenItems& items, books::BookingSink& sink) {
  const Date date = terms.ledger_date;
  auto sales = sales_.of_date(client.id, ledger.id, date);
  if (!sales) return sales.error();
  auto paid = vouchers_.paid_again(client.id, ledger.id, date, ledger.currency);
  if (!paid) return paid.error();
  for (const books::Claim& claim : *paid)
    items.know_paid(claim);
  books::DateBooking booking(std::move(terms), items, *sales, sink);
  for (const books::Topic topic : both_topics) {
    const DateKey key{client.id, ledger.id, topic, date};
    auto booked = reports_.booked_sequence(key);
    if (!booked) return booked.error();
    auto walked =
        reports_.for_each_entry(key, *booked, ledger.currency,
                                [&](const books::Entry& entry) { return booking.add(entry); });
    if (!walked) return walked;
  }
  return booking.finish();
}

Result<books::BookingTerms> Book::terms(const Client& client, const LedgerTerms& ledger, Date date,
                                        std::optional<Date> drafted_before) {
  books::BookingTerms terms;
  terms.client = client.id;
  terms.ledger = ledger.id;
  terms.ledger_date = date;
  terms.currency = ledger.currency;
  terms.mapping = client.mapping_of(ledger);
  terms.captures = ledger.captures;
  terms.matching = client.matching;
  terms.compact = ledger.compact;
  terms.department = ledger.department;
  terms.project = ledger.project;
  terms.post_bank_line = client.post_bank_line;
  terms.voucher_lines_max = voucher_lines_max_;
  auto parts = vouchers_.parts_taken(client.id, ledger.id, date);
  if (!parts) return parts.error();
  terms.parts_taken = *parts;
  auto tills = sales_.tills(client.id, ledger.id, date);
  if (!tills) return tills.error();
  terms.tills = *std::move(tills);
  auto captures = reports_.fee_captures(client.id, ledger.id, date);
  if (!captures) return captures.error();
  terms.fee_captures = *std::move(captures);
  terms.fee_invoices = client.fee_invoices;
  auto open = reports_.open_retained(client.id, ledger.id, drafted_before);
  if (!open) return open.error();
  terms.open_retained = *std::move(open);
  return terms;
}

}  // namespace avstem::services
