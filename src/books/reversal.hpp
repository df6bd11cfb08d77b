#pragma once

#include <string>
#include <vector>

#include "books/claim.hpp"
#include "books/voucher.hpp"
#include "core/date.hpp"
#include "core/result.hpp"

namespace avstem::books {

/// The mirror of a posted voucher: the same lines with their signs turned, on the date `on`, under
/// a reference of its own (rules § 0 rule 8: a posted voucher is never edited or deleted). Kind
/// reversal; `reverses` and the text name the original, `original_date` is the date it belongs to.
///
/// VAT codes, dimensions and customers stay, so that VAT, departments and open items are taken back
/// as they were booked. So do matching references: where the original closed an invoice, the mirror
/// stands as that claim again under the reference a new payment names; where the original closed
/// nothing, it and its mirror close each other.
///
/// `invalid` when the voucher is a reversal itself, when `on` lies before its date, or when the
/// reference cannot be one.
Result<Voucher> reverse(const Voucher& original, Date on, std::string reference);

/// What the customers' lines of a mirror will make of the open items once it is posted: a line
/// first closes an item of the other sign with the same matching reference, or else invoice number,
/// and what is left of it is an item of its own.
void give_back_to_claims(std::vector<Claim>& claims, const Voucher& mirror);

/// Before the entries of a voucher that was taken back are matched again: an invoice that it paid
/// in part stands as two items, what was left of it and what the mirror gave back. They are one
/// again, or a rest within the tolerance would not be seen as one.
void join_reopened_claims(std::vector<Claim>& claims, const Voucher& taken_back);

}  // namespace avstem::books
