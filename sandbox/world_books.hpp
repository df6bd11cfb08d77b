#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sandbox/poweroffice_company.hpp"
#include "sandbox/twentyfour_company.hpp"

namespace avstem::sandbox {

/// A sample client's books, kept alike in PowerOffice Go and in 24SevenOffice: whoever works in the
/// one does the same in the other, so that the same payments can be posted to either. Customers
/// and invoices have the same numbers in both. A payment's reference is the matching reference
/// there, and here the OCR and the comment of the invoice.
class WorldBooks {
 public:
  /// Both companies must outlive the object.
  WorldBooks(poweroffice::Company& poweroffice, twentyfour::Company& twentyfour)
      : poweroffice_(poweroffice), twentyfour_(twentyfour) {}

  void add_account(std::int64_t number, const std::string& name);
  /// The customer's number.
  std::int64_t add_customer(const std::string& name, const std::string& external_reference = "");
  const std::vector<poweroffice::Customer>& customers() const { return poweroffice_.customers(); }
  void invoice(std::int64_t customer, const std::string& invoice_number, Date date,
               const std::string& reference, const std::vector<poweroffice::SalesLine>& lines);
  void credit_note(std::int64_t customer, const std::string& credit_note_number, Date date,
                   const std::string& reference, const std::vector<poweroffice::SalesLine>& lines);
  void manual_voucher(Date date, const std::string& text,
                      const std::vector<poweroffice::ManualLine>& lines);
  /// A line of the bank feed.
  void bank_voucher(Date date, const std::string& text,
                    const std::vector<poweroffice::ManualLine>& lines);

 private:
  /// Makes a customer that somebody added to the one company only.
  void ensure_customer(std::int64_t number);
  /// The order behind an invoice or credit note, which holds the reference as its number.
  void add_order(const twentyfour::SaleHead& head, const twentyfour::Transaction& transaction,
                 const std::vector<twentyfour::SalesLine>& lines, int sign);
  void write_voucher(Date date, const std::string& text,
                     const std::vector<poweroffice::ManualLine>& lines, std::int64_t type_number);

  poweroffice::Company& poweroffice_;
  twentyfour::Company& twentyfour_;
};

}  // namespace avstem::sandbox
