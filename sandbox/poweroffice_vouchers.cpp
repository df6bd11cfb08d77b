// POST and GET /Vouchers/BankJournals, POST /Vouchers/Reverse.

#include <fmt/format.h>

#include "sandbox/poweroffice_endpoints.hpp"
#include "sandbox/poweroffice_json.hpp"
#include "sandbox/poweroffice_query.hpp"
#include "sandbox/poweroffice_voucher_body.hpp"

namespace avstem::sandbox::poweroffice {
namespace {

JsonObject line_dto(const VoucherLine& line, Instant created) {
  JsonObject dto;
  dto.number("Id", line.id);
  dto.number("AccountId", line.account_id);
  dto.date("PostingDate", line.posting_date);
  dto.number("VatId", line.vat_id);
  dto.amount("CurrencyAmount", line.amount);
  dto.text("CurrencyCode", company_currency);
  dto.number("CurrencyExchangeRate", 1);
  dto.text("CustomMatchingReference", line.matching_reference);
  dto.text("InvoiceNo", line.invoice_number);
  dto.text("Cid", line.cid);
  dto.text("Description", line.description);
  dto.text("ExternalLineReference", line.external_line_reference);
  dto.raw("Quantity", line.quantity);
  dto.text("VatReturnSpecification", line.vat_return_specification);
  dto.number("DepartmentId", line.department_id);
  dto.number("ProjectId", line.project_id);
  for (const char* absent :
       {"LocationId", "ProductId", "Dim1Id", "Dim2Id", "Dim3Id", "Quantity2"}) {
    dto.null(absent);
  }
  dto.instant("CreatedDateTimeOffset", created);
  return dto;
}

JsonObject bank_voucher_dto(const Voucher& voucher, bool is_reversed) {
  const VoucherDraft& content = voucher.content;
  std::vector<JsonObject> lines;
  for (const VoucherLine& line : content.lines)
    lines.push_back(line_dto(line, voucher.created));
  JsonObject dto;
  dto.text("Id", voucher.id);
  dto.number("VoucherNo", voucher.number);
  dto.date("VoucherDate", content.date);
  dto.text("CurrencyCode", company_currency);
  dto.text("Description", content.description);
  dto.text("ExternalImportReference", content.external_import_reference);
  dto.number("ImportedVoucherNo", content.imported_voucher_number);
  dto.text("SaftBatchId", content.saft_batch_id);
  dto.text("SaftSourceId", content.saft_source_id);
  dto.boolean("IsReversed", is_reversed);
  dto.instant("CreatedDateTimeOffset", voucher.created);
  dto.raw("VoucherLines", json_array(lines));
  return dto;
}

}  // namespace

bool is_json(const Request& request) {
  const std::string_view type = request.headers.get("Content-Type").value_or("");
  const std::string_view media = type.substr(0, type.find(';'));
  return media == "application/json" || media == "text/json" ||
         media == "application/json-patch+json";
}

Error no_voucher(const std::string& id) {
  return Error{ErrorKind::not_found, fmt::format("Voucher with id = {} not found.", id)};
}

Result<Response> post_bank_journal(const Call& call) {
  if (Result<void> none = refuse_parameters(call.parameters); !none) return none.error();
  if (!is_json(call.request)) {
    return problem(call.mode, 415, "Unsupported Media Type", "send the voucher as JSON");
  }
  Result<VoucherDraft> draft = read_bank_voucher(call.request.body, call.mode);
  if (!draft) return draft.error();
  draft->integration = call.grant.access.application_key;
  const Result<const Voucher*> voucher = call.company.post(std::move(*draft));
  if (!voucher) return voucher.error();
  return json_response(201, bank_voucher_dto(**voucher, false).to_text());
}

Result<Response> get_bank_journal(const Call& call) {
  if (Result<void> none = refuse_parameters(call.parameters); !none) return none.error();
  const Voucher* voucher = call.company.find_voucher(call.id);
  // A reversal is a voucher of Go's own, and other integrations' vouchers are not shown.
  if (voucher == nullptr || voucher->created > call.seen_at ||
      voucher->content.type != VoucherType::bank_journal ||
      voucher->content.integration != call.grant.access.application_key) {
    return no_voucher(call.id);
  }
  const bool is_reversed = voucher->reversed_at && *voucher->reversed_at <= call.seen_at;
  return json_response(200, bank_voucher_dto(*voucher, is_reversed).to_text());
}

Result<Response> post_reversal(const Call& call) {
  if (Result<void> none = refuse_parameters(call.parameters); !none) return none.error();
  // A write looks at the books themselves, not at the late copy that reads see.
  const Voucher* voucher = call.company.find_voucher(call.id);
  // An invoice that Go made of an order is taken back by a credit note only.
  if (voucher == nullptr || voucher->content.integration != call.grant.access.application_key ||
      !voucher->content.invoice_number.empty()) {
    return no_voucher(call.id);
  }
  const Result<const Voucher*> reversal = call.company.reverse(call.id);
  if (!reversal) return reversal.error();
  return Response{call.mode == PowerOfficeMode::strict ? 200 : 202, {}, ""};
}

}  // namespace avstem::sandbox::poweroffice
