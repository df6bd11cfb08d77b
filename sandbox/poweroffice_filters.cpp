#include "sandbox/poweroffice_filters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace avstem::sandbox::poweroffice {
namespace {

constexpr std::string_view voucher_types[] = {
    "Unknown",
    "IncomingInvoice",
    "IncomingCreditNote",
    "OutgoingInvoice",
    "OutgoingCreditNote",
    "IncomingBankRemittance",
    "IncomingOcrGiro",
    "ManualJournal",
    "Expense",
    "CashJournal",
    "IncomingPayments",
    "OutgoingPayments",
    "YearEndJournal",
    "BankJournal",
    "VatReturns",
    "PayrollJournal",
    "OutgoingPaymentReminder",
    "OutgoingNoticeOfDebtCollection",
    "OutgoingPaymentDemand",
    "OutgoingWarrantOfExecution",
    "CorrectionVoucher",
    "ReversalVoucher",
    "DepreciationJournal",
    "TravelExpense",
    "Settlement",
    "NegativeSettlement",
    "SystemGeneratedDocumentationVoucher",
};

}  // namespace

bool lists(const Texts& wanted, std::string_view text) {
  return !wanted || std::ranges::find(*wanted, text) != wanted->end();
}

Result<Texts> read_voucher_types(const Query& query) {
  Texts types = query.list("voucherTypes");
  if (!types) return types;
  for (const std::string& type : *types) {
    if (std::ranges::find(voucher_types, type) != std::end(voucher_types)) continue;
    return Error{ErrorKind::invalid, fmt::format("voucherTypes '{}' is no voucher type", type)};
  }
  return types;
}

bool passes_dimensions(const Query& query) {
  constexpr std::array names = {"departmentCodes", "projectCodes", "productCodes"};
  return std::ranges::all_of(names, [&](const char* name) {
    const Texts wanted = query.list(name);
    return !wanted || lists(wanted, "-1");
  });
}

}  // namespace avstem::sandbox::poweroffice
