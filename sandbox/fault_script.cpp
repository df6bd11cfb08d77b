#include "sandbox/fault_script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace avstem::sandbox {
namespace {

constexpr std::string_view blanks = " \t\r";

std::vector<std::string_view> words_of(std::string_view line) {
  line = line.substr(0, line.find('#'));
  std::vector<std::string_view> words;
  for (;;) {
    const auto begin = line.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return words;
    line.remove_prefix(begin);
    const auto end = std::min(line.find_first_of(blanks), line.size());
    words.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
}

std::optional<int> read_count(std::string_view text) {
  int count = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, count);
  if (read.ec != std::errc() || read.ptr != end || count < 1) return std::nullopt;
  return count;
}

/// `2`, `2-5` or `2-`.
bool read_range(std::string_view text, FaultRule& rule) {
  const auto dash = text.find('-');
  const auto first = read_count(text.substr(0, dash));
  if (!first) return false;
  rule.first = *first;
  rule.last = *first;
  if (dash == std::string_view::npos) return true;
  const std::string_view rest = text.substr(dash + 1);
  const auto last = rest.empty() ? std::optional(FaultRule::for_ever) : read_count(rest);
  if (!last || *last < *first) return false;
  rule.last = *last;
  return true;
}

Result<FaultRule> read_rule(const std::vector<std::string_view>& words) {
  if (words.size() != 4) {
    return Error{ErrorKind::invalid,
                 fmt::format("{} words where 4 belong: method, part of the path, which request, "
                             "fault; such as 'POST /Vouchers/ 2 timeout-after'",
                             words.size())};
  }
  FaultRule rule{std::string(words[0]), std::string(words[1]), 1, 1, Fault::internal_error};
  if (!read_range(words[2], rule)) {
    return Error{ErrorKind::invalid,
                 fmt::format("'{}' says not which request; write 2, 2-5, or 2- for the second and "
                             "all after it",
                             words[2])};
  }
  auto fault = parse_fault(words[3]);
  if (!fault) return fault.error();
  rule.fault = *fault;
  return rule;
}

}  // namespace

std::string_view to_string(Fault fault) {
  switch (fault) {
    case Fault::too_many:
      return "too-many";
    case Fault::too_many_silent:
      return "too-many-silent";
    case Fault::internal_error:
      return "internal-error";
    case Fault::bad_gateway:
      return "bad-gateway";
    case Fault::timeout_before:
      return "timeout-before";
    case Fault::timeout_after:
      return "timeout-after";
    case Fault::cut:
      return "cut";
    case Fault::truncated:
      return "truncated";
    case Fault::repeated_page:
      return "repeated-page";
    case Fault::empty_page:
      return "empty-page";
    case Fault::late_fees:
      return "late-fees";
    case Fault::try_later:
      return "try-later";
    case Fault::token_expired:
      return "token-expired";
    case Fault::keys_revoked:
      return "keys-revoked";
    case Fault::clock_skew:
      return "clock-skew";
    case Fault::slow:
      return "slow";
  }
  return "";
}

Result<Fault> parse_fault(std::string_view word) {
  std::vector<std::string_view> known;
  for (const Fault fault : all_faults) {
    if (to_string(fault) == word) return fault;
    known.push_back(to_string(fault));
  }
  return Error{ErrorKind::invalid,
               fmt::format("there is no fault '{}'; there are {}", word, fmt::join(known, ", "))};
}

Result<std::vector<FaultRule>> parse_fault_script(std::string_view script, std::string_view name) {
  std::vector<FaultRule> rules;
  for (int line = 1; !script.empty(); ++line) {
    const auto end = std::min(script.find('\n'), script.size());
    const auto words = words_of(script.substr(0, end));
    script.remove_prefix(std::min(end + 1, script.size()));
    if (words.empty()) continue;
    auto rule = read_rule(words);
    if (!rule) return rule.error().in(fmt::format("{}:{}", name, line));
    rules.push_back(*std::move(rule));
  }
  return rules;
}

}  // namespace avstem::sandbox
