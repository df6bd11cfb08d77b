#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "platform/base64.hpp"
#include "sandbox/vipps.hpp"

// GET /settlement/v1/ledgers: the ledgers that the keys of the call may see.
namespace avstem::sandbox {
namespace {

using Json = nlohmann::ordered_json;

/// The names of bank accounts and organisations differ by market, and so does the currency.
struct Schemes {
  std::string_view account;
  std::string_view organisation;
};

Schemes schemes_of(const LedgerTerms& terms) {
  if (terms.currency.code() == "DKK") return {"BBAN:DK", "business:DK:CVR"};
  if (terms.currency.code() == "EUR") return {"BBAN:FI", "business:FI:Y-tunnus"};
  return {"BBAN:NO", "business:NO:ORG"};
}

Json write_ledger(const LedgerTerms& terms) {
  const Schemes schemes = schemes_of(terms);
  const Json owner = {{"scheme", schemes.organisation}, {"id", terms.owner_organisation_number}};
  const Json sales_unit = {{"name", terms.sales_unit_name},
                           {"recipientHandle", terms.recipient_handle},
                           {"businessIdentifier", owner}};
  return {{"ledgerId", terms.ledger_id},
          {"currency", terms.currency.code()},
          {"payoutBankAccount", {{"scheme", schemes.account}, {"id", terms.payout_bank_account}}},
          {"owner", owner},
          {"settlesForRecipientHandles", Json::array({terms.recipient_handle})},
          {"salesUnits", Json::array({sales_unit})}};
}

/// Where the next page begins, and the filter it goes on with.
struct LedgersCursor {
  std::string after_ledger_id;
  std::optional<std::string> handle;
};

std::string write_cursor(const LedgersCursor& cursor) {
  const Json body = {
      {"afterLedgerId", cursor.after_ledger_id},
      {"settlesForRecipientHandles", cursor.handle ? Json(*cursor.handle) : Json(nullptr)}};
  return base64_encode(body.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::optional<LedgersCursor> read_cursor(std::string_view text) {
  const auto decoded = base64_decode(text);
  if (!decoded) return std::nullopt;
  const Json body = Json::parse(*decoded, nullptr, false);
  if (!body.is_object() || body.size() != 2 || !body.contains("afterLedgerId") ||
      !body.contains("settlesForRecipientHandles")) {
    return std::nullopt;
  }
  const Json& after = body["afterLedgerId"];
  const Json& handle = body["settlesForRecipientHandles"];
  if (!after.is_string() || !(handle.is_null() || handle.is_string())) return std::nullopt;
  LedgersCursor cursor{after.get<std::string>(), std::nullopt};
  if (handle.is_string()) cursor.handle = handle.get<std::string>();
  return cursor;
}

}  // namespace

Response Vipps::answer_ledgers(const Request& request, const Target& target) {
  if (request.method != "GET") return vipps_api::wrong_method("GET", target.path);
  const auto caller = tokens_.caller_of(request);
  if (!caller) return caller.error();
  if (auto fault = vipps_api::fault_in_headers(request, mode_)) {
    return vipps_api::problem(400, {}, *fault, target.path);
  }
  if (auto fault =
          vipps_api::fault_in_query(target, {"settlesForRecipientHandles", "cursor"}, mode_)) {
    return vipps_api::problem(400, {}, *fault, target.path);
  }

  LedgersCursor from;
  if (const auto handle = target.parameter("settlesForRecipientHandles")) from.handle = *handle;
  if (const auto text = target.parameter("cursor")) {
    auto cursor = read_cursor(*text);
    if (!cursor || (from.handle && from.handle != cursor->handle)) {
      return vipps_api::problem(400, "Invalid cursor", "the cursor is not one of this list",
                                target.path);
    }
    from = *std::move(cursor);
  }

  Json items = Json::array();
  std::string next;
  std::string_view last;
  for (auto ledger = ledgers_.upper_bound(from.after_ledger_id); ledger != ledgers_.end();
       ++ledger) {
    const LedgerTerms& terms = ledger->second->book.terms();
    if (!may_see(**caller, terms)) continue;
    if (from.handle && *from.handle != terms.recipient_handle) continue;
    if (items.size() == ledgers_page_size_) {
      next = write_cursor({std::string(last), from.handle});
      break;
    }
    items.push_back(write_ledger(terms));
    last = ledger->first;
  }
  const Json body = {{"items", std::move(items)}, {"cursor", next}};
  return vipps_api::json(200, body.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace avstem::sandbox
