#include "vipps/report_entry.hpp"

#include <fmt/format.h>

#include <cstring>
#include <utility>

namespace avstem::vipps {
namespace {

namespace ondemand = simdjson::ondemand;

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// Cuts at a character, never inside one.
std::string_view shown(std::string_view text) {
  if (text.size() <= shown_bytes_max) return text;
  std::size_t end = shown_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
    --end;
  return text.substr(0, end);
}

/// JSON forbids a leading zero; simdjson's raw token has not been checked for it.
bool has_leading_zero(std::string_view token) {
  const std::string_view digits = token.substr(token.starts_with('-') ? 1 : 0);
  return digits.size() > 1 && digits[0] == '0';
}

}  // namespace

std::string_view trimmed(std::string_view token) {
  while (!token.empty() && is_space(token.back()))
    token.remove_suffix(1);
  return token;
}

simdjson::simdjson_result<std::string_view> read_key(ondemand::field& field) {
  const char* begin = field.key().raw();
  const char* end = begin;
  while (*end != '"' && *end != '\\')
    ++end;  // simdjson has made sure that the quote is there
  if (*end == '"') return std::string_view(begin, static_cast<std::size_t>(end - begin));
  return field.unescaped_key();
}

simdjson::error_code Text::read(ondemand::value& value) {
  const std::string_view token = trimmed(value.raw_json_token());
  const bool quoted = token.size() >= 2 && token.front() == '"' && token.back() == '"';
  if (quoted && std::memchr(token.data(), '\\', token.size()) == nullptr) {
    state = State::present;
    view = token.substr(1, token.size() - 2);
    return simdjson::SUCCESS;
  }
  if (!token.empty() && token.front() == '"') {
    state = State::present;
    return value.get_string().get(view);
  }
  state = token == "null" ? State::absent : State::wrong;
  view = token;
  return simdjson::SUCCESS;
}

EntryReader::EntryReader(books::Topic topic, std::optional<Date> expected_date)
    : topic_(topic),
      date_(expected_date),
      date_text_(expected_date ? expected_date->to_string() : "the feed") {}

simdjson::error_code EntryReader::scan(ondemand::object& object) {
  fields_ = Fields{};
  for (auto maybe_field : object) {
    ondemand::field field;
    if (auto code = std::move(maybe_field).get(field)) return code;
    std::string_view name;
    if (auto code = read_key(field).get(name)) return code;
    ondemand::value value = field.value();
    if (auto code = scan_field(name, value)) return code;
  }
  return simdjson::SUCCESS;
}

simdjson::error_code EntryReader::scan_field(std::string_view name, ondemand::value& value) {
  if (name == "pspReference") return fields_.psp_reference.read(value);
  if (name == "time") return fields_.time.read(value);
  if (name == "ledgerDate") return fields_.ledger_date.read(value);
  if (name == "entryType") return fields_.entry_type.read(value);
  if (name == "reference") return fields_.reference.read(value);
  if (name == "currency") return fields_.currency.read(value);
  if (name == "recipientHandle") return fields_.recipient_handle.read(value);
  if (name == "amount") fields_.amount = trimmed(value.raw_json_token());
  if (name == "balanceBefore") fields_.balance_before = trimmed(value.raw_json_token());
  if (name == "balanceAfter") fields_.balance_after = trimmed(value.raw_json_token());
  return simdjson::SUCCESS;
}

Result<books::Entry> EntryReader::make(std::int64_t sequence) {
  sequence_ = sequence;
  books::Entry entry;
  entry.topic = topic_;
  entry.sequence = sequence;
  auto texts = read_texts(entry);
  if (!texts) return texts.error();
  auto time = read_date_and_time(entry);
  if (!time) return time.error();
  auto amounts = read_amounts(entry);
  if (!amounts) return amounts.error();
  return entry;
}

Result<void> EntryReader::read_texts(books::Entry& entry) const {
  using State = Text::State;
  const std::pair<std::string_view, const Text&> required[] = {
      {"pspReference", fields_.psp_reference}, {"entryType", fields_.entry_type}};
  for (const auto& [name, text] : required) {
    if (text.state != State::present) return refuse(name, text, "a text is required");
  }
  const std::pair<std::string_view, const Text&> optional[] = {
      {"reference", fields_.reference}, {"recipientHandle", fields_.recipient_handle}};
  for (const auto& [name, text] : optional) {
    if (text.state == State::wrong) return refuse(name, text, "only a text or null is allowed");
  }
  entry.psp_reference = fields_.psp_reference.view;
  entry.type = books::parse_entry_type(fields_.entry_type.view);
  entry.type_word = fields_.entry_type.view;
  if (fields_.reference.state == State::present) entry.reference = fields_.reference.view;
  if (fields_.recipient_handle.state == State::present) {
    entry.recipient_handle = fields_.recipient_handle.view;
  }
  return {};
}

Result<void> EntryReader::read_date_and_time(books::Entry& entry) const {
  const Text& date = fields_.ledger_date;
  if (!date_) {
    auto any = date.state == Text::State::present ? Date::parse(date.view)
                                                  : Error{ErrorKind::invalid, "a date is required"};
    if (!any) return refuse("ledgerDate", date, any.error().message);
    entry.ledger_date = *any;
  } else if (date.state != Text::State::present || date.view != date_text_) {
    return refuse("ledgerDate", date, fmt::format("the report of {} was asked for", date_text_));
  } else {
    entry.ledger_date = *date_;
  }
  const Text& time = fields_.time;
  if (time.state != Text::State::present) return refuse("time", time, "a timestamp is required");
  auto instant = parse_instant(time.view);
  if (!instant) return refuse("time", time, instant.error().message);
  entry.time = *instant;
  return {};
}

Result<void> EntryReader::read_amounts(books::Entry& entry) {
  const Text& code = fields_.currency;
  if (code.state != Text::State::present) return refuse("currency", code, "a code is required");
  if (code.view != currency_text_) {
    auto currency = Currency::parse(code.view);
    if (!currency) return refuse("currency", code, currency.error().message);
    currency_ = *currency;
    currency_text_ = code.view;
  }
  entry.currency = currency_;
  struct Place {
    std::string_view name;
    std::string_view token;
    std::int64_t& target;
  };
  const Place places[] = {{"amount", fields_.amount, entry.amount},
                          {"balanceBefore", fields_.balance_before, entry.balance_before},
                          {"balanceAfter", fields_.balance_after, entry.balance_after}};
  for (const Place& place : places) {
    auto money = Money::from_minor(place.token, currency_);
    if (!money) return refuse(place.name, place.token, money.error().message);
    if (has_leading_zero(place.token)) {
      return refuse(place.name, place.token, "JSON knows no leading zeros");
    }
    place.target = money->minor();
  }
  return {};
}

Error EntryReader::refuse(std::string_view name, std::string_view value,
                          std::string_view why) const {
  const Text& psp = fields_.psp_reference;
  return Error{ErrorKind::invalid,
               fmt::format("{} of {}, entry {} with pspReference {}: {} is {}: {}",
                           to_string(topic_), date_text_, sequence_,
                           psp.state == Text::State::absent ? "<missing>"
                                                            : fmt::format("'{}'", shown(psp.view)),
                           name, value.empty() ? "<missing>" : shown(value), why)};
}

Error EntryReader::refuse(std::string_view name, const Text& text, std::string_view why) const {
  if (text.state != Text::State::present) return refuse(name, text.view, why);
  return refuse(name, fmt::format("'{}'", shown(text.view)), why);
}

}  // namespace avstem::vipps
