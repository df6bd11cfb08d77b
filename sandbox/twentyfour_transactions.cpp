// POST /transactions: final, in the ledger, and without customer, outside reference or reversal.

#include <fmt/format.h>

#include <algorithm>

#include "sandbox/twentyfour_replies.hpp"

namespace avstem::sandbox::twentyfour {
namespace {

class TransactionBody {
 public:
  TransactionBody(const Call& call, std::vector<Breach>& breaches)
      : mode_(call.mode()), breaches_(breaches) {}

  TransactionDraft read(const JsonValue& body) {
    BodyReader reader(body, "", breaches_);
    reader.require({"transactionTypeNumber", "date", "lines"});
    TransactionDraft draft;
    draft.type_number = reader.whole("transactionTypeNumber", {1}).value_or(0);
    date_ = reader.date("date").value_or(Date());
    comment_ = reader.text("comment", {0, comment_length_max}).value_or("");
    draft.document_id = reader.whole("documentId").value_or(0);
    const JsonValue* lines = reader.array("lines", transaction_lines_max);
    for (std::size_t i = 0; lines != nullptr && i < lines->items.size(); ++i)
      draft.lines.push_back(read_line(lines->items[i], fmt::format("lines[{}]", i)));
    reader.finish(Properties::open, mode_);
    return draft;
  }

 private:
  LineDraft read_line(const JsonValue& value, const std::string& path) {
    BodyReader reader(value, path, breaches_);
    reader.require({"accountNumber", "amount", "tax"});
    LineDraft line;
    line.account = reader.whole("accountNumber").value_or(0);
    line.amount = reader.amount("amount").value_or(0);
    line.comment = reader.text("comment", {0, comment_length_max}).value_or(comment_);
    line.date = reader.date("date").value_or(date_);
    line.period_date = reader.date("periodDate");
    if (const JsonValue* tax = reader.object("tax")) read_tax(*tax, reader.path_of("tax"), line);
    if (const JsonValue* currency = reader.object("currency")) {
      read_currency(*currency, reader.path_of("currency"), line);
    }
    const JsonValue* dimensions = reader.array("dimensions", line_dimensions_max);
    for (std::size_t i = 0; dimensions != nullptr && i < dimensions->items.size(); ++i) {
      BodyReader dimension(dimensions->items[i],
                           fmt::format("{}[{}]", reader.path_of("dimensions"), i), breaches_);
      dimension.require({"dimensionType", "value"});
      line.dimensions.emplace_back(dimension.whole("dimensionType").value_or(0),
                                   dimension.text("value").value_or(""));
      dimension.finish(Properties::open, mode_);
    }
    if (const JsonValue* invoice = reader.object("invoice")) {
      read_invoice(*invoice, reader.path_of("invoice"), line);
    }
    reader.finish(Properties::open, mode_);
    return line;
  }

  void read_tax(const JsonValue& value, const std::string& path, LineDraft& line) {
    BodyReader reader(value, path, breaches_);
    reader.require({"number"});
    line.tax_number = reader.whole("number", {0}).value_or(0);
    line.vat_amount = reader.amount("amount");
    reader.whole("baseRate", {0, 100});
    reader.whole("specificationNumber");
    reader.finish(Properties::open, mode_);
    if (!line.vat_amount || *line.vat_amount == 0) return;
    const bool same_side = (*line.vat_amount > 0) == (line.amount > 0);
    if (!same_side) reader.breach("amount", "sign");
  }

  void read_currency(const JsonValue& value, const std::string& path, LineDraft& line) {
    BodyReader reader(value, path, breaches_);
    reader.require({"code", "rate"});
    line.currency = reader.text("code").value_or("NOK");
    line.currency_rate = reader.number("rate").value_or("1");
    const bool is_code =
        line.currency.size() == 3 &&
        std::ranges::all_of(line.currency, [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!is_code) reader.breach("code", "pattern");
    if (line.currency_rate.starts_with('-')) reader.breach("rate", "minimum");
    reader.finish(Properties::open, mode_);
  }

  void read_invoice(const JsonValue& value, const std::string& path, LineDraft& line) {
    BodyReader reader(value, path, breaches_);
    line.due_date = reader.date("dueDate");
    line.invoice_number = reader.text("number", {0, 50}).value_or("");
    line.ocr = reader.text("remittanceReference", {0, 32}).value_or("");
    reader.text("bankAccount", {0, 50});
    reader.finish(Properties::open, mode_);
  }

  TwentyFourMode mode_;
  std::vector<Breach>& breaches_;
  Date date_;
  std::string comment_;
};

/// The stand-in keeps books in kroner only; a line in another currency would need a rate sheet.
const LineDraft* foreign_line(const TransactionDraft& draft) {
  const auto found = std::ranges::find_if(
      draft.lines, [](const LineDraft& line) { return line.currency != "NOK"; });
  return found == draft.lines.end() ? nullptr : &*found;
}

}  // namespace

Response post_transaction(const Call& call) {
  BodyOrRefusal read = read_body(call);
  if (read.refusal) return *read.refusal;
  std::vector<Breach> breaches;
  TransactionDraft draft = TransactionBody(call, breaches).read(read.body);
  if (!breaches.empty()) return validation_error(call, breaches);
  if (const LineDraft* line = foreign_line(draft)) {
    return refusal(call, 400, "BadRequestError",
                   fmt::format("currency {} is not in use", line->currency));
  }
  for (const LineDraft& line : draft.lines) {
    for (const auto& [type, value] : line.dimensions) {
      if (type != customer_dimension) continue;
      return refusal(call, 400, "BadRequestError",
                     fmt::format("dimension {} cannot be set on a transaction", type));
    }
  }
  const Result<const Transaction*> posted = call.company.post(std::move(draft));
  if (!posted) return refusal(call, posted.error());
  JsonObject body;
  body.text("transactionId", (*posted)->id);
  return json_reply(201, body.to_text());
}

}  // namespace avstem::sandbox::twentyfour
