#pragma once

#include <optional>

#include "books/accounts.hpp"
#include "books/voucher.hpp"

namespace avstem::books {

/// A voucher that nobody has yet, with the accounts and VAT codes of another mapping: its lines
/// change as their roles do. Lines that a sale or a stored rule placed keep their account, since no
/// role chose it. Empty when nothing changes, or when an account served several roles that now part
/// ways, so that it cannot be told which one a line is of.
///
/// Not for vouchers that answer to others (reversal, decision) or are made of a sale's own lines
/// (recognition): empty.
std::optional<Voucher> remapped(const Voucher& voucher, const Mapping& from, const Mapping& to);

/// Whether an account of the voucher served several roles that part ways between the two mappings,
/// so that remapped() cannot tell where its lines belong.
bool roles_part_ways(const Voucher& voucher, const Mapping& from, const Mapping& to);

}  // namespace avstem::books
