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
  return false;
}

Result<void> Book::date(const Client& client, const LedgerTerms& ledger, Date date,
                        books::OpenItems& items) {
  return db_.transact([&]() -> Result<void> {
    StoreSink sink(vouchers_, findings_, client, ledger, date, clock_.now());
    if (auto folded = fold(client, ledger, date, items, sink); !folded) return folded;
    for (const books::Topic topic : both_topics) {
      const DateKey key{client.id, ledger.id, topic, date};
      auto count = reports_.entry_count(key);
      if (!count) return count.error();
      if (auto marked = reports_.set_booked(key, *count); !marked) return marked;
    }
    return {};
  });
}

Result<Draft> Book::draft(const Client& client, const LedgerTerms& ledger, Date date,
                          books::OpenItems& items) {
  Draft draft;
  DraftSink sink(draft);
  if (auto folded = fold(client, ledger, date, items, sink); !folded) return folded.error();
  return draft;
}

Result<void> Book::fold(const Client& client, const LedgerTerms& ledger, Date date,
                        books::OpenItems& items, books::BookingSink& sink) {
  auto terms_of_date = terms(client, ledger, date);
  if (!terms_of_date) return terms_of_date.error();
  const books::Sales no_sales_of_our_own;
  books::DateBooking booking(*std::move(terms_of_date), items, no_sales_of_our_own, sink);
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

Result<books::BookingTerms> Book::terms(const Client& client, const LedgerTerms& ledger,
                                        Date date) {
  books::BookingTerms terms;
  terms.client = client.id;
  terms.ledger = ledger.id;
  terms.ledger_date = date;
  terms.currency = ledger.currency;
  terms.mapping = client.mapping_of(ledger);
  terms.captures = ledger.captures;
  terms.post_bank_line = client.post_bank_line;
  auto parts = vouchers_.parts_taken(client.id, ledger.id, date);
  if (!parts) return parts.error();
  terms.parts_taken = *parts;
  auto captures = reports_.earlier_year_captures(client.id, ledger.id, date);
  if (!captures) return captures.error();
  terms.earlier_year_captures = *std::move(captures);
  return terms;
}

}  // namespace avstem::services
