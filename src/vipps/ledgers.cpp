#include "vipps/ledgers.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string_view>
#include <utility>

#include "platform/url.hpp"
#include "vipps/api_call.hpp"
#include "vipps/errors.hpp"

namespace avstem::vipps {
namespace {

using nlohmann::json;

constexpr std::string_view path = "/settlement/v1/ledgers";
constexpr std::string_view what = "GET /settlement/v1/ledgers";

/// A member that is there and not null.
const json* member(const json& object, const char* name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::string text(const json& object, const char* name) {
  const json* value = member(object, name);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

SchemedId schemed_id(const json& object, const char* name) {
  const json* value = member(object, name);
  return value == nullptr ? SchemedId{} : SchemedId{text(*value, "scheme"), text(*value, "id")};
}

std::vector<std::string> handles(const json& item) {
  std::vector<std::string> list;
  const json* values = member(item, "settlesForRecipientHandles");
  if (values == nullptr || !values->is_array()) return list;
  for (const json& value : *values) {
    if (value.is_string()) list.push_back(value.get<std::string>());
  }
  return list;
}

std::vector<SalesUnit> sales_units(const json& item) {
  std::vector<SalesUnit> list;
  const json* values = member(item, "salesUnits");
  if (values == nullptr || !values->is_array()) return list;
  for (const json& value : *values) {
    list.push_back(SalesUnit{text(value, "name"), text(value, "recipientHandle"),
                             schemed_id(value, "businessIdentifier")});
  }
  return list;
}

Result<Ledger> read_ledger(const json& item) {
  auto id = parse_ledger_id(text(item, "ledgerId"));
  if (!id) return id.error();
  Ledger ledger;
  ledger.id = *std::move(id);
  if (member(item, "currency") != nullptr) {
    auto currency = Currency::parse(text(item, "currency"));
    if (!currency) return currency.error().in(fmt::format("ledger '{}'", ledger.id.text()));
    ledger.currency = *currency;
  }
  ledger.payout_bank_account = schemed_id(item, "payoutBankAccount");
  ledger.owner = schemed_id(item, "owner");
  ledger.recipient_handles = handles(item);
  ledger.sales_units = sales_units(item);
  return ledger;
}

/// Adds the ledgers of one answer to the list and returns the cursor, empty at the end.
Result<std::string> read_page(const Response& response, std::vector<Ledger>& ledgers) {
  const json body = json::parse(response.body, nullptr, false);
  if (!body.is_object()) {
    return Error{ErrorKind::unavailable,
                 fmt::format("Vipps answered 200 to {} with {} bytes that break off or are no JSON "
                             "object",
                             what, response.body.size())};
  }
  const auto items = body.find("items");
  if (items == body.end() || !(items->is_array() || items->is_null())) {
    return Error{ErrorKind::unavailable,
                 fmt::format("Vipps answered 200 to {} without a list of items", what)};
  }
  for (const json& item : *items) {
    auto ledger = read_ledger(item);
    if (!ledger) return ledger.error().in(what);
    ledgers.push_back(*std::move(ledger));
  }
  return text(body, "cursor");
}

}  // namespace

Result<std::vector<Ledger>> LedgerClient::list() {
  std::vector<Ledger> ledgers;
  std::set<std::string> seen;
  std::string cursor;
  for (std::size_t page = 0; page < pages_max; ++page) {
    std::string target(path);
    if (!cursor.empty()) target += "?" + encode_query({{"cursor", cursor}});
    auto response = get_with_token(client_, tokens_, target, what);
    if (!response) return response.error();
    if (response->status != 200) return error_from(*response, what);

    auto next = read_page(*response, ledgers);
    if (!next) return next.error();
    if (next->empty()) return ledgers;
    cursor = *std::move(next);
    if (!seen.insert(cursor).second) {
      return Error{ErrorKind::unavailable,
                   fmt::format("{}: page {} repeats the cursor '{}' of an earlier page; the list "
                               "of ledgers would never end",
                               what, page + 1, cursor)};
    }
  }
  return Error{
      ErrorKind::unavailable,
      fmt::format("{}: more than {} pages; the list of ledgers does not end", what, pages_max)};
}

}  // namespace avstem::vipps
