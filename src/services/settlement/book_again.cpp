// The entries of one voucher, booked once more.

#include <fmt/format.h>

#include <array>

#include "services/settlement/book.hpp"

namespace avstem::services {
namespace {

using books::AccountRole;
using books::EntryType;
using books::VoucherKind;

class AgainSink final : public books::BookingSink {
 public:
  AgainSink(FindingStore& findings, const Client& client, const LedgerTerms& ledger, Instant now)
      : findings_(findings), client_(client), ledger_(ledger), now_(now) {}
  Result<void> voucher(const books::Voucher& voucher,
                       const std::vector<books::SourceRange>& from) override {
    made.push_back({voucher, from});
    return {};
  }
  Result<void> finding(const books::Finding& finding) override {
    return findings_.raise(client_.id, ledger_.id, finding, now_);
  }
  Result<void> withdraw(const books::Finding& finding) override {
    return findings_.withdraw(client_.id, ledger_.id, finding.ledger_date, finding.kind,
                              finding.subject, now_);
  }

  std::vector<books::PlannedVoucher> made;

 private:
  FindingStore& findings_;
  const Client& client_;
  const LedgerTerms& ledger_;
  Instant now_;
};

/// Vouchers of versions before 0.3 name a range that holds entries of other kinds too.
bool is_of_kind(const books::Entry& entry, VoucherKind kind) {
  const bool funds = entry.topic == books::Topic::funds;
  const bool payout =
      entry.type == EntryType::payout_scheduled || entry.type == EntryType::payout_aborted;
  const bool retained = entry.type == EntryType::fees_retained;
  switch (kind) {
    case VoucherKind::payments:
      return funds && !payout && !retained;
    case VoucherKind::fees:
      return !funds || retained;
    default:
      return true;
  }
}

}  // namespace

Result<void> Book::withdraw_findings(const Client& client, const LedgerTerms& ledger,
                                     const books::Entry& entry) {
  const std::string subject = fmt::format("{}#{}", entry.psp_reference, entry.sequence);
  for (const auto kind :
       {books::FindingKind::payment_without_claim, books::FindingKind::refund_without_credit_note,
        books::FindingKind::overpayment, books::FindingKind::underpayment}) {
    auto done =
        findings_.withdraw(client.id, ledger.id, entry.ledger_date, kind, subject, clock_.now());
    if (!done) return done;
  }
  return {};
}

Result<std::vector<books::Entry>> Book::entries_of(const Client& client, const LedgerTerms& ledger,
                                                   const StoredVoucher& taken_back,
                                                   const std::vector<books::SourceRange>& ranges) {
  const VoucherKind kind = taken_back.voucher.head().kind;
  // A compact voucher holds entries of every kind (R03).
  const bool is_compact =
      kind == VoucherKind::payments && std::ranges::any_of(ranges, [](const auto& range) {
        return range.topic == books::Topic::fees;
      });
  std::vector<books::Entry> entries;
  for (const books::SourceRange& range : ranges) {
    const DateKey key{client.id, ledger.id, range.topic, taken_back.ledger_date};
    for (std::int64_t place = range.first; place <= range.last; ++place) {
      auto entry = reports_.entry_at(key, place, ledger.currency);
      if (!entry) return entry.error();
      if (!*entry || (!is_compact && !is_of_kind(**entry, kind))) continue;
      entries.push_back(**std::move(entry));
    }
  }
  return entries;
}

/// The register's day that a voucher was made for. Only its own entries are that day's: a payment
/// that came late stands by itself, and the day's income is not booked twice.
Result<std::vector<books::TillDay>> Book::till_of(const Client& client, const LedgerTerms& ledger,
                                                  const StoredVoucher& taken_back,
                                                  const std::vector<books::Entry>& entries) {
  std::vector<books::TillDay> none;
  if (taken_back.voucher.head().kind != VoucherKind::payments || entries.empty()) return none;
  const bool names_payments =
      std::ranges::any_of(taken_back.voucher.postings(), [&](const books::Posting& line) {
        return std::ranges::any_of(entries, [&](const books::Entry& entry) {
          return !line.line_reference.empty() && line.line_reference == entry.psp_reference;
        });
      });
  if (names_payments) return none;
  auto booked =
      sales_.tills(client.id, ledger.id, taken_back.ledger_date, SaleStore::TillsThat::are_booked);
  if (!booked) return booked.error();
  for (books::TillDay& day : *booked) {
    if (!day.unit.empty() && day.unit != entries.front().recipient_handle) continue;
    auto gone = findings_.withdraw(client.id, ledger.id, taken_back.ledger_date,
                                   books::FindingKind::till_differs, day.subject(), clock_.now());
    if (!gone) return gone.error();
    return std::vector<books::TillDay>{std::move(day)};
  }
  return none;
}

Result<std::vector<books::PlannedVoucher>> Book::again(const Client& client,
                                                       const LedgerTerms& ledger,
                                                       const StoredVoucher& taken_back,
                                                       books::OpenItems& items) {
  const Date date = taken_back.ledger_date;
  const VoucherKind kind = taken_back.voucher.head().kind;
  auto ranges = vouchers_.sources(taken_back.id);
  if (!ranges) return ranges.error();
  if (ranges->empty()) {
    return Error{ErrorKind::invalid,
                 fmt::format("voucher {} was not made from entries of Vipps' report, so there is "
                             "nothing to book again",
                             taken_back.number)};
  }
  auto of_date = terms(client, ledger, date, std::nullopt);
  if (!of_date) return of_date.error();
  auto open = reports_.open_retained(client.id, ledger.id, std::nullopt,
                                     ReportStore::Without{date, *ranges});
  if (!open) return open.error();
  of_date->open_retained = *std::move(open);
  auto entries = entries_of(client, ledger, taken_back, *ranges);
  if (!entries) return entries.error();
  auto till = till_of(client, ledger, taken_back, *entries);
  if (!till) return till.error();
  of_date->tills = *std::move(till);
  auto sales = sales_.of_date(client.id, ledger.id, date);
  if (!sales) return sales.error();

  AgainSink sink(findings_, client, ledger, clock_.now());
  books::DateBooking booking(*std::move(of_date), items, *sales, sink);
  for (const books::Entry& entry : *entries) {
    if (auto gone = withdraw_findings(client, ledger, entry); !gone) return gone.error();
    if (auto added = booking.add(entry); !added) return added.error();
  }
  if (auto finished = booking.finish(); !finished) return finished.error();
  // A payout and its arrival in the bank come of the same entry.
  std::erase_if(sink.made, [&](const books::PlannedVoucher& planned) {
    return (planned.voucher.head().kind == VoucherKind::bank) != (kind == VoucherKind::bank);
  });
  if (auto same = check_movements(client, ledger, taken_back, sink.made); !same) {
    return same.error();
  }
  if (auto kept = sales_.date_booked(client.id, ledger.id, date); !kept) return kept.error();
  return std::move(sink.made);
}

Result<void> Book::check_movements(const Client& client, const LedgerTerms& ledger,
                                   const StoredVoucher& taken_back,
                                   const std::vector<books::PlannedVoucher>& made) {
  const books::Mapping mapping = client.mapping_of(ledger);
  for (const AccountRole role : {AccountRole::clearing, AccountRole::accrued_fees}) {
    const books::AccountNumber account = mapping.account(role);
    std::int64_t sum = 0;
    for (const books::PlannedVoucher& planned : made)
      sum = add_minor(sum, planned.voucher.movement(account));
    const std::int64_t before = taken_back.voucher.movement(account);
    if (sum == before) continue;
    return Error{
        ErrorKind::conflict,
        fmt::format("booked again, the entries of voucher {} move account {} by {}, not by {}: "
                    "which entries it was made from is not known exactly, or the account is "
                    "another one now; post what remains by hand",
                    taken_back.number, account, Money(sum, ledger.currency).to_decimal(),
                    Money(before, ledger.currency).to_decimal())};
  }
  return {};
}

}  // namespace avstem::services
