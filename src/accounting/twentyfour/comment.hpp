#pragma once

#include <string>
#include <string_view>

namespace avstem::accounting::twentyfour {

/// What a ledger line of ours says: the voucher's reference, a space, and as much of the text as
/// fits into comment_length_max characters (not bytes; none is cut in half). 24SevenOffice has no
/// field for an outside reference, so the reference is found again here.
std::string comment_of(std::string_view reference, std::string_view text);

/// The reference that a comment begins with; empty when it begins with none of the shape of ours,
/// `kafe:302321:pay:20260302:1`.
std::string reference_in(std::string_view comment);

}  // namespace avstem::accounting::twentyfour
