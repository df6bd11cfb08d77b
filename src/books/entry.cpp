#include "books/entry.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace avstem::books {
namespace {

constexpr std::array<std::pair<EntryType, std::string_view>, 13> words{{
    {EntryType::capture, "capture"},
    {EntryType::refund, "refund"},
    {EntryType::fees_retained, "fees-retained"},
    {EntryType::payout_scheduled, "payout-scheduled"},
    {EntryType::payout_aborted, "payout-aborted"},
    {EntryType::retained_disputed_capture, "retained-disputed-capture"},
    {EntryType::returned_disputed_capture, "returned-disputed-capture"},
    {EntryType::correction, "correction"},
    {EntryType::top_up, "top-up"},
    {EntryType::credit_note, "credit-note"},
    {EntryType::capture_fee, "capture-fee"},
    {EntryType::service_fee, "service-fee"},
    {EntryType::fees_invoiced, "fees-invoiced"},
}};

}  // namespace

std::string_view to_string(Topic topic) {
  return topic == Topic::funds ? "funds" : "fees";
}

Result<Topic> parse_topic(std::string_view text) {
  if (text == "funds") return Topic::funds;
  if (text == "fees") return Topic::fees;
  return Error{ErrorKind::invalid, fmt::format("topic '{}' is neither funds nor fees", text)};
}

EntryType parse_entry_type(std::string_view word) {
  if (word == "scheduled-for-payout") return EntryType::payout_scheduled;
  for (const auto& [type, name] : words) {
    if (name == word) return type;
  }
  return EntryType::unknown;
}

std::string_view to_string(EntryType type) {
  for (const auto& [known, name] : words) {
    if (known == type) return name;
  }
  return "unknown";
}

std::string payout_number(const Entry& entry, const LedgerId& ledger) {
  const std::string prefix = ledger.text() + "-";
  if (entry.psp_reference.starts_with(prefix) && entry.psp_reference.size() > prefix.size()) {
    return entry.psp_reference.substr(prefix.size());
  }
  return entry.psp_reference;
}

}  // namespace avstem::books
