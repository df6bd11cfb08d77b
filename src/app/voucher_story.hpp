#pragma once

#include <string>
#include <vector>

#include "services/settlement/act_store.hpp"

namespace avstem::app {

/// Vouchers as one JSON document.
std::string vouchers_json(const std::vector<services::StoredVoucher>& vouchers);

/// A voucher with what it takes back or stands instead of, what takes it back or stands instead of
/// it, and who did that.
std::string story_json(const services::VoucherStory& story);

/// The same for a person. When there is more than one voucher their lines stand side by side: a
/// row for each account, customer, VAT code and reference, a column for each voucher, and what
/// stands of them all.
std::string story_text(const services::VoucherStory& story);

}  // namespace avstem::app
