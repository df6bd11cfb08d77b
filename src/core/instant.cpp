#include "core/instant.hpp"

#include <fmt/format.h>

#include "core/date.hpp"

namespace avstem {
namespace {

Error bad_instant(std::string_view text, std::string_view why) {
  return Error{ErrorKind::invalid, fmt::format("timestamp '{}' {}", text, why)};
}

/// Two digits at `at`, or -1.
int two_digits(std::string_view text, std::size_t at) {
  if (at + 2 > text.size()) return -1;
  const char a = text[at];
  const char b = text[at + 1];
  if (a < '0' || a > '9' || b < '0' || b > '9') return -1;
  return (a - '0') * 10 + (b - '0');
}

/// Minutes east of UTC from "Z", "+02:00" or "+0200"; out of range when it is none of them.
constexpr int no_offset = 10'000;

int read_offset(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  if (text.size() < 5 || (text[0] != '+' && text[0] != '-')) return no_offset;
  const bool colon = text[3] == ':';
  if (text.size() != (colon ? 6U : 5U)) return no_offset;
  const int hours = two_digits(text, 1);
  const int minutes = two_digits(text, colon ? 4 : 3);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return no_offset;
  return (text[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

}  // namespace

Result<Instant> parse_instant(std::string_view text) {
  using namespace std::chrono;
  constexpr std::string_view shape = "is not written YYYY-MM-DDThh:mm:ss[.ffffff] with an offset";
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't' && text[10] != ' ') ||
      text[13] != ':' || text[16] != ':') {
    return bad_instant(text, shape);
  }
  auto date = Date::parse(text.substr(0, 10));
  if (!date) return bad_instant(text, "names a date that does not exist");
  const int hour = two_digits(text, 11);
  const int minute = two_digits(text, 14);
  const int second = two_digits(text, 17);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
    return bad_instant(text, "names a time of day that does not exist");
  }
  std::size_t at = 19;
  std::int64_t micros = 0;
  if (text[at] == '.') {
    const std::size_t first = ++at;
    std::int64_t scale = 100'000;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
      micros += (text[at] - '0') * scale;
      scale /= 10;
      ++at;
    }
    if (at == first || at - first > 9) return bad_instant(text, shape);
  }
  const int offset = read_offset(text.substr(at));
  if (offset == no_offset) return bad_instant(text, shape);
  return Instant(date->days()) + hours(hour) + minutes(minute) + seconds(second) +
         microseconds(micros) - minutes(offset);
}

std::string to_string(Instant instant) {
  using namespace std::chrono;
  const auto days = floor<std::chrono::days>(instant);
  const hh_mm_ss time(instant - days);
  const auto micros = time.subseconds().count();
  return fmt::format("{}T{:02}:{:02}:{:02}{}Z", Date(days).to_string(), time.hours().count(),
                     time.minutes().count(), time.seconds().count(),
                     micros == 0 ? std::string() : fmt::format(".{:06}", micros));
}

}  // namespace avstem
