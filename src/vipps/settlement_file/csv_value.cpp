#include "vipps/settlement_file/csv_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "core/digits.hpp"
#include "core/money.hpp"
#include "vipps/settlement_file/element_reader.hpp"
#include "vipps/settlement_file/wall_time.hpp"

namespace avstem::vipps::settlement_file {
namespace {

constexpr std::size_t date_length = 10;
constexpr std::string_view minus_sign = "\xE2\x88\x92";  // U+2212, as some portals write it

Error bad_amount(std::string_view text, std::string_view why) {
  return Error{ErrorKind::invalid, fmt::format("amount '{}' {}", text, why)};
}

/// One to three digits, then groups of three behind `mark`.
bool is_grouped(std::string_view digits, char mark) {
  const std::size_t first = digits.find(mark);
  if (first == 0 || first > 3 || !all_digits(digits.substr(0, first))) return false;
  for (std::size_t at = first; at < digits.size(); at += 4) {
    const std::string_view group = digits.substr(at + 1, 3);
    if (digits[at] != mark || group.size() != 3 || !all_digits(group)) return false;
  }
  return true;
}

std::string without(std::string_view text, char mark) {
  std::string out(text);
  std::erase(out, mark);
  return out;
}

/// The amount with a point for its decimals and no groups; empty when it cannot be told.
std::string plain_amount(std::string_view digits) {
  const auto commas = std::count(digits.begin(), digits.end(), ',');
  const auto points = std::count(digits.begin(), digits.end(), '.');
  if (commas + points == 0) return std::string(digits);
  const std::size_t last = digits.find_last_of(",.");
  const char mark = digits[last];
  if ((mark == ',' ? commas : points) > 1) {
    // Only groups of thousands stand more than once, and then the other sign does not stand.
    const bool one_kind = commas == 0 || points == 0;
    return one_kind && is_grouped(digits, mark) ? without(digits, mark) : std::string();
  }
  const std::string_view whole = digits.substr(0, last);
  const std::string_view decimals = digits.substr(last + 1);
  if (decimals.empty() || decimals.size() > 2) return {};
  const char group = mark == ',' ? '.' : ',';
  const bool has_groups = whole.find(group) != std::string_view::npos;
  if (has_groups && !is_grouped(whole, group)) return {};
  return fmt::format("{}.{}", without(whole, group), decimals);
}

}  // namespace

Result<std::int64_t> parse_csv_amount(std::string_view text) {
  std::string digits = without_separators(text);
  const bool long_minus = digits.starts_with(minus_sign);
  const bool negative = long_minus || digits.starts_with('-');
  if (negative) digits.erase(0, long_minus ? minus_sign.size() : 1);
  const std::string plain = plain_amount(digits);
  if (plain.empty()) {
    return bad_amount(text,
                      "is not an amount in kroner with one decimal sign and at most two "
                      "decimals");
  }
  auto amount = Money::from_decimal((negative ? "-" : "") + plain, Currency());
  if (!amount) return bad_amount(text, fmt::format("is not in kroner: {}", amount.error().message));
  if (amount->minor() > figure_minor_max || amount->minor() < -figure_minor_max) {
    return bad_amount(text, "is larger than any figure of a settlement file");
  }
  return amount->minor();
}

Result<Date> parse_csv_date(std::string_view text) {
  const std::string_view date = text.substr(0, date_length);
  if (date.size() == date_length && date[2] == '.' && date[5] == '.') {
    const std::string iso =
        fmt::format("{}-{}-{}", date.substr(6), date.substr(3, 2), date.substr(0, 2));
    if (auto parsed = Date::parse(iso)) return parsed;
  } else if (auto parsed = Date::parse(date)) {
    return parsed;
  }
  return Error{ErrorKind::invalid,
               fmt::format("'{}' is no date; it is written 2026-02-28 or 28.02.2026", text)};
}

Result<Instant> parse_csv_time(std::string_view text) {
  auto date = parse_csv_date(text);
  if (!date) return date.error();
  if (text.size() == date_length) return from_oslo_wall_time(Instant(date->days()));
  const Error no_time{
      ErrorKind::invalid,
      fmt::format("'{}' is no time; it is written 2026-02-28 09:53:00 or 28.02.2026 09:53", text)};
  std::string clock(text.substr(date_length + 1));
  const char between = text[date_length];
  if (between != ' ' && between != 'T') return no_time;
  if (clock.size() == 5) clock += ":00";
  if (clock.size() < 8) return no_time;
  const bool has_offset = clock.find_first_not_of("0123456789.", 8) != std::string::npos;
  auto time =
      parse_instant(fmt::format("{}T{}{}", date->to_string(), clock, has_offset ? "" : "Z"));
  if (!time) return no_time;
  return has_offset ? *time : from_oslo_wall_time(*time);
}

}  // namespace avstem::vipps::settlement_file
