#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "platform/clock.hpp"
#include "sandbox/twentyfour_chart.hpp"
#include "sandbox/twentyfour_orders.hpp"
#include "sandbox/twentyfour_records.hpp"
#include "sandbox/twentyfour_settings.hpp"

namespace avstem::sandbox::twentyfour {

struct CompanySettings {
  std::string name;
  /// Decides the company's guids and number ranges.
  std::string key;
  ReferenceClosing reference_closing = ReferenceClosing::when_equal;
  int first_year = 2025;
  int last_year = 2027;
};

/// A line of an invoice or credit note: a positive gross amount in øre, VAT included.
struct SalesLine {
  std::int64_t account = 0;
  std::int64_t tax_number = 0;
  std::int64_t gross = 0;
};

/// What an invoice or a credit note says about itself.
struct SaleHead {
  std::int64_t customer = 0;
  std::string number;
  Date date;
  Date due;
  std::string ocr;
  std::string comment;
};

/// A line of a voucher that people make, in øre, positive is debit.
struct ManualLine {
  std::int64_t account = 0;
  std::int64_t amount = 0;
  std::int64_t tax_number = 0;
};

/// One company's books in the 24SevenOffice stand-in, and the hands of everyone who works in them:
/// both faces post through it, and a world drives it as bookkeeper, bank feed and invoicing. The
/// same calls give the same ids. Used by one thread. An error is `invalid` for a broken rule,
/// `conflict` for a transaction number that is taken, `not_found` for a name that is not there.
class Company {
 public:
  /// The clock must outlive the company.
  Company(const Clock& clock, CompanySettings settings);
  Company(const Company&) = delete;
  Company& operator=(const Company&) = delete;

  const CompanySettings& settings() const { return settings_; }
  const Clock& clock() const { return clock_; }

  /// A new account; its number must be free.
  Result<void> add_account(std::int64_t number, std::string name, std::int64_t tax_number = 0);
  /// Gives the id: 10000, 10001, …, unless `customer.id` asks for one that is free.
  Result<std::int64_t> add_customer(Customer customer);
  /// Makes the year's periods, open; nothing when they are there.
  void open_year(int year);
  void set_period_closed(int year, unsigned month, bool closed);

  /// Posts a transaction, if it keeps every rule; else nothing is written.
  Result<const Transaction*> post(TransactionDraft draft);
  /// Posts several, or none of them. Lines that share a link guid are linked across them all.
  Result<void> post_all(std::vector<TransactionDraft> drafts);
  /// Keeps a transaction in the journal for a person to review: it is not in the ledger.
  void keep_for_review(TransactionDraft draft) { journal_.push_back(std::move(draft)); }

  /// An outgoing invoice: debits the customer, credits each line, its VAT apart.
  Result<const Transaction*> invoice(const SaleHead& head, const std::vector<SalesLine>& lines);
  /// The opposite of an invoice; amounts are positive here too.
  Result<const Transaction*> credit_note(const SaleHead& head, const std::vector<SalesLine>& lines);
  Result<const Transaction*> manual_voucher(Date date, const std::string& text,
                                            const std::vector<ManualLine>& lines,
                                            std::int64_t type_number = voucher_type);

  /// The number that a series would give next in the fiscal year of the date; nullopt when the
  /// series or the year is unknown. It is not reserved.
  std::optional<std::int64_t> next_number(std::int64_t series_id, Date date) const;

  /// A link that nothing hangs on yet.
  std::int64_t create_link() { return ++links_given_; }
  /// Links posted lines, and whatever they were linked with before, under a new link id when one
  /// of them had another. False when a line or the link is unknown.
  bool link_lines(const std::vector<std::string>& line_ids, std::int64_t link_id);
  /// Frees what the link held and puts these lines there instead. False as above.
  bool replace_link(const std::vector<std::string>& line_ids, std::int64_t link_id);
  bool set_due_date(const std::string& line_id, Date due);

  /// Sum in øre of an account's lines up to and including a date.
  std::int64_t balance(std::int64_t account_number, Date up_to) const;
  /// Sum in øre of a customer's lines on the customer ledger.
  std::int64_t customer_balance(std::int64_t customer) const;
  /// What the control account holds that is no customer's: other than 0 the ledger is broken.
  std::int64_t ledger_difference() const;

  const Account* find_account(std::int64_t number) const;
  const TaxCode* find_tax(std::int64_t number) const;
  const TaxCode* find_tax_by_id(std::int64_t id) const;
  const TransactionType* find_type(std::int64_t number) const;
  const Customer* find_customer(std::int64_t id) const;
  Customer* change_customer(std::int64_t id);
  const Line* find_line(const std::string& id) const;
  const Transaction* find_transaction(const std::string& id) const;
  const FiscalYear* find_year(int year) const;
  bool is_open(Date date) const;

  const std::map<std::int64_t, Account>& accounts() const { return accounts_; }
  const std::vector<TaxCode>& taxes() const { return taxes_; }
  const std::vector<TransactionType>& types() const { return types_; }
  const std::map<int, FiscalYear>& years() const { return years_; }
  const std::vector<DimensionType>& dimensions() const { return dimensions_; }
  const std::vector<DimensionElement>& elements() const { return elements_; }
  const std::map<std::int64_t, Customer>& customers() const { return customers_; }
  const std::deque<Line>& lines() const { return lines_; }
  const std::deque<Transaction>& transactions() const { return transactions_; }
  /// What waits for a person's review.
  const std::vector<TransactionDraft>& journal() const { return journal_; }
  Orders& orders() { return orders_; }
  const Orders& orders() const { return orders_; }
  std::map<std::string, UploadedFile>& files() { return files_; }
  const std::map<std::string, UploadedFile>& files() const { return files_; }
  /// Whether a document has been uploaded and processed.
  bool has_document(std::int64_t id) const;
  std::int64_t next_document_id() { return ++documents_given_; }

  /// A guid that belongs to this company: the same kind and sequence give the same one.
  std::string guid(std::string_view kind, std::uint64_t sequence) const;

 private:
  Result<const Transaction*> sale(std::int64_t type_number, int sign, const SaleHead& head,
                                  const std::vector<SalesLine>& lines);
  Result<void> check(const TransactionDraft& draft) const;
  Result<void> check_line(const LineDraft& line, std::size_t index) const;
  Result<void> check_dimensions(const LineDraft& line, std::size_t index) const;
  Result<void> check_balance(const TransactionDraft& draft) const;
  Result<void> check_given_vat(const TransactionDraft& draft) const;
  Result<void> check_invoice_numbers(const TransactionDraft& draft) const;
  Result<void> check_number(const TransactionDraft& draft) const;
  void write(TransactionDraft draft);
  void write_line(Transaction& transaction, LineDraft content, std::int64_t tax_id);
  void link_lines_from(std::size_t first);
  void close_by_reference(std::size_t position);
  void join(const std::set<std::size_t>& members, std::int64_t link_id);
  std::optional<std::set<std::size_t>> positions_of(const std::vector<std::string>& line_ids) const;
  bool is_on_customer_ledger(const Line& line) const;

  const Clock& clock_;
  CompanySettings settings_;
  std::int64_t links_given_ = 0;
  std::int64_t documents_given_ = 40;
  std::int64_t next_customer_ = 10'000;
  std::map<std::int64_t, Account> accounts_;  ///< by number
  std::vector<TaxCode> taxes_;
  std::vector<TransactionType> types_;
  std::map<int, FiscalYear> years_;
  std::vector<DimensionType> dimensions_;
  std::vector<DimensionElement> elements_;
  std::map<std::int64_t, Customer> customers_;
  std::deque<Line> lines_;
  std::deque<Transaction> transactions_;
  std::vector<TransactionDraft> journal_;
  Orders orders_;
  std::map<std::string, UploadedFile> files_;
  std::map<std::string, std::size_t> lines_by_id_;
  std::map<std::string, std::size_t> transactions_by_id_;
  std::map<std::pair<std::int64_t, int>, std::set<std::int64_t>> numbers_;  ///< by series and year
  std::map<std::int64_t, std::set<std::size_t>> members_;                   ///< by link id
  /// Lines on the customer ledger by customer and invoice number, and by customer and OCR.
  std::map<std::pair<std::int64_t, std::string>, std::vector<std::size_t>> by_invoice_;
  std::map<std::pair<std::int64_t, std::string>, std::vector<std::size_t>> by_ocr_;
};

/// How a line stood at a moment.
const LinkState& link_at(const Line& line, Instant seen_at);

}  // namespace avstem::sandbox::twentyfour
