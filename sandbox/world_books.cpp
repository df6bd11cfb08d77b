#include "sandbox/world_books.hpp"

#include <charconv>

#include "sandbox/world_day.hpp"

namespace avstem::sandbox {
namespace {

constexpr int days_until_due = 14;

std::int64_t tax_number(const std::string& vat_code) {
  std::int64_t number = 0;
  std::from_chars(vat_code.data(), vat_code.data() + vat_code.size(), number);
  return number;
}

std::vector<twentyfour::SalesLine> same_lines(const std::vector<poweroffice::SalesLine>& lines) {
  std::vector<twentyfour::SalesLine> same;
  for (const poweroffice::SalesLine& line : lines)
    same.push_back({line.account, tax_number(line.vat_code), line.gross});
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
  must(twentyfour_.invoice(head(customer, invoice_number, date, reference), same_lines(lines)));
}

void WorldBooks::credit_note(std::int64_t customer, const std::string& credit_note_number,
                             Date date, const std::string& reference,
                             const std::vector<poweroffice::SalesLine>& lines) {
  must(poweroffice_.credit_note(customer, credit_note_number, date, reference, lines));
  ensure_customer(customer);
  twentyfour_.open_year(date.year());
  must(twentyfour_.credit_note(head(customer, credit_note_number, date, reference),
                               same_lines(lines)));
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
    same.push_back({line.account, line.amount, tax_number(line.vat_code)});
  twentyfour_.open_year(date.year());
  must(twentyfour_.manual_voucher(date, text, same, type_number));
}

}  // namespace avstem::sandbox
