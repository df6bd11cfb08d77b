// TransactionService: reading the ledger back, with links and what is open.

#include <fmt/format.h>

#include <algorithm>

#include "sandbox/twentyfour_soap.hpp"

namespace avstem::sandbox::twentyfour {
namespace {

constexpr std::int64_t no_int = -2'147'483'648;
constexpr std::int64_t no_short = -32'768;

Result<void> get_transaction_types(SoapCall& call) {
  call.answer.open("GetTransactionTypesResult");
  for (const TransactionType& type : call.company->types()) {
    call.answer.open("TransactionType");
    call.answer.flag("Turnover", type.number < 0);
    call.answer.text("Title", type.title);
    call.answer.whole("No", type.number);
    call.answer.whole("Id", type.id);
    call.answer.close();
  }
  call.answer.close();
  return {};
}

/// EndingDate is the first day that is no longer in the year.
Result<void> get_fiscal_years(SoapCall& call) {
  call.answer.open("GetFiscalYearsResult");
  for (const auto& [number, year] : call.company->years()) {
    call.answer.open("FiscalYear");
    call.answer.text("Id", call.company->guid("period", static_cast<std::uint64_t>(number) * 100));
    call.answer.date("StartingDate", Date(number, 1, 1));
    call.answer.date("EndingDate", Date(number + 1, 1, 1));
    call.answer.flag("IsLocked",
                     std::ranges::all_of(year.closed, [](bool closed) { return closed; }));
    call.answer.close();
  }
  call.answer.close();
  return {};
}

/// Both ends in. An unset bound of a number is the smallest of its type.
bool lies_between(std::int64_t value, std::int64_t start, std::int64_t end, std::int64_t unset) {
  return (start == unset || value >= start) && (end == unset || value <= end);
}

bool has_dimension(const LineDraft& content, std::int64_t type, std::int64_t value) {
  if (value == no_int) return true;
  return std::ranges::find(content.dimensions, std::pair(type, fmt::to_string(value))) !=
         content.dimensions.end();
}

/// A search of GetTransactions.
class Search {
 public:
  /// An error: the dates are required.
  static Result<Search> read(const XmlValue& asked, const Company& company, Instant seen_at) {
    Search search(asked, company, seen_at);
    const std::optional<Instant> start = asked.instant("DateStart");
    const std::optional<Instant> end = asked.instant("DateEnd");
    if (!start || !end) return Error{ErrorKind::invalid, "DateStart and DateEnd are required"};
    search.start_ = *start;
    search.end_ = *end;
    return search;
  }

  bool finds(const Line& line) const {
    if (line.created > seen_at_) return false;
    const LinkState& link = link_at(line, seen_at_);
    const Instant moment = by_change_ ? link.at : Instant(line.content.date.days());
    if (moment < start_ || moment > end_) return false;
    return fits_line(line, link) && fits_transaction(line);
  }

 private:
  Search(const XmlValue& asked, const Company& company, Instant seen_at)
      : asked_(asked),
        company_(company),
        seen_at_(seen_at),
        by_change_(asked.text_of("DateSearchParameters") == "DateChangedUTC") {}

  bool fits_line(const Line& line, const LinkState& link) const {
    const LineDraft& content = line.content;
    if (const XmlValue* open = asked_.find("ShowOpenEntries")) {
      if (link.is_open != (open->text == "true" || open->text == "1")) return false;
    }
    const std::int64_t link_id = asked_.whole("LinkId", no_int);
    if (link_id != no_int && link.link_id != link_id) return false;
    const std::int64_t customer = asked_.whole("CustomerId", no_int);
    if (customer != no_int && content.customer != customer) return false;
    if (!lies_between(content.account, asked_.whole("AccountNoStart", no_short),
                      asked_.whole("AccountNoEnd", no_short), no_short)) {
      return false;
    }
    if (!has_dimension(content, department_dimension, asked_.whole("DepartmentId", no_int)) ||
        !has_dimension(content, project_dimension, asked_.whole("ProjectId", no_int))) {
      return false;
    }
    if (const XmlValue* has_invoice = asked_.find("HasInvoiceId")) {
      const bool wanted = has_invoice->text == "true" || has_invoice->text == "1";
      if (content.invoice_number.empty() == wanted) return false;
    }
    const std::string invoice = asked_.text_of("InvoiceNo");
    if (!invoice.empty() && content.invoice_number != invoice) return false;
    return asked_.find("VatCode") == nullptr ||
           asked_.whole("VatCode", no_short) == company_.find_tax_by_id(line.tax_id)->number;
  }

  bool fits_transaction(const Line& line) const {
    const Transaction& transaction = company_.transactions()[line.transaction];
    const TransactionType& type = *company_.find_type(transaction.type_number);
    if (!lies_between(transaction.number, asked_.whole("TransactionNoStart", no_int),
                      asked_.whole("TransactionNoEnd", no_int), no_int)) {
      return false;
    }
    const std::int64_t type_id = asked_.whole("TransactionTypeId", no_int);
    if (type_id != no_int && type.id != type_id) return false;
    const std::string system_type = asked_.text_of("SystemType");
    if (!system_type.empty() && type.system_type != system_type) return false;
    const std::optional<Instant> registered = asked_.instant("RegisteredAfter");
    return !registered || line.created > *registered;
  }

  const XmlValue& asked_;
  const Company& company_;
  Instant seen_at_;
  bool by_change_;
  Instant start_;
  Instant end_;
};

void write_dimensions(XmlWriter& writer, const Company& company, const LineDraft& content) {
  const auto write = [&](std::string_view kind, std::string_view name, std::string_view value,
                         std::int64_t type) {
    writer.open("Dimension");
    writer.text("Type", kind);
    writer.text_unless_empty("Name", name);
    writer.text("Value", value);
    writer.whole("TypeId", type);
    writer.close();
  };
  writer.open("Dimensions");
  if (const Customer* customer = company.find_customer(content.customer)) {
    write("Customer", customer->name, fmt::to_string(content.customer), customer_dimension);
  }
  for (const auto& [type, value] : content.dimensions) {
    std::string name;
    for (const DimensionElement& element : company.elements()) {
      if (element.type == type && element.value == value) name = element.name;
    }
    const std::string_view kind = type == project_dimension      ? "Project"
                                  : type == department_dimension ? "Department"
                                                                 : "UserDefined";
    write(kind, name, value, type);
  }
  writer.close();
}

/// In the order of the WSDL; what equals its default is left out, as the real one does.
void write_transaction(XmlWriter& writer, const Company& company, const Line& line,
                       Instant seen_at) {
  const LineDraft& content = line.content;
  const Transaction& transaction = company.transactions()[line.transaction];
  const TransactionType& type = *company.find_type(transaction.type_number);
  const LinkState& link = link_at(line, seen_at);
  writer.open("Transaction");
  writer.date("Date", content.date);
  writer.whole("AccountNo", content.account);
  writer.text("Currency", content.currency);
  writer.text("CurrencyRate", content.currency_rate);
  writer.whole("CurrencyUnit", 1);
  writer.amount("Amount", content.amount);
  if (content.stamp_number != 0) writer.whole("StampNo", content.stamp_number);
  const Date period = content.period_date.value_or(content.date);
  writer.whole("Period", period.month());
  writer.whole("TransactionTypeId", type.id);
  writer.text_unless_empty("Comment", content.comment);
  writer.whole("TransactionNo", transaction.number);
  writer.whole("VatCode", company.find_tax_by_id(line.tax_id)->number);
  writer.text("Id", line.id);
  if (link.link_id != 0) writer.whole("LinkId", link.link_id);
  writer.text_unless_empty("InvoiceNo", content.invoice_number);
  writer.whole("SequenceNo", line.sequence);
  if (type.system_type != "Miscellaneous") writer.text("SystemType", type.system_type);
  if (content.due_date) writer.date("DueDate", *content.due_date);
  write_dimensions(writer, company, content);
  writer.instant("RegistrationDate", line.created);
  writer.instant("DateChanged", link.at);
  writer.flag("Hidden", false);
  writer.flag("Open", link.is_open);
  writer.text_unless_empty("OCR", content.ocr);
  writer.flag("HasVatDividend", false);
  writer.text("PeriodDate", period.to_string());
  writer.close();
}

Result<void> get_transactions(SoapCall& call) {
  const XmlValue* asked = call.body.find("searchParams");
  if (asked == nullptr) return Error{ErrorKind::invalid, "searchParams is missing"};
  const Result<Search> search = Search::read(*asked, *call.company, call.seen_at);
  if (!search) return search.error();
  call.answer.open("GetTransactionsResult");
  for (const Line& line : call.company->lines()) {
    if (search->finds(line)) write_transaction(call.answer, *call.company, line, call.seen_at);
  }
  call.answer.close();
  return {};
}

/// SystemType and HasInvoiceId must be there, as nil when they are to say nothing. The enumeration
/// is open at its end: a newer page has InvoiceLoss too.
XmlElement search_element() {
  constexpr auto whole = XmlKind::whole32;
  constexpr auto small = XmlKind::whole16;
  constexpr auto time = XmlKind::date_time;
  return xml_sequence(
      "searchParams",
      {{"DateSearchParameters",
        XmlKind::word,
        false,
        false,
        false,
        {},
        {"EntryDate", "DateChangedUTC"}},
       {"ShowOpenEntries", XmlKind::flag, false, false, true},
       {"LinkId", whole},
       {"DateStart", time},
       {"DateEnd", time},
       {"ProjectId", whole},
       {"CustomerId", whole},
       {"DepartmentId", whole},
       {"AccountNoStart", small},
       {"AccountNoEnd", small},
       {"TransactionNoStart", whole},
       {"TransactionNoEnd", whole},
       {"TransactionTypeId", whole},
       {"SystemType",
        XmlKind::word,
        true,
        false,
        true,
        {},
        {"InvoiceCustomer", "CreditnoteCustomer", "DifferenceOutbound", "Disbursment",
         "InvoiceSupplier", "CreditnoteSupplier", "Payment", "DifferenceInbound", "Miscellaneous",
         "CashSale", "ReminderFee", "ReminderNote", "InvoiceLoss"}},
       {"RegisteredAfter", time},
       {"HasInvoiceId", XmlKind::flag, true, false, true},
       {"InvoiceNo"},
       {"VatCode", small, false, false, true}});
}

}  // namespace

const SoapService& transaction_service() {
  static const SoapService service = {
      "/Economy/Accounting/V001/TransactionService.asmx",
      "http://24sevenoffice.com/webservices/economy/accounting/",
      "http://24sevenoffice.com/webservices/economy/accounting/",
      {{xml_sequence("GetTransactionTypes"), false, get_transaction_types},
       {xml_sequence("GetFiscalYears"), false, get_fiscal_years},
       {xml_sequence("GetTransactions", {search_element()}), false, get_transactions}}};
  return service;
}

}  // namespace avstem::sandbox::twentyfour
