// avstem why: a voucher's reasons, in words.

#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "app/commands.hpp"
#include "services/settlement/why.hpp"

namespace avstem::app {
namespace {

using Json = nlohmann::ordered_json;
using services::LineReason;
using services::StoredVoucher;
using services::VoucherReason;

/// `V-2026-00001:3` in its parts; no line is 0. A reference holds colons too, so a line is what
/// follows the last one of a number.
struct Asked {
  std::string voucher;
  int line = 0;
};

Result<Asked> read_asked(const std::string& text) {
  const auto colon = text.rfind(':');
  const bool is_number = text.starts_with("V-") || text.starts_with("K-");
  if (!is_number || colon == std::string::npos) return Asked{text, 0};
  Asked asked{text.substr(0, colon), 0};
  const char* const end = text.data() + text.size();
  const auto [stop, status] = std::from_chars(text.data() + colon + 1, end, asked.line);
  if (status != std::errc() || stop != end || asked.line < 1) {
    return Error{ErrorKind::invalid,
                 fmt::format("'{}' names no line; give the voucher's number, a colon and the line, "
                             "as in V-2026-00001:3",
                             text)};
  }
  return asked;
}

std::string side(const books::Posting& posting, Currency currency) {
  return fmt::format("{} {}", posting.amount > 0 ? "debit" : "credit",
                     Money(std::abs(posting.amount), currency).to_decimal());
}

std::string account_words(const LineReason& line, int mapping_version) {
  const books::Posting& posting = line.posting;
  std::string words = fmt::format("account {}", posting.account);
  if (posting.customer_number != 0) words += fmt::format(", customer {}", posting.customer_number);
  words += line.role.empty() ? ": named by the sale or the rule behind it"
                             : fmt::format(": the client's account for {} (mapping version {})",
                                           line.role, mapping_version);
  return words;
}

std::string vat_words(const LineReason& line) {
  if (line.posting.vat_code.empty()) return "no VAT code: the account carries none";
  return fmt::format("VAT code {}: {}", line.posting.vat_code,
                     line.role.empty() ? "as the sale or the rule has it"
                                       : "as the mapping has it for this account");
}

std::string entry_words(const books::Entry& entry) {
  return fmt::format("{} {} {}, pspReference {}, reference '{}', no. {} of {}",
                     to_string(entry.topic), entry.type_word, entry.money().to_decimal(),
                     entry.psp_reference, entry.reference, entry.sequence,
                     entry.ledger_date.to_string());
}

/// The client's own words for the rule that a match such as `M4:7@3` names, in that version.
Result<std::string> rule_name(services::ClientStore& clients, const ClientId& client,
                              const std::string& match) {
  const auto colon = match.find(':');
  const auto at = match.find('@');
  if (colon == std::string::npos || at == std::string::npos) return std::string();
  const auto number = [&](std::size_t from, std::size_t to) {
    std::int64_t value = 0;
    std::from_chars(match.data() + from, match.data() + to, value);
    return value;
  };
  auto settings = clients.matching(client, static_cast<int>(number(at + 1, match.size())));
  if (!settings) return settings.error();
  const books::MatchRule* const rule = settings->rules.find(number(colon + 1, at));
  return rule == nullptr ? std::string() : rule->name;
}

std::string line_words(const LineReason& line, const StoredVoucher& stored) {
  const books::Voucher::Head& head = stored.voucher.head();
  std::string words = fmt::format("line {}: {}, {}\n", line.line, side(line.posting, head.currency),
                                  line.posting.text);
  words +=
      fmt::format("  {}\n  {}\n", account_words(line, stored.mapping_version), vat_words(line));
  words += line.recipe == nullptr ? fmt::format("  recipe '{}'\n", line.posting.rule)
                                  : fmt::format("  recipe {}, {}: {}\n", line.recipe->id,
                                                line.recipe->title, line.recipe->words);
  if (line.step != nullptr) {
    words += fmt::format("  matched by {}, {}: {}\n", line.posting.match, line.step->title,
                         line.step->words);
  }
  if (!line.rule_name.empty()) words += fmt::format("  the rule is '{}'\n", line.rule_name);
  if (!line.posting.matching_reference.empty()) {
    words += fmt::format("  clears the open item '{}'\n", line.posting.matching_reference);
  }
  for (const books::Entry& entry : line.entries)
    words += fmt::format("  entry: {}\n", entry_words(entry));
  return words;
}

std::string words(const StoredVoucher& stored, const VoucherReason& reason, int only_line) {
  const books::Voucher::Head& head = stored.voucher.head();
  std::string text =
      fmt::format("{} of {}, {}\ndated {}: {}\n", stored.number, head.date.to_string(), head.text,
                  head.date.to_string(), reason.date);
  for (const services::SourceReason& source : reason.sources) {
    text += fmt::format("made of {} entries {} to {} of {}\n", to_string(source.range.topic),
                        source.range.first, source.range.last, stored.ledger_date.to_string());
    for (const std::string& hash : source.page_hashes)
      text += fmt::format("  kept page, sha-256 {}\n", hash);
  }
  for (const LineReason& line : reason.lines) {
    if (only_line == 0 || line.line == only_line) text += line_words(line, stored);
  }
  return text;
}

Json entry_json(const books::Entry& entry) {
  return {{"topic", to_string(entry.topic)}, {"type", entry.type_word},
          {"amount", entry.amount},          {"psp_reference", entry.psp_reference},
          {"reference", entry.reference},    {"ledger_date", entry.ledger_date.to_string()},
          {"sequence", entry.sequence}};
}

Json line_json(const LineReason& line) {
  Json entries = Json::array();
  for (const books::Entry& entry : line.entries)
    entries.push_back(entry_json(entry));
  return {{"line", line.line},
          {"account", line.posting.account},
          {"customer", line.posting.customer_number},
          {"amount", line.posting.amount},
          {"role", line.role},
          {"vat_code", line.posting.vat_code},
          {"recipe", line.posting.rule},
          {"recipe_words", line.recipe == nullptr ? "" : line.recipe->words},
          {"match", line.posting.match},
          {"match_words", line.step == nullptr ? "" : line.step->words},
          {"rule_name", line.rule_name},
          {"matching_reference", line.posting.matching_reference},
          {"entries", std::move(entries)}};
}

Json reason_json(const StoredVoucher& stored, const VoucherReason& reason, int only_line) {
  const books::Voucher::Head& head = stored.voucher.head();
  Json sources = Json::array();
  for (const services::SourceReason& source : reason.sources) {
    sources.push_back({{"topic", to_string(source.range.topic)},
                       {"first", source.range.first},
                       {"last", source.range.last},
                       {"pages", source.page_hashes}});
  }
  Json lines = Json::array();
  for (const LineReason& line : reason.lines) {
    if (only_line == 0 || line.line == only_line) lines.push_back(line_json(line));
  }
  return {{"number", stored.number},
          {"reference", head.reference},
          {"voucher_date", head.date.to_string()},
          {"ledger_date", stored.ledger_date.to_string()},
          {"why_dated", reason.date},
          {"mapping_version", stored.mapping_version},
          {"sources", std::move(sources)},
          {"lines", std::move(lines)}};
}

}  // namespace

Result<int> why_command(Session& session, const VoucherOptions& options) {
  auto asked = read_asked(options.voucher);
  if (!asked) return asked.error();
  auto client = session.installation.clients().get(ClientId(options.client));
  if (!client) return client.error();
  services::VoucherStore vouchers(session.installation.database());
  auto stored = vouchers.find(client->id, asked->voucher);
  if (!stored) return stored.error();
  const auto line_count = static_cast<int>(stored->voucher.postings().size());
  if (asked->line > line_count) {
    return Error{ErrorKind::not_found, fmt::format("voucher {} has {} lines, and no line {}",
                                                   stored->number, line_count, asked->line)};
  }
  auto mapping = session.installation.clients().mapping(client->id, stored->mapping_version);
  if (!mapping) return mapping.error();
  client->mapping = *std::move(mapping);
  books::Mapping of_ledger = client->mapping;
  for (const services::LedgerTerms& ledger : client->ledgers) {
    if (ledger.id == stored->ledger) of_ledger = client->mapping_of(ledger);
  }
  services::Why why(session.installation.database());
  auto reason = why.voucher(client->id, *stored, of_ledger);
  if (!reason) return reason.error();
  for (LineReason& line : reason->lines) {
    auto name = rule_name(session.installation.clients(), client->id, line.posting.match);
    if (!name) return name.error();
    line.rule_name = *std::move(name);
  }
  session.host.output.result(session.options.json
                                 ? reason_json(*stored, *reason, asked->line).dump(2) + "\n"
                                 : words(*stored, *reason, asked->line));
  return static_cast<int>(done);
}

}  // namespace avstem::app
