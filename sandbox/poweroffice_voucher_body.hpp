#pragma once

#include "core/result.hpp"
#include "sandbox/poweroffice_reader.hpp"
#include "sandbox/poweroffice_records.hpp"
#include "sandbox/poweroffice_settings.hpp"

namespace avstem::sandbox::poweroffice {

inline constexpr std::size_t external_import_reference_length_max = 50;
inline constexpr std::size_t saft_id_length_max = 35;
inline constexpr std::size_t cid_length_max = 25;

/// Reads a BankVoucherPostDto: names, types, required values, lengths and formats. An unknown
/// property is an error, as are an amount with more than two decimals and an exponent in one. What
/// the company has to say (accounts, balance, lock date) is asked later. The company has no
/// locations, products, dimensions of its own or farm; an id of one is an error,
/// except -1, which means none.
Result<VoucherDraft> read_bank_voucher(std::string_view body, PowerOfficeMode mode);

}  // namespace avstem::sandbox::poweroffice
