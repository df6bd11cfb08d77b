#pragma once

#include <vector>

#include "sandbox/poweroffice_records.hpp"

namespace avstem::sandbox::poweroffice {

/// The control account of the customer subledger.
inline constexpr std::int64_t customer_control_account = 1500;

/// From an invoice's date, where nobody says otherwise.
inline constexpr int days_until_due = 14;

/// The accounts a new company has, with Norwegian names; ids are 0 until the company gives them.
/// The numbers follow the SAF-T standard accounts and common practice for Vipps.
std::vector<Account> default_chart();

/// The SAF-T standard VAT codes that payment flows meet; ids are 0 as above.
std::vector<VatCode> default_vat_codes();

/// The VAT inside a gross amount in øre: gross × rate / (100 + rate), half away from zero. The net
/// is the remainder, so that both always add up.
std::int64_t vat_share(std::int64_t gross, int rate_percent);

}  // namespace avstem::sandbox::poweroffice
