#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounting/accounting_system.hpp"
#include "books/booking.hpp"
#include "books/voucher.hpp"
#include "core/instant.hpp"
#include "store/database.hpp"

namespace avstem::services {

/// Where a voucher is on its way out.
enum class VoucherState {
  planned,  ///< stored, not sent
  sending,  ///< a request may be on its way: look it up before sending again
  posted,   ///< the accounting system has it, and we have its number
  refused,  ///< the accounting system said no, or its chart lacks an account; nothing was posted
  voided,   ///< given up before it was sent: its number is kept, and it counts nowhere
};

std::string_view to_string(VoucherState state);

struct StoredVoucher {
  std::int64_t id = 0;
  std::string number;  ///< ours, e.g. `V-2026-00117`: gap-free per client, series and year
  LedgerId ledger;
  Date ledger_date;
  int mapping_version = 0;
  VoucherState state = VoucherState::planned;
  accounting::PostedVoucher remote;
  std::string problem;
  books::Voucher voucher;
};

/// The series a voucher's number is in: `V` what follows from Vipps and sales, `K` corrections by
/// people (reversals and decisions). Several series are allowed where there is a reason for them;
/// here it is that a person stands behind one of them (rules § 3, numbering).
char series_of(books::VoucherKind kind);

/// Our journal, which is also the outbox.
class VoucherStore {
 public:
  explicit VoucherStore(store::Database& database) : db_(database) {}

  /// Stores a voucher as planned; gives it the client's next number. Call inside the transaction
  /// that marks its entries booked.
  Result<void> plan(const ClientId& client, const LedgerId& ledger, Date ledger_date,
                    int mapping_version, const books::Voucher& voucher,
                    const std::vector<books::SourceRange>& from);

  Result<std::array<int, books::voucher_kind_count>> parts_taken(const ClientId& client,
                                                                 const LedgerId& ledger,
                                                                 Date ledger_date);
  /// Vouchers not yet posted, oldest first.
  Result<std::vector<StoredVoucher>> unposted(const ClientId& client);
  /// One voucher by our number (`V-2026-0001`) or by its reference.
  Result<StoredVoucher> find(const ClientId& client, const std::string& name);
  /// The entries a voucher consumed.
  Result<std::vector<books::SourceRange>> sources(std::int64_t id);
  /// Vouchers of a range of ledger dates, in the order they were planned.
  Result<std::vector<StoredVoucher>> of_dates(const ClientId& client, Date from, Date to);
  /// Whether the client has any voucher.
  Result<bool> any(const ClientId& client);
  Result<std::int64_t> count_of_date(const ClientId& client, const LedgerId& ledger, Date date);

  /// In a transaction of its own: the request must not begin before this is on the disk.
  /// `conflict` when the voucher was voided meanwhile.
  Result<void> set_sending(std::int64_t id);
  /// Marks a voucher void that no request was made for, or that was refused; `conflict` for any
  /// other. What it consumed is without a voucher from then on.
  /// Items that earlier vouchers of ours paid and that a capture of the date, not booked yet, names
  /// again, as claims with nothing open. What was taken back again is not among them.
  Result<std::vector<books::Claim>> paid_again(const ClientId& client, const LedgerId& ledger,
                                               Date date, Currency currency);
  Result<void> set_void(const StoredVoucher& stored);
  Result<void> set_posted(std::int64_t id, const accounting::PostedVoucher& remote);
  Result<void> set_refused(std::int64_t id, const std::string& problem);
  Result<void> move_to_date(std::int64_t id, const books::Voucher& moved);
  /// Other accounts and VAT codes on the lines of a voucher that nobody has. In a transaction.
  Result<void> remap(std::int64_t id, int mapping_version, const books::Voucher& remapped);

  /// Movement of an account per voucher, for the proof.
  struct Movement {
    std::string reference;
    Date ledger_date;
    Date voucher_date;
    VoucherState state = VoucherState::planned;
    std::int64_t amount = 0;  ///< øre
    std::string line_text;
    books::VoucherKind kind = books::VoucherKind::payments;
    LedgerId ledger;
  };
  /// An old proof counts a voucher that was voided since; nobody else does.
  enum class Voided { left_out, included };
  /// One movement per voucher that touches the account, oldest first.
  Result<std::vector<Movement>> movements(const ClientId& client, books::AccountNumber account,
                                          Voided voided = Voided::left_out);

  /// Customers' lines not yet posted, with what they take from open items: customer, matching
  /// reference, invoice number and amount are filled in.
  Result<std::vector<books::Posting>> pending_customer_lines(const ClientId& client);

 private:
  Result<std::vector<StoredVoucher>> read(store::Statement& query);
  Result<std::string> next_number(const ClientId& client, char series, int year);
  Result<void> insert_lines(std::int64_t id, const books::Voucher& voucher,
                            const std::vector<books::SourceRange>& from);
  store::Database& db_;
};

}  // namespace avstem::services
