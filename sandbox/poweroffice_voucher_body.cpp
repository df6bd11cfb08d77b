#include "sandbox/poweroffice_voucher_body.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <set>

#include "core/money.hpp"
#include "sandbox/poweroffice_json.hpp"

namespace avstem::sandbox::poweroffice {
namespace {

using Kind = JsonValue::Kind;

constexpr std::string_view vat_return_specifications[] = {
    "None",           "Adjustment",
    "LossesOnClaims", "ReversalOfInputValueAddedTax",
    "Withdrawals",    "AdjustmentVatCompensationRealProperty",
};

/// Kinds that no company here has any of.
constexpr std::string_view absent_dimensions[] = {"LocationId", "ProductId", "Dim1Id", "Dim2Id",
                                                  "Dim3Id"};

/// The length of a text as its readers count it: code points, not bytes.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

/// Takes the properties of one object one by one; the first error stays. What nobody asked for is
/// unknown.
class Reader {
 public:
  Reader(const JsonValue& object, std::string place, PowerOfficeMode mode)
      : object_(object), place_(std::move(place)), mode_(mode) {
    if (object.kind != Kind::object) fail("", "is not an object");
  }

  /// The value, or null when it is missing or null.
  const JsonValue* take(const std::string& name) {
    asked_.insert(name);
    const auto found = std::ranges::find(object_.names, name);
    if (found == object_.names.end()) return nullptr;
    const JsonValue& value = object_.items[static_cast<std::size_t>(found - object_.names.begin())];
    return value.kind == Kind::null ? nullptr : &value;
  }

  std::string text(const std::string& name,
                   std::size_t length_max = std::numeric_limits<std::size_t>::max()) {
    const JsonValue* value = take(name);
    if (value == nullptr) return "";
    if (value->kind != Kind::text) return fail(name, "is not a string"), "";
    if (characters(value->text) > length_max) {
      fail(name, fmt::format("'{}' has more than {} characters", value->text, length_max));
    }
    return value->text;
  }

  std::optional<std::int64_t> whole(const std::string& name) {
    const JsonValue* value = take(name);
    if (value == nullptr) return std::nullopt;
    std::int64_t number = 0;
    const char* end = value->text.data() + value->text.size();
    const auto read = std::from_chars(value->text.data(), end, number);
    if (value->kind != Kind::number || read.ec != std::errc() || read.ptr != end) {
      fail(name, "is not a whole number");
      return std::nullopt;
    }
    return number;
  }

  std::int64_t required_whole(const std::string& name) {
    const std::optional<std::int64_t> value = whole(name);
    if (!value) fail(name, "is required");
    return value.value_or(0);
  }

  Date required_date(const std::string& name) {
    constexpr std::size_t date_length = 10;
    std::string text = this->text(name);
    if (text.empty()) return fail(name, "is required"), Date();
    if (mode_ == PowerOfficeMode::field && text.size() > date_length && text[date_length] == 'T') {
      text.resize(date_length);
    }
    const Result<Date> date = Date::parse(text);
    if (!date) return fail(name, fmt::format("'{}' is not a date as YYYY-MM-DD", text)), Date();
    return *date;
  }

  std::int64_t amount(const std::string& name) {
    const JsonValue* value = take(name);
    if (value == nullptr) return 0;
    if (value->kind != Kind::number) return fail(name, "is not a number"), 0;
    const Result<Money> money = Money::from_decimal(value->text, Currency());
    if (!money) {
      fail(name, fmt::format("{} is not an amount with at most two decimals", value->text));
      return 0;
    }
    return money->minor();
  }

  std::string number_text(const std::string& name) {
    const JsonValue* value = take(name);
    if (value == nullptr) return "";
    if (value->kind != Kind::number) return fail(name, "is not a number"), "";
    return value->text;
  }

  void fail(std::string_view name, std::string_view complaint) {
    if (error_) return;
    const std::string_view dot = place_.empty() || name.empty() ? "" : ".";
    error_ = Error{ErrorKind::invalid, fmt::format("{}{}{} {}", place_, dot, name, complaint)};
  }

  /// The first error, an unknown property among them.
  std::optional<Error> finish() {
    for (const std::string& name : object_.names) {
      if (!asked_.contains(name)) fail(name, "is not a property of this object");
    }
    return error_;
  }

 private:
  const JsonValue& object_;
  std::string place_;
  PowerOfficeMode mode_;
  std::set<std::string> asked_;
  std::optional<Error> error_;
};

void refuse_foreign_currency(Reader& reader, std::string_view code) {
  if (code.empty() || code == company_currency) return;
  reader.fail("CurrencyCode", fmt::format("'{}' is not active on the client", code));
}

void refuse_absent_features(Reader& reader) {
  for (const std::string_view name : absent_dimensions) {
    const std::optional<std::int64_t> id = reader.whole(std::string(name));
    if (id && *id != -1) reader.fail(name, fmt::format("{} is not found on the client", *id));
  }
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
  const JsonValue* lines = reader.take("VoucherLines");
  if (lines != nullptr && lines->kind != Kind::array) {
    reader.fail("VoucherLines", "is not an array");
  }
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
