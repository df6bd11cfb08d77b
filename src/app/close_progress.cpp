#include "app/close_progress.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace avstem::app {
namespace {

std::string time_text(std::chrono::microseconds duration) {
  using namespace std::chrono;
  const auto total = ceil<seconds>(duration);
  if (total < minutes(1)) return fmt::format("{} s", total.count());
  if (total < hours(1)) {
    const auto whole = floor<minutes>(total);
    return fmt::format("{} min {} s", whole.count(), (total - whole).count());
  }
  const auto whole = floor<hours>(total);
  return fmt::format("{} h {} min", whole.count(), floor<minutes>(total - whole).count());
}

/// `63 of 365 dates, 4.1 a second, 1 min 14 s left`; no rate before any time has passed.
std::string pace_text(int number, int count, std::chrono::microseconds passed) {
  std::string text = fmt::format("{} of {} dates", number, count);
  if (passed.count() <= 0 || number <= 0) return text;
  const std::int64_t tenths = std::int64_t{number} * 10'000'000 / passed.count();
  if (tenths > 0) text += fmt::format(", {}.{} a second", tenths / 10, tenths % 10);
  if (number < count) text += ", " + time_text(passed * (count - number) / number) + " left";
  return text;
}

}  // namespace

CloseProgress::CloseProgress(Output& output, const Clock& clock, std::string client)
    : output_(output),
      clock_(clock),
      client_(std::move(client)),
      start_(clock.now()),
      last_line_(start_) {}

void CloseProgress::date_done(const services::ClosedDate& date, int number, int count) {
  if (number == shown_) return;
  shown_ = number;
  const Instant now = clock_.now();
  const std::string text =
      fmt::format("{} {}", date.date.to_string(), pace_text(number, count, now - start_));
  if (output_.is_terminal()) {
    const auto filled = static_cast<std::size_t>(std::min(bar_width, bar_width * number / count));
    output_.note(fmt::format("\r\033[K{} [{}{}] {}", client_, std::string(filled, '#'),
                             std::string(bar_width - filled, '.'), text));
    return;
  }
  if (now - last_line_ < line_interval) return;
  last_line_ = now;
  output_.note(fmt::format("{} {}\n", client_, text));
}

void CloseProgress::finish() {
  if (output_.is_terminal() && shown_ > 0) output_.note("\r\033[K");
}

}  // namespace avstem::app
