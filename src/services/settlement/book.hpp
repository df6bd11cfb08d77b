#pragma once

#include <vector>

#include "books/booking.hpp"
#include "platform/clock.hpp"
#include "services/clients/client.hpp"
#include "services/settlement/finding_store.hpp"
#include "services/settlement/report_store.hpp"
#include "services/settlement/sale_store.hpp"
#include "services/settlement/voucher_store.hpp"

namespace avstem::services {

/// What booking a date would give, for a dry run.
struct Draft {
  std::vector<books::Voucher> vouchers;
  std::vector<books::Finding> findings;
};

/// Turns a closed ledger date into planned vouchers. All of it in one transaction: the vouchers,
/// the findings, and the mark that says which entries they consumed. Entries that have their
/// vouchers are never booked again; a late one gets the next part.
class Book {
 public:
  /// `voucher_lines_max`: of the client's accounting system.
  Book(store::Database& database, Clock& clock, std::size_t voucher_lines_max = 1'000)
      : db_(database),
        reports_(database),
        vouchers_(database),
        findings_(database),
        sales_(database),
        clock_(clock),
        voucher_lines_max_(voucher_lines_max) {}

  /// Whether the date has entries without vouchers, or sales something to book.
  Result<bool> has_unbooked(const Client& client, const LedgerTerms& ledger, Date date);

  /// What the date's vouchers take is taken from `items`; after an error `items` are of no use.
  Result<void> date(const Client& client, const LedgerTerms& ledger, Date date,
                    books::OpenItems& items);

  /// Books the entries of one voucher that was reversed or voided once more, with the mapping,
  /// rules, sales and open items of now; call it inside a transaction. What the fold finds is
  /// raised, and what it found before is withdrawn. The vouchers are returned, not planned: in the
  /// place of one they may be several, or none. `conflict` when they would not move the accounts
  /// that follow Vipps as the voucher did.
  Result<std::vector<books::PlannedVoucher>> again(const Client& client, const LedgerTerms& ledger,
                                                   const StoredVoucher& taken_back,
                                                   books::OpenItems& items);

  /// The same fold; nothing is stored.
  Result<Draft> draft(const Client& client, const LedgerTerms& ledger, Date date,
                      books::OpenItems& items);

 private:
  Result<void> fold(const Client& client, const LedgerTerms& ledger, books::BookingTerms terms,
                    books::OpenItems& items, books::BookingSink& sink);
  /// `drafted_before`: a draft, which takes the dates before as booked.
  Result<books::BookingTerms> terms(const Client& client, const LedgerTerms& ledger, Date date,
                                    std::optional<Date> drafted_before);

  // Of again(), in book_again.cpp.
  Result<void> withdraw_findings(const Client& client, const LedgerTerms& ledger,
                                 const books::Entry& entry);
  Result<std::vector<books::Entry>> entries_of(const Client& client, const LedgerTerms& ledger,
                                               const StoredVoucher& taken_back,
                                               const std::vector<books::SourceRange>& ranges);
  Result<std::vector<books::TillDay>> till_of(const Client& client, const LedgerTerms& ledger,
                                              const StoredVoucher& taken_back,
                                              const std::vector<books::Entry>& entries);
  Result<void> check_movements(const Client& client, const LedgerTerms& ledger,
                               const StoredVoucher& taken_back,
                               const std::vector<books::PlannedVoucher>& made);

  store::Database& db_;
  ReportStore reports_;
  VoucherStore vouchers_;
  FindingStore findings_;
  SaleStore sales_;
  Clock& clock_;
  const std::size_t voucher_lines_max_;
};

}  // namespace avstem::services
