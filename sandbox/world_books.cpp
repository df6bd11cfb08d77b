#include "sandbox/world_books.hpp"

#include <charconv>

#include "sandbox/poweroffice_chart.hpp"
#include "sandbox/world_day.hpp"

namespace avstem::sandbox {
namespace {

constexpr int days_until_due = 14;

/// A VAT code or an invoice number, which are whole numbers written as text.
std::int64_t number_in(const std::string& text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::vector<twentyfour::SalesLine> same_lines(const std::vector<poweroffice::SalesLine>& lines) {
  std::vector<twentyfour::SalesLine> same;
  for (const poweroffice::SalesLine& line : lines)
    same.push_back({line.account, number_in(line.vat_code), line.gross});
  return same;
}

twentyfour::SaleHead head(std::int64_t customer, const std::string& number, Date date,
                          const std::string& reference) {
  return {customer, number, date, date.plus_days(days_until_due), reference, reference};
}

}  // namespace

void WorldBooks::add_account(std::int64_t number, const std::string& name) {
  must(poweroffice_.add_account(number, name));
  must(twentyfour_.add_account(number, name));
}

std::int64_t WorldBooks::add_customer(const std::string& name,
                                      const std::string& external_reference) {
  const std::int64_t number = poweroffice_.add_customer(name, external_reference);
  ensure_customer(number);
  return number;
}

void WorldBooks::ensure_customer(std::int64_t number) {
  if (twentyfour_.find_customer(number) != nullptr) return;
  const poweroffice::Customer* known = poweroffice_.find_customer(number);
  check(known != nullptr, "the customer is in PowerOffice");
  twentyfour::Customer customer;
  customer.id = number;
  customer.name = known->name;
  customer.external_reference = known->external_import_reference;
  must(twentyfour_.add_customer(std::move(customer)));
}

void WorldBooks::invoice(std::int64_t customer, const std::string& invoice_number, Date date,
                         const std::string& reference,
                         const std::vector<poweroffice::SalesLine>& lines) {
  must(poweroffice_.invoice(customer, invoice_number, date, reference, lines));
  ensure_customer(customer);
  twentyfour_.open_year(date.year());
  const auto sale = head(customer, invoice_number, date, reference);
  const auto same = same_lines(lines);
  add_order(sale, *must(twentyfour_.invoice(sale, same)), same, 1);
}

void WorldBooks::credit_note(std::int64_t customer, const std::string& credit_note_number,
                             Date date, const std::string& reference,
                             const std::vector<poweroffice::SalesLine>& lines) {
  must(poweroffice_.credit_note(customer, credit_note_number, date, reference, lines));
  ensure_customer(customer);
  twentyfour_.open_year(date.year());
  const auto sale = head(customer, credit_note_number, date, reference);
  const auto same = same_lines(lines);
  add_order(sale, *must(twentyfour_.credit_note(sale, same)), same, -1);
}

void WorldBooks::add_order(const twentyfour::SaleHead& head,
                           const twentyfour::Transaction& transaction,
                           const std::vector<twentyfour::SalesLine>& lines, int sign) {
  constexpr std::int64_t one = 100;  // quantities are hundredths
  twentyfour::Order order;
  order.customer = head.customer;
  order.customer_name = twentyfour_.find_customer(head.customer)->name;
  order.status = "Invoice";
  order.date = head.date;
  order.reference_number = head.comment;
  order.remittance_reference = head.ocr;
  order.invoice_number = number_in(head.number);
  order.invoice_date = head.date;
  order.due_date = head.due;
  order.transaction_id = transaction.id;
  for (const twentyfour::SalesLine& sold : lines) {
    twentyfour::OrderLine line;
    line.id = twentyfour_.orders().next_line_id();
    line.description = twentyfour_.find_account(sold.account)->name;
    line.quantity = sign * one;
    line.account = sold.account;
    line.tax_number = sold.tax_number;
    const int rate = twentyfour_.find_tax(sold.tax_number)->rate_percent;
    const std::int64_t vat = poweroffice::vat_share(sold.gross, rate);
    line.price = sold.gross - vat;
    line.vat = sign * vat;
    order.lines.push_back(std::move(line));
  }
  twentyfour_.orders().add(std::move(order), transaction.created);
}

void WorldBooks::manual_voucher(Date date, const std::string& text,
                                const std::vector<poweroffice::ManualLine>& lines) {
  write_voucher(date, text, lines, twentyfour::voucher_type);
}

void WorldBooks::bank_voucher(Date date, const std::string& text,
                              const std::vector<poweroffice::ManualLine>& lines) {
  write_voucher(date, text, lines, twentyfour::bank_type);
}

void WorldBooks::write_voucher(Date date, const std::string& text,
                               const std::vector<poweroffice::ManualLine>& lines,
                               std::int64_t type_number) {
  must(poweroffice_.manual_voucher(date, text, lines));
  std::vector<twentyfour::ManualLine> same;
  for (const poweroffice::ManualLine& line : lines)
    same.push_back({line.account, line.amount, number_in(line.vat_code)});
  twentyfour_.open_year(date.year());
  must(twentyfour_.manual_voucher(date, text, same, type_number));
}

}  // namespace avstem::sandbox
