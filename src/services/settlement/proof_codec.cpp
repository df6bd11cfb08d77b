// A proof document as canonical JSON and back.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "services/settlement/proof_store.hpp"

namespace avstem::services {
namespace {

using Json = nlohmann::json;  // its objects keep their keys in order
using namespace books;

/// What reads a field that is missing or of another kind; caught where the document is read.
[[noreturn]] void refuse(const std::string& what) {
  throw std::invalid_argument(what);
}

template <class T>
T value_of(Result<T> result) {
  if (!result) refuse(result.error().message);
  return *std::move(result);
}

Date date_of(const Json& json) {
  return value_of(Date::parse(json.get<std::string>()));
}
Currency currency_of(const Json& json) {
  return value_of(Currency::parse(json.get<std::string>()));
}

template <class T, class Write>
Json list(const std::vector<T>& values, Write write) {
  Json array = Json::array();
  for (const T& value : values)
    array.push_back(write(value));
  return array;
}

template <class T, class Read>
void read_list(const Json& array, std::vector<T>& into, Read read) {
  if (!array.is_array()) refuse("a list is missing");
  for (const Json& value : array)
    into.push_back(read(value));
}

Json write_ledger(const ProvenLedger& it) {
  return {{"ledger", it.id.text()},          {"currency", it.currency.code()},
          {"start", it.start.to_string()},   {"opening_funds", it.opening_funds},
          {"opening_fees", it.opening_fees}, {"clearing_account", it.clearing_account},
          {"fees_account", it.fees_account}, {"funds_balance", it.funds_balance},
          {"fees_balance", it.fees_balance}};
}
ProvenLedger read_ledger(const Json& json) {
  return {LedgerId(json.at("ledger").get<std::string>()),
          currency_of(json.at("currency")),
          date_of(json.at("start")),
          json.at("opening_funds").get<std::int64_t>(),
          json.at("opening_fees").get<std::int64_t>(),
          json.at("clearing_account").get<std::int64_t>(),
          json.at("fees_account").get<std::int64_t>(),
          json.at("funds_balance").get<std::int64_t>(),
          json.at("fees_balance").get<std::int64_t>()};
}

Json write_row(const ProofRow& it) {
  return {{"reference", it.reference},    {"posting_date", it.posting_date.to_string()},
          {"amount", it.amount},          {"text", it.text},
          {"voucher", it.voucher_number}, {"reversed", it.reversed}};
}
ProofRow read_row(const Json& json) {
  return {json.at("reference").get<std::string>(), date_of(json.at("posting_date")),
          json.at("amount").get<std::int64_t>(),   json.at("text").get<std::string>(),
          json.at("voucher").get<std::int64_t>(),  json.at("reversed").get<bool>()};
}

Json write_timing(const TimingRow& it) {
  return {{"reference", it.reference},
          {"ledger_date", it.ledger_date.to_string()},
          {"posting_date", it.posting_date.to_string()},
          {"voucher", it.voucher_number},
          {"amount", it.amount}};
}
TimingRow read_timing(const Json& json) {
  return {json.at("reference").get<std::string>(), date_of(json.at("ledger_date")),
          date_of(json.at("posting_date")), json.at("voucher").get<std::int64_t>(),
          json.at("amount").get<std::int64_t>()};
}

Json write_movement(const ProofMovement& it) {
  return {{"reference", it.reference},
          {"ledger_date", it.ledger_date.to_string()},
          {"voucher_date", it.voucher_date.to_string()},
          {"amount", it.amount}};
}
ProofMovement read_movement(const Json& json) {
  return {json.at("reference").get<std::string>(), date_of(json.at("ledger_date")),
          date_of(json.at("voucher_date")), json.at("amount").get<std::int64_t>(), true};
}

Json write_account(const ProvenAccount& it) {
  const AccountProof& figures = it.figures;
  return {{"account", figures.account},
          {"role", to_string(figures.role)},
          {"currency", figures.currency.code()},
          {"vipps_balance", figures.vipps_balance},
          {"books_balance", figures.books_balance},
          {"accounting_balance", figures.accounting_balance},
          {"timing", figures.timing},
          {"foreign", figures.foreign},
          {"difference", figures.difference()},
          {"opening", it.opening},
          {"opening_in_accounting", it.opening_in_accounting},
          {"ours_in_accounting", it.ours_in_accounting},
          {"timing_rows", list(it.timing, write_timing)},
          {"foreign_rows", list(it.foreign, write_row)},
          {"differing_vouchers", list(it.differing, write_movement)}};
}
ProvenAccount read_account(const Json& json, Date date) {
  ProvenAccount account;
  account.figures = {json.at("account").get<std::int64_t>(),
                     value_of(parse_account_role(json.at("role").get<std::string>())),
                     date,
                     currency_of(json.at("currency")),
                     json.at("vipps_balance").get<std::int64_t>(),
                     json.at("books_balance").get<std::int64_t>(),
                     json.at("accounting_balance").get<std::int64_t>(),
                     json.at("timing").get<std::int64_t>(),
                     json.at("foreign").get<std::int64_t>()};
  account.opening = json.at("opening").get<std::int64_t>();
  account.opening_in_accounting = json.at("opening_in_accounting").get<std::int64_t>();
  account.ours_in_accounting = json.at("ours_in_accounting").get<std::int64_t>();
  read_list(json.at("timing_rows"), account.timing, read_timing);
  read_list(json.at("foreign_rows"), account.foreign, read_row);
  read_list(json.at("differing_vouchers"), account.differing, read_movement);
  return account;
}

Json write_transfer(const Transfer& it) {
  return {{"reference", it.reference},
          {"ledger_date", it.ledger_date.to_string()},
          {"amount", it.amount},
          {"text", it.text}};
}
Transfer read_transfer(const Json& json) {
  return {json.at("reference").get<std::string>(), date_of(json.at("ledger_date")),
          json.at("amount").get<std::int64_t>(), json.at("text").get<std::string>()};
}

Json write_way(const TransferOnTheWay& it) {
  return {{"payout", write_transfer(it.transfer)},
          {"expected", it.expected.to_string()},
          {"seen", it.seen ? Json(it.seen->to_string()) : Json()},
          {"late", it.late}};
}
TransferOnTheWay read_way(const Json& json) {
  TransferOnTheWay way;
  way.transfer = read_transfer(json.at("payout"));
  way.expected = date_of(json.at("expected"));
  if (!json.at("seen").is_null()) way.seen = date_of(json.at("seen"));
  way.late = json.at("late").get<bool>();
  return way;
}

Json write_transit(const ProvenTransit& it) {
  return {{"account", it.account},
          {"currency", it.currency.code()},
          {"opening", it.opening},
          {"opening_left", it.opening_left},
          {"balance", it.balance},
          {"expected", it.expected},
          {"on_the_way", list(it.on_the_way, write_way)},
          {"arrived", list(it.arrived,
                           [](const Arrival& arrival) {
                             return Json{{"payout", write_transfer(arrival.transfer)},
                                         {"row", write_row(arrival.row)}};
                           })},
          {"unexplained_rows", list(it.unexplained, write_row)},
          {"timing_rows", list(it.timing, write_timing)}};
}
ProvenTransit read_transit(const Json& json) {
  ProvenTransit transit;
  transit.account = json.at("account").get<std::int64_t>();
  transit.currency = currency_of(json.at("currency"));
  transit.opening = json.at("opening").get<std::int64_t>();
  transit.opening_left = json.at("opening_left").get<std::int64_t>();
  transit.balance = json.at("balance").get<std::int64_t>();
  transit.expected = json.at("expected").get<std::int64_t>();
  read_list(json.at("on_the_way"), transit.on_the_way, read_way);
  read_list(json.at("arrived"), transit.arrived, [](const Json& arrival) {
    return Arrival{read_transfer(arrival.at("payout")), read_row(arrival.at("row"))};
  });
  read_list(json.at("unexplained_rows"), transit.unexplained, read_row);
  read_list(json.at("timing_rows"), transit.timing, read_timing);
  return transit;
}

Json write_page(const PageMark& it) {
  return {{"ledger", it.ledger.text()},
          {"topic", to_string(it.topic)},
          {"ledger_date", it.date.to_string()},
          {"page", it.page},
          {"sha256", it.sha256}};
}
PageMark read_page(const Json& json) {
  return {LedgerId(json.at("ledger").get<std::string>()),
          value_of(parse_topic(json.at("topic").get<std::string>())),
          date_of(json.at("ledger_date")), json.at("page").get<std::int64_t>(),
          json.at("sha256").get<std::string>()};
}

ProofDocument read_document(const Json& json) {
  if (json.at("format").get<std::int64_t>() != 1) refuse("its format is not 1");
  ProofDocument document;
  document.client = ClientId(json.at("client").get<std::string>());
  document.client_name = json.at("client_name").get<std::string>();
  document.organisation_number = json.at("organisation_number").get<std::string>();
  document.number = json.at("number").get<std::int64_t>();
  document.previous = json.at("previous").get<std::string>();
  document.date = date_of(json.at("ledger_date"));
  document.proven_at = value_of(parse_instant(json.at("proven_at").get<std::string>()));
  read_list(json.at("ledgers"), document.ledgers, read_ledger);
  read_list(json.at("accounts"), document.accounts,
            [&](const Json& account) { return read_account(account, document.date); });
  read_list(json.at("in_transit"), document.transits, read_transit);
  read_list(json.at("pages"), document.pages, read_page);
  read_list(json.at("vouchers"), document.vouchers, [](const Json& mark) {
    return VoucherMark{mark.at("reference").get<std::string>(), mark.at("state").get<std::string>(),
                       mark.at("sha256").get<std::string>()};
  });
  return document;
}

}  // namespace

std::string canonical_bytes(const ProofDocument& document) {
  const Json json{
      {"format", 1},
      {"client", document.client.text()},
      {"client_name", document.client_name},
      {"organisation_number", document.organisation_number},
      {"number", document.number},
      {"previous", document.previous},
      {"ledger_date", document.date.to_string()},
      {"proven_at", avstem::to_string(document.proven_at)},
      {"proven", document.is_proven()},
      {"ledgers", list(document.ledgers, write_ledger)},
      {"accounts", list(document.accounts, write_account)},
      {"in_transit", list(document.transits, write_transit)},
      {"pages", list(document.pages, write_page)},
      {"vouchers", list(document.vouchers, [](const VoucherMark& mark) {
         return Json{{"reference", mark.reference}, {"state", mark.state}, {"sha256", mark.sha256}};
       })}};
  // Texts of others' rows come from outside; what is no UTF-8 in them is replaced.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<ProofDocument> parse_proof(std::string_view bytes) {
  try {
    return read_document(Json::parse(bytes));
  } catch (const std::exception& error) {  // the library and refuse() speak in exceptions
    return Error{ErrorKind::invalid, fmt::format("this is no proof of Avstem: {}", error.what())};
  }
}

}  // namespace avstem::services
