#include "app/destination.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <string_view>

namespace avstem::app {
namespace {

constexpr std::string_view customer_mark = "customer:";

Error refuse(const std::string& text, std::string_view why) {
  return Error{ErrorKind::invalid,
               fmt::format("--to '{}' {}; write it as 3900=150.00, 3000/3=150.00 (with VAT code 3) "
                           "or customer:10015=300.00",
                           text, why)};
}

std::optional<std::int64_t> positive(std::string_view digits) {
  std::int64_t number = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, status] = std::from_chars(digits.data(), end, number);
  if (status != std::errc() || stop != end || number < 1) return std::nullopt;
  return number;
}

}  // namespace

Result<books::Destination> parse_destination(const std::string& text) {
  const auto equals = text.rfind('=');
  if (equals == std::string::npos) return refuse(text, "has no amount");
  const std::string_view all = text;
  const auto amount = Money::from_decimal(all.substr(equals + 1), Currency());
  if (!amount) return refuse(text, amount.error().message);
  books::Destination to;
  to.amount = amount->minor();
  std::string_view place = all.substr(0, equals);
  if (place.starts_with(customer_mark)) {
    const auto number = positive(place.substr(customer_mark.size()));
    if (!number) return refuse(text, "names no customer number");
    to.customer_number = *number;
    return to;
  }
  if (const auto slash = place.find('/'); slash != std::string_view::npos) {
    to.vat_code = place.substr(slash + 1);
    if (to.vat_code.empty()) return refuse(text, "has no VAT code after '/'");
    place = place.substr(0, slash);
  }
  const auto account = positive(place);
  if (!account) return refuse(text, "names no account");
  to.account = *account;
  return to;
}

}  // namespace avstem::app
