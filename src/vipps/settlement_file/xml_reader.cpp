#include "vipps/settlement_file/xml_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "vipps/settlement_file/element_reader.hpp"
#include "vipps/settlement_file/wall_time.hpp"

namespace avstem::vipps::settlement_file {
namespace {

constexpr std::string_view namespace_v2 = "http://vipps.dnb.no/XMLSchema/SettlementReport.xsd";
constexpr std::string_view namespace_v3 = "http://vipps.no/xmlschema/SettlementReport-3.0.xsd";

/// A 2.0 timestamp: a date, or Oslo's wall time with `Z` or nothing behind it, or a true offset.
Result<Instant> parse_v2_time(std::string_view text) {
  if (text.size() == 10) {
    auto date = Date::parse(text);
    if (!date) return date.error();
    return from_oslo_wall_time(Instant(date->days()));
  }
  const bool no_offset =
      text.size() >= 19 && text.find_first_not_of("0123456789.", 19) == std::string_view::npos;
  auto wall = parse_instant(no_offset ? fmt::format("{}Z", text) : std::string(text));
  if (!wall) return wall.error();
  return no_offset || text.ends_with('Z') ? from_oslo_wall_time(*wall) : *wall;
}

/// A 2.0 date, with or without a time of day.
Result<Date> parse_v2_date(std::string_view text) {
  if (auto time = parse_v2_time(text); !time) return time.error();
  return Date::parse(text.substr(0, 10));
}

class ReportReader {
 public:
  ReportReader(XmlFile& file, SchemaVersion version, const ReadOptions& options)
      : file_(file), v2_(version == SchemaVersion::v2), options_(options) {}

  SettlementReport read() {
    SettlementReport report{v2_ ? SchemaVersion::v2 : SchemaVersion::v3, {}};
    ElementReader root(file_, "SettlementReport");
    do {
      report.sales_units.push_back(read_sales_unit(root.element("SettlementDetailsInfo")));
    } while (root.next_is("SettlementDetailsInfo"));
    read_sender(root.element("VippsInfo"));
    root.finish();
    return report;
  }

 private:
  /// Vipps' own name and address: checked for shape, of no use to the books.
  static void read_sender(ElementReader in) {
    for (std::string_view name :
         {"Name", "WebSite", "VisitingAddress", "PostBox", "PostAddress", "Country"}) {
      in.text(name);
    }
    in.finish();
  }

  SalesUnit read_sales_unit(ElementReader in) {
    SalesUnit unit;
    unit.name = in.text("SaleUnitName");
    unit.serial_number = in.required_text("SerialNumber");
    unit.organization_name = in.text("OrganizationName");
    unit.organization_number = in.text("OrganizationNumber");
    unit.address = in.text("MainAddress");
    unit.zip_code = in.text("MainAddressZipCode");
    unit.city = in.text("MainAddressCity");
    unit.country_code = in.text("MainAddressCountryCode");
    read_payments(in.element("PaymentsInfo"), unit);
    in.finish();
    return unit;
  }

  void read_payments(ElementReader in, SalesUnit& unit) {
    unit.from = read_date(in, "ReportDateFrom");
    unit.to = read_date(in, "ReportDateTo");
    unit.currency = in.currency("SettlementCurrencyCode");
    if (v2_) {
      StatedTotals totals;
      totals.gross = in.money("TotalSettledGrossAmount");
      totals.net = in.money("TotalSettledNetAmount");
      totals.fee = in.money("TotalSettledFeeAmount");
      totals.refund = in.money("TotalSettledRefundAmount");
      unit.stated_totals = totals;
    }
    if (in.next_is("ReportReferenceNum")) unit.reference_number = in.text("ReportReferenceNum");
    unit.account_number = in.text("SettlementAccountNum");
    if (v2_) unit.stated_settlements = in.count("NumOfSettlements");
    do {
      unit.settlements.push_back(read_settlement(in.element("SettlementInfo"), unit.currency));
    } while (in.next_is("SettlementInfo"));
    if (!v2_) unit.stated_settlements = in.count("NumOfSettlements");
    const bool fee_details = in.next_is("FeeDetailsInfo");
    if (fee_details) read_fee_invoices(in.element("FeeDetailsInfo"), unit.fee_invoices);
    in.finish();
    if (v2_) set_type(unit, fee_details);
  }

  void set_type(SalesUnit& unit, bool fee_details) const {
    const auto inferred = fee_details ? SettlementType::gross : SettlementType::net;
    for (Settlement& settlement : unit.settlements) {
      settlement.type = options_.version_2_type.value_or(inferred);
    }
  }

  Settlement read_settlement(ElementReader in, Currency unit_currency) {
    Settlement settlement;
    settlement.date = read_date(in, v2_ ? "SettlementBatchDate" : "SettlementDate");
    settlement.id = in.digits("SettlementID");
    settlement.currency = read_currency(in, unit_currency);
    if (v2_) {
      read_main_sums(in, settlement.stated);
      settlement.stated.transactions = in.count("NumOfTransactions");
    } else {
      settlement.type = in.value("SettlementType", parse_type);
      settlement.type_is_stated = true;
    }
    do {
      settlement.transactions.push_back(
          read_transaction(in.element("TransactionInfo"), unit_currency));
    } while (in.next_is("TransactionInfo"));
    if (!v2_) {
      settlement.stated.transactions = in.count("NumOfTransactions");
      settlement.stated.capture = in.money("CaptureSettlementAmount", Sign::not_negative);
      settlement.stated.refund = in.money("RefundSettlementAmount", Sign::not_positive);
      read_main_sums(in, settlement.stated);
      settlement.stated.settled = in.money("SettledAmount");
    }
    in.finish();
    return settlement;
  }

  void read_main_sums(ElementReader& in, StatedSums& stated) const {
    stated.gross = in.money("GrossSettlementAmount");
    stated.net = in.money("NetSettlementAmount");
    stated.fee = in.money("FeeSettlementAmount", fee_sign());
  }

  Transaction read_transaction(ElementReader in, Currency unit_currency) {
    if (++transactions_ > options_.transactions_max) {
      in.fail(
          fmt::format("the file holds more than {} transactions; fetch it from Vipps in "
                      "shorter periods",
                      options_.transactions_max));
    }
    Transaction transaction;
    if (v2_) {
      transaction.time = in.value("TransactionDate", parse_v2_time);
    } else {
      transaction.time = in.value("TransactionTime", parse_instant);
      transaction.capture = in.money("TransactionCaptureAmount", Sign::not_negative);
      transaction.refund = in.money("TransactionRefundAmount", Sign::not_positive);
    }
    transaction.gross = in.money("TransactionGrossAmount");
    transaction.net = in.money("TransactionNetAmount");
    transaction.fee = in.money("TransactionFeeAmount", fee_sign());
    read_currency(in, unit_currency);
    transaction.id = in.digits("TransactionID");
    transaction.order_id = in.text("OrderID");
    in.finish();
    if (v2_) (transaction.gross < 0 ? transaction.refund : transaction.capture) = transaction.gross;
    return transaction;
  }

  void read_fee_invoices(ElementReader in, std::vector<FeeInvoice>& invoices) const {
    // Version 3.0 lets the list be empty.
    while (in.next_is("FeeInfo") || (v2_ && invoices.empty() && !file_.failed())) {
      ElementReader fee = in.element("FeeInfo");
      FeeInvoice invoice;
      invoice.date = read_date(fee, "FeeDate");
      invoice.id = fee.digits("FeeID");
      invoice.amount = fee.money("FeeAmount");
      invoice.account = fee.text("FeeAccount");
      invoice.type = fee.text("FeeType");
      fee.finish();
      invoices.push_back(std::move(invoice));
    }
    in.finish();
  }

  Date read_date(ElementReader& in, std::string_view name) const {
    return v2_ ? in.value(name, parse_v2_date) : in.date(name);
  }

  /// The currency of a part, which must be that of its sales unit: a ledger has one.
  static Currency read_currency(ElementReader& in, Currency expected) {
    return in.value("SettlementCurrencyCode",
                    [expected](std::string_view text) -> Result<Currency> {
                      auto currency = Currency::parse(text);
                      if (!currency || *currency == expected) return currency;
                      return Error{ErrorKind::invalid,
                                   fmt::format("currency '{}' differs from the sales unit's '{}'",
                                               text, expected.code())};
                    });
  }

  static Result<SettlementType> parse_type(std::string_view text) {
    if (text == "Net") return SettlementType::net;
    if (text == "Gross") return SettlementType::gross;
    return Error{ErrorKind::invalid, fmt::format("'{}' is neither Net nor Gross", text)};
  }

  /// Version 2.0 puts no sign on a fee.
  Sign fee_sign() const { return v2_ ? Sign::any : Sign::not_negative; }

  XmlFile& file_;
  bool v2_;
  const ReadOptions& options_;
  std::size_t transactions_ = 0;
};

Result<SchemaVersion> version_of(const XmlFile& file) {
  if (file.root_namespace() == namespace_v3) return SchemaVersion::v3;
  if (file.root_namespace() == namespace_v2) return SchemaVersion::v2;
  return Error{ErrorKind::invalid,
               fmt::format("settlement file: the root's namespace '{}' is that of no version we "
                           "read; 2.0 has '{}', 3.0 has '{}'",
                           file.root_namespace(), namespace_v2, namespace_v3)};
}

}  // namespace

Result<SettlementReport> read_report(std::string_view xml, const ReadOptions& options) {
  if (xml.size() > options.file_size_max) {
    return Error{ErrorKind::invalid,
                 fmt::format("settlement file of {} bytes is larger than the {} we read; fetch it "
                             "from Vipps in shorter periods",
                             xml.size(), options.file_size_max)};
  }
  auto file = XmlFile::parse(xml);
  if (!file) return file.error();
  auto version = version_of(*file);
  if (!version) return version.error();
  SettlementReport report = ReportReader(*file, *version, options).read();
  if (file->failed()) return *file->error();
  return report;
}

}  // namespace avstem::vipps::settlement_file
