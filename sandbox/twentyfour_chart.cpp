#include "sandbox/twentyfour_chart.hpp"

#include <charconv>

#include "sandbox/poweroffice_chart.hpp"

namespace avstem::sandbox::twentyfour {
namespace {

std::int64_t number_of(const std::string& code) {
  std::int64_t number = 0;
  std::from_chars(code.data(), code.data() + code.size(), number);
  return number;
}

}  // namespace

std::vector<Account> default_chart() {
  std::vector<Account> chart;
  for (const poweroffice::Account& account : poweroffice::default_chart()) {
    chart.push_back({0, account.number, account.name, number_of(account.vat_code),
                     account.number == customer_ledger_account});
  }
  return chart;
}

std::vector<TaxCode> default_taxes() {
  std::vector<TaxCode> taxes;
  for (const poweroffice::VatCode& code : poweroffice::default_vat_codes()) {
    const auto id = static_cast<std::int64_t>(taxes.size()) + 1;
    taxes.push_back({id, number_of(code.code), code.name, code.rate_percent, code.vat_account});
  }
  return taxes;
}

std::vector<TransactionType> default_types() {
  return {
      {11, invoice_type, "Faktura", 1, "InvoiceCustomer"},
      {12, credit_note_type, "Kreditnota", 2, "CreditnoteCustomer"},
      {21, voucher_type, "Bilag", 4, "Miscellaneous"},
      {22, 2, "Kasse", 5, "CashSale"},
      {23, 3, "Innbetaling", 6, "Payment"},
      {25, bank_type, "Bank", 3, "Payment"},
  };
}

std::vector<DimensionType> default_dimensions() {
  return {{project_dimension, "Prosjekt"},
          {department_dimension, "Avdeling"},
          {3, "Ansatt"},
          {4, "Produkt"},
          {customer_dimension, "Kunde"},
          {first_own_dimension, "Arrangement"}};
}

std::vector<DimensionElement> default_elements() {
  return {{project_dimension, "13", "Netthandel"},
          {department_dimension, "1", "Administrasjon"},
          {department_dimension, "2", "Butikk"},
          {first_own_dimension, "A1", "Sommerfest"},
          {first_own_dimension, "A2", "Julebord"}};
}

}  // namespace avstem::sandbox::twentyfour
