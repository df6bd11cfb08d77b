#pragma once

#include <string>
#include <string_view>

#include "books/entry.hpp"
#include "books/voucher.hpp"
#include "core/date.hpp"
#include "core/instant.hpp"
#include "core/oslo_time.hpp"

namespace avstem::documents {

/// Norwegian bokmål, in the words an accountant uses: what an entry is. Vipps' own word for a type
/// that is not known.
std::string entry_word(std::string_view type_word);
std::string_view voucher_word(books::VoucherKind kind);
std::string_view topic_word(books::Topic topic);

/// `05.01.2026`.
std::string norwegian_date(Date date);
/// `05.01.2026 14:03:59`, as the clocks of the zone show it.
std::string norwegian_time(Instant time, const TimeZone& zone);

}  // namespace avstem::documents
