#pragma once

#include <fmt/format.h>

#include <string>

namespace avstem::vipps {

/// Vipps' own example entry, with one field replaced, renamed or left out by the caller.
struct EntryJson {
  std::string psp_reference = R"("3343121302")";
  std::string time = R"("2020-10-05T00:00:00.000000Z")";
  std::string ledger_date = R"("2020-10-05")";
  std::string entry_type = R"("capture")";
  std::string reference = R"("acme-shop-123-order123abc")";
  std::string currency = R"("NOK")";
  std::string amount = "49900";
  std::string balance_before = "0";
  std::string balance_after = "49900";
  std::string recipient_handle = R"("api:123455")";

  std::string text() const {
    return fmt::format(
        R"({{"pspReference":{},"time":{},"ledgerDate":{},"entryType":{},"reference":{},"currency":{},)"
        R"("amount":{},"balanceBefore":{},"balanceAfter":{},"recipientHandle":{}}})",
        psp_reference, time, ledger_date, entry_type, reference, currency, amount, balance_before,
        balance_after, recipient_handle);
  }
};

inline std::string page_json(const std::string& items,
                             const std::string& rest = R"("hasMore":false,"tryLater":false)") {
  return fmt::format(R"({{"items":[{}],{}}})", items, rest);
}

}  // namespace avstem::vipps
