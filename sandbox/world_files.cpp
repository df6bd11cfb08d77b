#include "sandbox/world_files.hpp"

#include <fmt/format.h>

#include <iterator>

namespace avstem::sandbox {
namespace {

/// A TOML basic string: quotes, backslashes and control characters are escaped.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (code < 0x20 || code == 0x7f) {
      out += fmt::format("\\u{:04X}", static_cast<unsigned>(code));
    } else {
      out += c;
    }
  }
  return out + '"';
}

class Toml {
 public:
  void table(std::string_view header) {
    fmt::format_to(std::back_inserter(text_), "\n{}\n", header);
  }
  void text(std::string_view key, std::string_view value) { line(key, quoted(value)); }
  void boolean(std::string_view key, bool value) { line(key, value ? "true" : "false"); }
  void number(std::string_view key, std::int64_t value) { line(key, fmt::format("{}", value)); }
  void amount(std::string_view key, std::int64_t minor, Currency currency) {
    text(key, Money(minor, currency).to_decimal());
  }
  std::string take() { return std::move(text_); }

 private:
  void line(std::string_view key, std::string_view value) {
    fmt::format_to(std::back_inserter(text_), "{} = {}\n", key, value);
  }
  std::string text_;
};

void write_ledger(Toml& toml, const SampleLedger& ledger) {
  toml.table("[[ledgers]]");
  toml.text("id", ledger.id);
  toml.text("currency", ledger.currency.code());
  toml.text("start", ledger.start.to_string());
  toml.amount("opening_funds", ledger.opening_funds, ledger.currency);
  toml.amount("opening_fees", ledger.opening_fees, ledger.currency);
  toml.amount("opening_in_transit", ledger.opening_in_transit, ledger.currency);
  toml.text("captures", ledger.gifts ? "gifts" : "claims");
}

}  // namespace

std::string client_toml(const SampleClient& client) {
  Toml toml;
  toml.text("id", client.id);
  toml.text("name", client.name);
  toml.text("organisation_number", client.organisation_number);
  toml.boolean("vat_registered", client.vat_registered);
  toml.boolean("post_bank_line", false);
  toml.table("[vipps]");
  toml.text("environment", "sandbox");
  toml.text("client_id", client.vipps_keys.client_id);
  toml.text("client_secret", client.vipps_keys.client_secret.reveal());
  toml.table("[poweroffice]");
  toml.text("environment", "sandbox");
  toml.text("application_key", client.poweroffice_keys.application_key.reveal());
  toml.text("client_key", client.poweroffice_keys.client_key.reveal());
  toml.text("subscription_key", client.poweroffice_keys.subscription_key.reveal());
  if (!client.accounts.empty()) toml.table("[accounts]");
  for (const auto& [role, account] : client.accounts)
    toml.number(role, account);
  for (const SampleLedger& ledger : client.ledgers)
    write_ledger(toml, ledger);
  return toml.take();
}

}  // namespace avstem::sandbox
