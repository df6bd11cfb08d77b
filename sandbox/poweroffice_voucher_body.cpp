#include "sandbox/poweroffice_voucher_body.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/money.hpp"
#include "sandbox/poweroffice_json.hpp"
#include "sandbox/poweroffice_reader.hpp"

namespace avstem::sandbox::poweroffice {
namespace {

constexpr std::string_view vat_return_specifications[] = {
    "None",           "Adjustment",
    "LossesOnClaims", "ReversalOfInputValueAddedTax",
    "Withdrawals",    "AdjustmentVatCompensationRealProperty",
};

void refuse_absent_features(Reader& reader) {
  // Kinds that no company here has any of.
  reader.refuse_ids({"LocationId", "ProductId", "Dim1Id", "Dim2Id", "Dim3Id"});
  if (!reader.number_text("Quantity2").empty()) {
    reader.fail("Quantity2", "is for agriculture clients only");
  }
  const std::string rate = reader.number_text("CurrencyExchangeRate");
  const Result<Money> unit = Money::from_decimal(rate, Currency());
  if (!rate.empty() && (!unit || unit->minor() != 100)) {
    reader.fail("CurrencyExchangeRate", fmt::format("{} of NOK against NOK is not 1", rate));
  }
}

Result<VoucherLine> read_line(const JsonValue& value, std::size_t index, PowerOfficeMode mode) {
  Reader reader(value, fmt::format("VoucherLines[{}]", index), mode);
  VoucherLine line;
  line.account_id = reader.required_whole("AccountId");
  line.posting_date = reader.required_date("PostingDate");
  line.vat_id = reader.required_whole("VatId");
  line.amount = reader.amount("CurrencyAmount");
  refuse_foreign_currency(reader, reader.text("CurrencyCode"));
  line.matching_reference = reader.text("CustomMatchingReference");
  line.invoice_number = reader.text("InvoiceNo");
  line.cid = reader.text("Cid", cid_length_max);
  line.description = reader.text("Description");
  line.external_line_reference = reader.text("ExternalLineReference");
  line.quantity = reader.number_text("Quantity");
  line.vat_return_specification = reader.text("VatReturnSpecification");
  const std::string& specification = line.vat_return_specification;
  if (!specification.empty() && std::ranges::find(vat_return_specifications, specification) ==
                                    std::end(vat_return_specifications)) {
    reader.fail("VatReturnSpecification", fmt::format("'{}' is unknown", specification));
  }
  // -1 says that the line has none, and shall not inherit one.
  line.department_id = reader.whole("DepartmentId");
  if (line.department_id == -1) line.department_id.reset();
  line.project_id = reader.whole("ProjectId");
  if (line.project_id == -1) line.project_id.reset();
  refuse_absent_features(reader);
  if (std::optional<Error> error = reader.finish()) return *error;
  return line;
}

}  // namespace

Result<VoucherDraft> read_bank_voucher(std::string_view body, PowerOfficeMode mode) {
  const Result<JsonValue> root = parse_json(body);
  if (!root) return root.error();
  Reader reader(*root, "", mode);
  VoucherDraft draft;
  draft.type = VoucherType::bank_journal;
  draft.date = reader.required_date("VoucherDate");
  const std::string currency = reader.text("CurrencyCode", 3);
  if (currency.empty()) reader.fail("CurrencyCode", "is required");
  refuse_foreign_currency(reader, currency);
  draft.description = reader.text("Description");
  draft.external_import_reference =
      reader.text("ExternalImportReference", external_import_reference_length_max);
  draft.imported_voucher_number = reader.whole("ImportedVoucherNo");
  draft.saft_batch_id = reader.text("SaftBatchId", saft_id_length_max);
  draft.saft_source_id = reader.text("SaftSourceId", saft_id_length_max);
  const JsonValue* lines = reader.array("VoucherLines");
  if (std::optional<Error> error = reader.finish()) return *error;
  if (lines == nullptr) return draft;
  for (std::size_t i = 0; i < lines->items.size(); ++i) {
    Result<VoucherLine> line = read_line(lines->items[i], i, mode);
    if (!line) return line.error();
    draft.lines.push_back(std::move(*line));
  }
  return draft;
}

}  // namespace avstem::sandbox::poweroffice
