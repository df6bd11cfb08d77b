#include "core/sales_unit.hpp"

#include <fmt/format.h>

#include "core/digits.hpp"

namespace avstem {
namespace {

constexpr std::string_view sales_unit_prefix = "api:";
constexpr std::string_view vipps_number_prefix = "NO:";

bool is_number(std::string_view text) {
  return all_digits(text) && text.size() >= msn_length_min && text.size() <= msn_length_max;
}

}  // namespace

Result<Msn> parse_msn(std::string_view text) {
  if (!is_number(text)) {
    return Error{ErrorKind::invalid,
                 fmt::format("sales unit number (MSN) '{}' must be {} to {} digits, e.g. '123456'; "
                             "the business portal lists those of the client",
                             text, msn_length_min, msn_length_max)};
  }
  return Msn(std::string(text));
}

Result<RecipientHandle> RecipientHandle::parse(std::string_view text) {
  for (const auto& [prefix, kind] : {std::pair{sales_unit_prefix, Kind::sales_unit},
                                     std::pair{vipps_number_prefix, Kind::vipps_number}}) {
    if (!text.starts_with(prefix)) continue;
    const std::string_view number = text.substr(prefix.size());
    if (is_number(number)) return RecipientHandle(kind, std::string(number));
  }
  return Error{ErrorKind::invalid,
               fmt::format("recipient handle '{}' must be 'api:' and the MSN of a sales unit, or "
                           "'NO:' and a Vipps number, e.g. 'api:123456'",
                           text)};
}

std::string RecipientHandle::text() const {
  return fmt::format("{}{}", kind_ == Kind::sales_unit ? sales_unit_prefix : vipps_number_prefix,
                     number_);
}

}  // namespace avstem
