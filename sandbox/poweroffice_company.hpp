#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "platform/clock.hpp"
#include "sandbox/poweroffice_orders.hpp"
#include "sandbox/poweroffice_records.hpp"
#include "sandbox/poweroffice_subledger.hpp"

namespace avstem::sandbox::poweroffice {

struct CompanySettings {
  std::string client_id;  ///< decides the company's uuids and number ranges
  std::string name;
  PartialMatching partial_matching = PartialMatching::none;
  /// From the request for an invoice until it is made or has failed.
  std::chrono::milliseconds invoicing_time{3'000};
  bool gives_kid = false;  ///< invoices made of orders carry a KID
};

/// A line of an invoice or credit note: a positive gross amount in øre, VAT included.
struct SalesLine {
  std::int64_t account = 0;
  std::string vat_code;
  std::int64_t gross = 0;
};

/// A line of a manual voucher, in øre, positive is debit.
struct ManualLine {
  std::int64_t account = 0;
  std::int64_t amount = 0;
  std::string vat_code = "0";
};

/// One company's books in the PowerOffice Go stand-in, and the hands of everyone who works in
/// them: the HTTP face posts through it, and a world drives it as the bookkeeper, the bank feed
/// and the invoicing. Created times come from the clock; the same calls give the same ids. Used by
/// one thread. An error is `invalid` or `conflict` for a broken rule, `not_found` for a name that
/// is not there.
class Company {
 public:
  /// The clock must outlive the company.
  Company(const Clock& clock, CompanySettings settings);
  Company(const Company&) = delete;
  Company& operator=(const Company&) = delete;

  const CompanySettings& settings() const { return settings_; }

  /// A new account; its number must be free. Gives the id.
  Result<std::int64_t> add_account(std::int64_t number, std::string name,
                                   std::string vat_code = "0");
  Result<void> deactivate_account(std::int64_t number);
  /// From now on lines on this account carry this VAT code and no other.
  Result<void> lock_vat_code(std::int64_t number, const std::string& code);
  /// A department or project, whose code must be free among its own. Gives the id.
  Result<std::int64_t> add_department(const std::string& code, const std::string& name);
  Result<std::int64_t> add_project(const std::string& code, const std::string& name);
  /// Nobody may post to one that is closed.
  Result<void> close_department(const std::string& code);
  /// From now on lines on this account need a department, or a project.
  Result<void> require_department(std::int64_t number);
  Result<void> require_project(std::int64_t number);
  /// The customer's number: 10000, 10001, …
  std::int64_t add_customer(std::string name, std::string external_import_reference = "");
  /// A new customer, whose id, number and subledger account are given here.
  Result<const Customer*> add_customer(Customer customer);
  /// A new product; its code must be free and its sales accounts in the chart.
  Result<const Product*> add_product(Product product);
  /// A new sales order; its external import reference must be free among orders and what became
  /// of them.
  Result<const SalesOrder*> place_order(SalesOrder order);
  /// `conflict` while it is being invoiced, `not_found` when it is an invoice.
  Result<void> delete_order(std::string_view id);
  /// Puts an order into the queue of invoicing; the errors are those of delete_order().
  Result<void> request_invoice(std::string_view id, InvoiceRequest request);
  /// Makes the invoices whose time in the queue has passed. The HTTP face calls it first.
  void finish_invoicing();
  /// The next invoice that nothing else stops fails with this message.
  void fail_next_invoice(std::string message) { coming_failures_.push_back(std::move(message)); }
  /// No entry on or before this date; nullopt opens everything.
  void set_lock_date(std::optional<Date> date) { lock_date_ = date; }

  /// An outgoing invoice: debits the customer and credits each line, its VAT apart. Due after 14
  /// days. The invoice number must be free, or its holder reversed.
  Result<const Voucher*> invoice(std::int64_t customer, const std::string& invoice_number,
                                 Date date, const std::string& matching_reference,
                                 const std::vector<SalesLine>& lines);
  /// The opposite of an invoice; amounts are positive here too.
  Result<const Voucher*> credit_note(std::int64_t customer, const std::string& credit_note_number,
                                     Date date, const std::string& matching_reference,
                                     const std::vector<SalesLine>& lines);
  /// What other people and machines post: bank feed, opening balances, corrections.
  Result<const Voucher*> manual_voucher(Date date, const std::string& text,
                                        const std::vector<ManualLine>& lines);

  /// Posts a voucher whose lines name ids, if it keeps every rule of the company; else nothing is
  /// written.
  Result<const Voucher*> post(VoucherDraft draft);
  /// Writes a voucher that nullifies another on the same posting dates; its invoice number and
  /// external import reference are free again. One that is reversed, or is itself a reversal, or
  /// lies on or before the lock date is refused.
  Result<const Voucher*> reverse(const std::string& voucher_id);

  /// Attaches a PDF to a voucher that an integration imported, instead of the one before. Refused:
  /// a voucher made by people, and one whose document another integration attached.
  Result<void> attach(const std::string& voucher_id, std::string pdf,
                      const std::string& integration);
  /// The document of a voucher; null when it has none.
  const VoucherDocument* find_document(const std::string& voucher_id) const;

  /// Sum in øre of an account's rows posted up to and including a date.
  std::int64_t balance(std::int64_t account_number, Date up_to) const;
  /// Sum in øre of a customer's entries, all dates.
  std::int64_t customer_balance(std::int64_t customer_number) const;

  std::optional<Date> lock_date() const { return lock_date_; }
  const std::map<std::int64_t, Account>& accounts() const { return accounts_; }
  const std::vector<Dimension>& departments() const { return departments_; }
  const std::vector<Dimension>& projects() const { return projects_; }
  const std::vector<VatCode>& vat_codes() const { return vat_codes_; }
  const std::vector<Customer>& customers() const { return customers_; }
  /// In the order they were posted; a voucher stays where it is.
  const std::deque<Voucher>& vouchers() const { return vouchers_; }
  const Subledger& subledger() const { return subledger_; }

  const std::deque<Product>& products() const { return products_; }
  const std::deque<SalesOrder>& orders() const { return orders_; }
  /// What an order's lines come to, with the VAT of the accounts as they stand now.
  Result<Reckoning> reckon(const SalesOrder& order) const;

  const Voucher* find_voucher(const std::string& id) const;
  const Customer* find_customer_by_id(std::int64_t id) const;
  const Product* find_product(std::string_view code) const;
  const Product* find_product(std::int64_t id) const;
  const SalesOrder* find_order(std::string_view id) const;
  const Customer* find_customer(std::int64_t number) const;
  const VatCode* find_vat_code(std::string_view code) const;
  const VatCode* find_vat_code(std::int64_t id) const;

 private:
  static constexpr std::int64_t first_customer_number = 10'000;

  struct Place {
    const Account* account = nullptr;
    const Customer* customer = nullptr;  ///< null on an ordinary account
  };

  std::int64_t next_id() { return id_base_ + ++ids_given_; }
  std::string uuid(std::size_t sequence) const;
  std::optional<Place> place_of(std::int64_t account_id) const;
  Result<std::int64_t> account_id(std::int64_t number) const;
  Result<std::int64_t> vat_id(const std::string& code) const;
  Result<const Voucher*> sale(VoucherType type, std::int64_t customer, const std::string& number,
                              Date date, const std::string& matching_reference,
                              const std::vector<SalesLine>& lines);
  Result<void> check_draft(const VoucherDraft& draft) const;
  Result<void> check_line(const VoucherLine& line, std::size_t index) const;
  Result<void> check_dimensions(const VoucherLine& line, const Account& account,
                                const std::string& name) const;
  Result<std::int64_t> add_dimension(std::vector<Dimension>& kind, const std::string& code,
                                     const std::string& name);
  Result<Account*> account_to_change(std::int64_t number);
  Result<void> check_open(Date date, std::string_view what) const;
  Result<void> check_free(const VoucherDraft& draft) const;
  Voucher& write(VoucherDraft draft, Instant created);
  Result<SalesOrder*> standing_order(std::string_view id);
  Result<VoucherDraft> invoice_draft(const SalesOrder& order);
  std::string next_invoice_number() const;
  void write_line(Voucher& voucher, const VoucherLine& line);
  void write_subledger_entry(const Voucher& voucher, const VoucherLine& line, Transaction& row);

  const Clock& clock_;
  CompanySettings settings_;
  std::int64_t id_base_ = 0;
  std::int64_t ids_given_ = 0;
  std::int64_t matches_given_ = 0;
  std::optional<Date> lock_date_;
  std::map<std::int64_t, Account> accounts_;  ///< by number
  std::vector<VatCode> vat_codes_;
  std::vector<Dimension> departments_;
  std::vector<Dimension> projects_;
  std::vector<Customer> customers_;  ///< number 10000 first
  std::deque<Product> products_;
  std::deque<SalesOrder> orders_;
  std::deque<std::string> coming_failures_;
  std::deque<Voucher> vouchers_;
  Subledger subledger_;
  std::map<std::int64_t, std::int64_t> account_numbers_by_id_;
  std::map<std::int64_t, std::size_t> customers_by_subledger_id_;
  std::map<std::string, std::size_t> vouchers_by_id_;
  std::map<std::string, VoucherDocument> documents_;  ///< by voucher id
  std::map<std::string, std::size_t> holders_of_reference_;
  std::map<std::string, std::size_t> holders_of_invoice_number_;
};

}  // namespace avstem::sandbox::poweroffice

namespace avstem::sandbox {
using poweroffice::Company;
using poweroffice::CompanySettings;
}  // namespace avstem::sandbox
