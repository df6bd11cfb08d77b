#pragma once

#include <vector>

#include "sandbox/twentyfour_records.hpp"

namespace avstem::sandbox::twentyfour {

/// The control account of the customer ledger.
inline constexpr std::int64_t customer_ledger_account = 1500;

/// The type numbers that the stand-in's own hands use.
inline constexpr std::int64_t invoice_type = -1;
inline constexpr std::int64_t credit_note_type = -2;
inline constexpr std::int64_t voucher_type = 1;
inline constexpr std::int64_t bank_type = 5;

/// The dimension types of the system, below 100, and one of the client's own.
inline constexpr std::int64_t project_dimension = 1;
inline constexpr std::int64_t department_dimension = 2;
inline constexpr std::int64_t customer_dimension = 5;
inline constexpr std::int64_t first_own_dimension = 101;

struct DimensionType {
  std::int64_t id = 0;
  std::string name;
};

/// The same accounts as a new company in the PowerOffice stand-in has; ids are 0 until the company
/// gives them, and tax_id holds a tax number until then.
std::vector<Account> default_chart();

/// SAF-T numbers; no id equals its own number, and most ids are the number of another code.
std::vector<TaxCode> default_taxes();

/// Types and number series: no type's number is its own series.
std::vector<TransactionType> default_types();

std::vector<DimensionType> default_dimensions();
std::vector<DimensionElement> default_elements();

}  // namespace avstem::sandbox::twentyfour
