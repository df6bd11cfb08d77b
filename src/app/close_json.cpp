// A close as one JSON document: amounts are whole minor units (øre), dates ISO.

#include <nlohmann/json.hpp>

#include "app/tables.hpp"

namespace avstem::app {
namespace {

using Json = nlohmann::ordered_json;

Json voucher_json(const books::Voucher& voucher) {
  Json lines = Json::array();
  for (const books::Posting& posting : voucher.postings()) {
    lines.push_back({{"account", posting.account},
                     {"customer", posting.customer_number},
                     {"amount", posting.amount},
                     {"vat_code", posting.vat_code},
                     {"matching_reference", posting.matching_reference},
                     {"rule", posting.rule},
                     {"text", posting.text}});
  }
  return {{"reference", voucher.head().reference},
          {"date", voucher.head().date.to_string()},
          {"currency", voucher.head().currency.code()},
          {"text", voucher.head().text},
          {"lines", std::move(lines)}};
}

Json proof_json(const books::AccountProof& proof) {
  return {{"account", proof.account},
          {"role", to_string(proof.role)},
          {"ledger_date", proof.date.to_string()},
          {"currency", proof.currency.code()},
          {"vipps_balance", proof.vipps_balance},
          {"books_balance", proof.books_balance},
          {"accounting_balance", proof.accounting_balance},
          {"timing", proof.timing},
          {"foreign", proof.foreign},
          {"difference", proof.difference()},
          {"proven", proof.is_proven()}};
}

Json date_json(const services::ClosedDate& date) {
  return {{"ledger", date.ledger.text()},
          {"ledger_date", date.date.to_string()},
          {"status", to_string(date.status)},
          {"currency", date.currency.code()},
          {"captures", date.captures},
          {"refunds", date.refunds},
          {"fees", date.fees},
          {"payout", date.payout},
          {"other", date.other},
          {"balance", date.balance},
          {"vouchers", date.vouchers},
          {"findings", date.findings}};
}

}  // namespace

std::string close_json(const std::vector<services::CloseReport>& reports) {
  Json clients = Json::array();
  for (const services::CloseReport& report : reports) {
    Json client{{"client", report.client.text()},
                {"posted", report.posting.posted},
                {"refused", report.posting.refused},
                {"open_findings", report.open_findings},
                {"waiting_findings", report.waiting_findings},
                {"dates", Json::array()},
                {"proofs", Json::array()},
                {"in_transit", Json::array()}};
    if (report.stopped_before) client["stopped_before"] = report.stopped_before->to_string();
    for (const auto& date : report.dates)
      client["dates"].push_back(date_json(date));
    for (const auto& proof : report.proof.accounts)
      client["proofs"].push_back(proof_json(proof));
    for (const auto& transfer : report.proof.in_transit) {
      client["in_transit"].push_back({{"reference", transfer.reference},
                                      {"ledger_date", transfer.ledger_date.to_string()},
                                      {"amount", transfer.amount}});
    }
    for (const services::Agreement& agreement : report.compared) {
      client["compared"].push_back({{"ledger", agreement.ledger.text()},
                                    {"ledger_date", agreement.date.to_string()},
                                    {"subject", agreement.subject},
                                    {"agrees", agreement.agrees()},
                                    {"differences", agreement.differences}});
    }
    for (const services::Draft& draft : report.drafts) {
      for (const auto& voucher : draft.vouchers) {
        client["draft_vouchers"].push_back(voucher_json(voucher));
      }
      for (const auto& finding : draft.findings) {
        client["draft_findings"].push_back({{"kind", to_string(finding.kind)},
                                            {"amount", finding.amount},
                                            {"message", finding.message}});
      }
    }
    clients.push_back(std::move(client));
  }
  return Json{{"clients", std::move(clients)}}.dump(2) + "\n";
}

}  // namespace avstem::app
