#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Numbers and codes that look like Vipps' own, made without chance: the same input gives the
/// same text, on every machine.
namespace avstem::sandbox::vipps_numbers {

/// FNV-1a, 64 bits. It spreads; it protects nothing.
std::uint64_t hash(std::string_view text);

/// Where the ten-digit pspReferences of a ledger begin. Two ledgers are unlikely to share a
/// block, which holds a hundred thousand numbers.
std::int64_t psp_block(std::string_view ledger_id);

/// `01H7W7Q6Y5R-3G58CTAZX0MHKV2`: the form of the funds twin of a fees-retained pair.
std::string ulid_like(std::string_view ledger_id, std::int64_t number);

}  // namespace avstem::sandbox::vipps_numbers
