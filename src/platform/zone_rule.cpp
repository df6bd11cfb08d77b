#include "platform/zone_rule.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/digits.hpp"

namespace avstem {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr std::size_t name_length_min = 3;
/// RFC 8536 § 3.3.1: a change may be up to a week away from the midnight of its day.
constexpr int hours_max = 167;
constexpr std::chrono::hours change_time_usual(2);

}  // namespace

/// Reads the text from left to right; each function takes what it names, or says no.
class ZoneRule::Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  bool next_is(char c) const { return rest_.starts_with(c); }

  bool take(char c) {
    if (!next_is(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool take_name() {
    const bool quoted = take('<');
    const auto end = std::find_if_not(rest_.begin(), rest_.end(),
                                      [&](char c) { return quoted ? c != '>' : is_letter(c); });
    const auto length = static_cast<std::size_t>(end - rest_.begin());
    rest_.remove_prefix(length);
    return length >= name_length_min && (!quoted || take('>'));
  }

  std::optional<int> take_number(int most) {
    int value = 0;
    std::size_t length = 0;
    while (length < rest_.size() && is_digit(rest_[length]) && value <= most) {
      value = value * 10 + (rest_[length++] - '0');
    }
    if (length == 0 || value > most) return std::nullopt;
    rest_.remove_prefix(length);
    return value;
  }

  /// `[+|-]hh[:mm[:ss]]`
  std::optional<std::chrono::seconds> take_time() {
    const int sign = take('-') ? -1 : 1;
    if (sign == 1) take('+');
    int total = 0;
    int unit = 3600;
    for (const int most : {hours_max, 59, 59}) {
      const auto value = take_number(most);
      if (!value) return std::nullopt;
      total += *value * unit;
      unit /= 60;
      if (unit == 0 || !take(':')) break;
    }
    return std::chrono::seconds(sign * total);
  }

  std::optional<Change> take_change() {
    if (!take('M')) return std::nullopt;
    const auto month = take_number(12);
    if (!month || *month < 1 || !take('.')) return std::nullopt;
    const auto week = take_number(5);
    if (!week || *week < 1 || !take('.')) return std::nullopt;
    const auto weekday = take_number(6);
    if (!weekday) return std::nullopt;
    const auto time = take('/') ? take_time() : change_time_usual;
    if (!time) return std::nullopt;
    return Change{static_cast<unsigned>(*month), static_cast<unsigned>(*week),
                  static_cast<unsigned>(*weekday), *time};
  }

  std::optional<Summer> take_summer(std::chrono::seconds standard) {
    if (!take_name()) return std::nullopt;
    const auto ahead = next_is(',') ? -(standard + std::chrono::hours(1)) : take_time();
    if (!ahead || !take(',')) return std::nullopt;
    const auto begins = take_change();
    if (!begins || !take(',')) return std::nullopt;
    const auto ends = take_change();
    if (!ends) return std::nullopt;
    return Summer{-*ahead, *begins, *ends};
  }

 private:
  std::string_view rest_;
};

Result<ZoneRule> ZoneRule::parse(std::string_view text) {
  const Error error{ErrorKind::invalid,
                    fmt::format("time zone rule '{}' is not understood; one like "
                                "'CET-1CEST,M3.5.0,M10.5.0/3' is",
                                text)};
  Reader reader(text);
  if (!reader.take_name()) return error;
  const auto behind = reader.take_time();
  if (!behind) return error;

  ZoneRule rule;
  rule.standard_ = -*behind;
  if (reader.at_end()) return rule;
  rule.summer_ = reader.take_summer(rule.standard_);
  if (!rule.summer_ || !reader.at_end()) return error;
  return rule;
}

std::chrono::sys_seconds ZoneRule::Change::shown_in(int year) const {
  const auto in_month = std::chrono::year(year) / std::chrono::month(month);
  const std::chrono::weekday day(weekday);
  const std::chrono::sys_days date = week == 5
                                         ? std::chrono::sys_days(in_month / day[std::chrono::last])
                                         : std::chrono::sys_days(in_month / day[week]);
  return date + time;
}

std::vector<ZoneTransition> ZoneRule::transitions_in(int year) const {
  if (!summer_) return {};
  std::vector<ZoneTransition> changes = {
      {summer_->begins.shown_in(year) - standard_, summer_->offset},
      {summer_->ends.shown_in(year) - summer_->offset, standard_},
  };
  // South of the equator summer ends before it begins.
  std::sort(changes.begin(), changes.end(),
            [](const ZoneTransition& a, const ZoneTransition& b) { return a.at < b.at; });
  return changes;
}

}  // namespace avstem
