#include "sandbox/vipps.hpp"

#include <fmt/format.h>

namespace avstem::sandbox {
namespace {

Error unknown_ledger(std::string_view ledger_id) {
  return {ErrorKind::not_found, fmt::format("the sandbox has no ledger '{}'", ledger_id)};
}

Result<void> check_page_size(std::size_t size, std::size_t size_max) {
  if (size >= 1 && size <= size_max) return {};
  return Error{ErrorKind::invalid,
               fmt::format("a page size of {} is not between 1 and {}", size, size_max)};
}

}  // namespace

Result<VippsLedger*> Vipps::add_ledger(LedgerTerms terms) {
  if (ledgers_.contains(terms.ledger_id)) {
    return Error{ErrorKind::conflict,
                 fmt::format("the sandbox has a ledger '{}' already", terms.ledger_id)};
  }
  const std::string ledger_id = terms.ledger_id;
  auto book = VippsLedger::open(std::move(terms));
  if (!book) return book.error();
  auto ledger = std::make_unique<Ledger>(Ledger{*std::move(book), {}});
  return &ledgers_.emplace(ledger_id, std::move(ledger)).first->second->book;
}

VippsLedger* Vipps::find_ledger(std::string_view ledger_id) {
  const auto found = ledgers_.find(ledger_id);
  return found == ledgers_.end() ? nullptr : &found->second->book;
}

Result<void> Vipps::set_notation(std::string_view ledger_id, LedgerNotation notation) {
  const auto found = ledgers_.find(ledger_id);
  if (found == ledgers_.end()) return unknown_ledger(ledger_id);
  if (notation.payout_word.empty()) {
    return Error{ErrorKind::invalid, fmt::format("ledger '{}': no payout word", ledger_id)};
  }
  found->second->notation = std::move(notation);
  return {};
}

Result<void> Vipps::add_sales_unit_keys(std::string client_id, Secret secret,
                                        Secret subscription_key, std::string msn) {
  if (client_id.empty() || secret.empty() || subscription_key.empty() || msn.empty()) {
    return Error{ErrorKind::invalid,
                 fmt::format("keys '{}' of sales unit '{}' are not complete", client_id, msn)};
  }
  tokens_.put(std::move(client_id),
              {std::move(secret),
               VippsTokens::SalesUnit{std::move(subscription_key), std::move(msn)}, std::nullopt});
  return {};
}

Result<void> Vipps::add_accounting_keys(std::string client_id, Secret secret) {
  // Basic credentials end the client id at the first colon (RFC 7617 § 2).
  if (client_id.empty() || client_id.contains(':') || secret.empty()) {
    return Error{ErrorKind::invalid,
                 fmt::format("accounting keys '{}' are not complete, or hold a colon", client_id)};
  }
  tokens_.put(std::move(client_id), {std::move(secret), std::nullopt, VippsTokens::Accounting{}});
  return {};
}

Result<VippsTokens::Accounting*> Vipps::find_accounting(std::string_view client_id) {
  VippsTokens::Keys* keys = tokens_.find(client_id);
  if (keys != nullptr && keys->accounting) return &*keys->accounting;
  return Error{ErrorKind::not_found,
               fmt::format("the sandbox has no accounting keys '{}'", client_id)};
}

Result<void> Vipps::grant(std::string_view client_id, std::string_view ledger_id) {
  if (!ledgers_.contains(ledger_id)) return unknown_ledger(ledger_id);
  auto accounting = find_accounting(client_id);
  if (!accounting) return accounting.error();
  (*accounting)->ledger_ids.emplace(ledger_id);
  return {};
}

Result<void> Vipps::revoke(std::string_view client_id, std::string_view ledger_id) {
  auto accounting = find_accounting(client_id);
  if (!accounting) return accounting.error();
  const auto granted = (*accounting)->ledger_ids.find(ledger_id);
  if (granted == (*accounting)->ledger_ids.end()) {
    return Error{ErrorKind::not_found,
                 fmt::format("ledger '{}' is not granted to '{}'", ledger_id, client_id)};
  }
  (*accounting)->ledger_ids.erase(granted);
  return {};
}

bool Vipps::may_see(const VippsTokens::Keys& keys, const LedgerTerms& terms) {
  if (keys.accounting) return keys.accounting->ledger_ids.contains(terms.ledger_id);
  return terms.recipient_handle == "api:" + keys.sales_unit->msn;
}

Result<void> Vipps::set_report_page_size(std::size_t entries) {
  if (auto ok = check_page_size(entries, report_page_size_max); !ok) return ok.error();
  report_page_size_ = entries;
  return {};
}

Result<void> Vipps::set_ledgers_page_size(std::size_t ledgers) {
  if (auto ok = check_page_size(ledgers, ledgers_page_size_max); !ok) return ok.error();
  ledgers_page_size_ = ledgers;
  return {};
}

Response Vipps::handle(const Request& request) {
  const Target target = parse_target(request.target);
  // Clients are seen to write accesstoken and accessToken.
  if (vipps_api::to_lower(target.path) == "/accesstoken/get") {
    return tokens_.answer_standard(request);
  }
  if (target.path == "/miami/v1/token") return tokens_.answer_specialized(request);
  if (target.path == "/settlement/v1/ledgers") return answer_ledgers(request, target);
  if (target.path.starts_with("/report/v1/")) {
    return vipps_api::problem(410, {}, "version 1 of the Report API was removed in May 2024",
                              target.path);
  }
  if (target.path.starts_with("/report/v2/ledgers/")) return answer_report(request, target);
  return vipps_api::problem(404, {}, "there is nothing at this address", target.path);
}

}  // namespace avstem::sandbox
