#include "vipps/settlement_file/xml_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "vipps/settlement_file/element_reader.hpp"
#include "vipps/settlement_file/test_files.hpp"
#include "vipps/settlement_file/xml_text.hpp"

namespace avstem::vipps::settlement_file {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

/// The message of a file that must be refused.
std::string refusal(const std::string& xml, const ReadOptions& options = {}) {
  auto report = read_report(xml, options);
  if (report) return "was read";
  EXPECT_EQ(report.error().kind, ErrorKind::invalid);
  return report.error().message;
}

/// The message when net-3.0.xml has `from` exchanged for `to`.
std::string refusal_with(std::string_view from, std::string_view to) {
  return refusal(with(sample("net-3.0.xml"), from, to));
}

TEST(XmlReader, ReadsVersion3AsWritten) {
  auto report = read_report(sample("net-3.0.xml")).value();
  EXPECT_EQ(report.version, SchemaVersion::v3);
  ASSERT_EQ(report.sales_units.size(), 1U);
  const SalesUnit& unit = report.sales_units[0];
  EXPECT_EQ(unit.name, "Kafé Prøve");
  EXPECT_EQ(unit.serial_number, "612345");
  EXPECT_EQ(unit.organization_name, "Kafé Prøve AS");
  EXPECT_EQ(unit.organization_number, "999999999");
  EXPECT_EQ(unit.address, "Prøvegata 1");
  EXPECT_EQ(unit.zip_code, "0001");
  EXPECT_EQ(unit.city, "Oslo");
  EXPECT_EQ(unit.country_code, "NOR");
  EXPECT_EQ(unit.from, Date(2026, 2, 1));
  EXPECT_EQ(unit.to, Date(2026, 2, 28));
  EXPECT_EQ(unit.reference_number, "880011");
  EXPECT_EQ(unit.account_number, "99990012345");
  EXPECT_EQ(unit.stated_settlements, 3);
  EXPECT_FALSE(unit.stated_totals);
  ASSERT_EQ(unit.settlements.size(), 3U);
  const Settlement& settlement = unit.settlements[0];
  EXPECT_EQ(settlement.date, Date(2026, 2, 3));
  EXPECT_EQ(settlement.id, "2000101");
  EXPECT_EQ(settlement.type, SettlementType::net);
  EXPECT_TRUE(settlement.type_is_stated);
  EXPECT_EQ(settlement.stated, (StatedSums{3, 62000, -12000, 50000, 49225, 775, 49225}));
  ASSERT_EQ(settlement.transactions.size(), 3U);
  EXPECT_EQ(settlement.transactions[0],
            (Transaction{parse_instant("2026-02-02T08:15:30.5Z").value(), 50000, 0, 50000, 49375,
                         625, "7000000001", "bord-1"}));
  EXPECT_EQ(settlement.transactions[2],
            (Transaction{parse_instant("2026-02-03T07:00:00Z").value(), 0, -12000, -12000, -12000,
                         0, "7000000003", "bord-2"}));
  EXPECT_EQ(unit.settlements[2].transactions[0].order_id, "");
}

TEST(XmlReader, ReadsSeveralSalesUnitsAndInvoicedFees) {
  auto report = read_report(sample("gross-3.0.xml")).value();
  ASSERT_EQ(report.sales_units.size(), 2U);
  EXPECT_EQ(report.sales_units[0].settlements[0].type, SettlementType::gross);
  EXPECT_EQ(report.sales_units[0].settlements[0].settled_amount(), 77000);
  EXPECT_EQ(report.sales_units[0].reference_number, "");
  EXPECT_EQ(report.sales_units[0].fee_invoices,
            (std::vector<FeeInvoice>{
                {Date(2026, 3, 15), "31", 1000, "99990054321", "Transaksjonsgebyr"},
                {Date(2026, 3, 30), "32", 251, "99990054321", "Transaksjonsgebyr"}}));
  EXPECT_EQ(report.sales_units[1].serial_number, "634567");
}

TEST(XmlReader, Version2SplitsTheGrossAmountBySignAndIsNetWithoutInvoicedFees) {
  auto report = read_report(sample("net-2.0.xml")).value();
  EXPECT_EQ(report.version, SchemaVersion::v2);
  const SalesUnit& unit = report.sales_units[0];
  EXPECT_EQ(unit.to, Date(2017, 7, 31));
  EXPECT_EQ(unit.stated_totals, (StatedTotals{24000, 23492, 508, -5000}));
  const Settlement& settlement = unit.settlements[0];
  EXPECT_EQ(settlement.date, Date(2017, 7, 5));
  EXPECT_EQ(settlement.type, SettlementType::net);
  EXPECT_FALSE(settlement.type_is_stated);
  EXPECT_EQ(settlement.stated,
            (StatedSums{2, std::nullopt, std::nullopt, 20000, 19562, 438, std::nullopt}));
  EXPECT_EQ(settlement.settled_amount(), 19562);
  EXPECT_EQ(settlement.transactions[0].capture, 25000);
  EXPECT_EQ(settlement.transactions[0].refund, 0);
  EXPECT_EQ(settlement.transactions[1].capture, 0);
  EXPECT_EQ(settlement.transactions[1].refund, -5000);
}

TEST(XmlReader, Version2TimesAreOsloWallTimeWhateverTheirZ) {
  auto report = read_report(sample("net-2.0.xml")).value();
  const auto time = [&](std::size_t settlement, std::size_t line) {
    return avstem::to_string(report.sales_units[0].settlements[settlement].transactions[line].time);
  };
  EXPECT_EQ(time(0, 0), "2017-07-04T10:30:00.250000Z");
  EXPECT_EQ(time(1, 0), "2017-07-05T22:00:00Z") << "a date alone begins at midnight in Oslo";
  auto winter = read_report(sample("gross-2.0.xml")).value();
  const auto& lines = winter.sales_units[0].settlements[0].transactions;
  EXPECT_EQ(avstem::to_string(lines[0].time), "2017-01-09T11:30:00Z") << "no offset";
  EXPECT_EQ(avstem::to_string(lines[1].time), "2017-01-09T13:00:00Z")
      << "a true offset is believed";
}

TEST(XmlReader, Version2IsGrossWithInvoicedFeesOrWhenTheCallerSaysSo) {
  const auto type = [](const char* name, std::optional<SettlementType> word) {
    ReadOptions options;
    options.version_2_type = word;
    return read_report(sample(name), options).value().sales_units[0].settlements[0].type;
  };
  EXPECT_EQ(type("gross-2.0.xml", std::nullopt), SettlementType::gross);
  EXPECT_EQ(type("gross-2.0.xml", SettlementType::net), SettlementType::net);
  EXPECT_EQ(type("net-2.0.xml", SettlementType::gross), SettlementType::gross);
  EXPECT_EQ(type("net-3.0.xml", SettlementType::gross), SettlementType::net);
}

TEST(XmlReader, APrefixInsteadOfADefaultNamespaceIsTheSameFile) {
  std::string prefixed = with(sample("net-3.0.xml"), "xmlns=", "xmlns:vp=");
  for (std::size_t at = 0; (at = prefixed.find('<', at)) != std::string::npos; ++at) {
    if (prefixed[at + 1] == '?') continue;
    prefixed.insert(at + (prefixed[at + 1] == '/' ? 2 : 1), "vp:");
  }
  auto report = read_report(prefixed);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(*report, read_report(sample("net-3.0.xml")).value());
  EXPECT_THAT(refusal(with(prefixed, "<vp:SaleUnitName>Kafé Prøve</vp:SaleUnitName>",
                           "<SaleUnitName>Kafé Prøve</SaleUnitName>")),
              HasSubstr("<SaleUnitName> is missing"));
}

TEST(XmlReader, WhatXmlAllowsButTheSchemaDoesNotCareAboutIsRead) {
  std::string text = sample("net-3.0.xml");
  text =
      "\xEF\xBB\xBF" + with(text, "<SettlementDetailsInfo>", "<!-- & < --><SettlementDetailsInfo>");
  text = with(text, ">Kafé Prøve<", "><![CDATA[Kaf]]>&#233; &amp; Pr&#xF8;ve<");
  text = with(text, ">500.00<", "> +500 <");
  auto report = read_report(text);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->sales_units[0].name, "Kafé & Prøve");
  EXPECT_EQ(report->sales_units[0].settlements[0].transactions[0].capture, 50000);
}

TEST(XmlReader, AnotherNamespaceOrRootIsNamed) {
  EXPECT_THAT(refusal_with("SettlementReport-3.0.xsd", "SettlementReport-4.0.xsd"),
              AllOf(HasSubstr("SettlementReport-4.0.xsd'"), HasSubstr("2.0"), HasSubstr("3.0")));
  EXPECT_THAT(refusal("<SettlementReport/>"), HasSubstr("namespace ''"));
  EXPECT_THAT(refusal("<Report xmlns=\"http://vipps.no/xmlschema/SettlementReport-3.0.xsd\"/>"),
              HasSubstr("line 1, Report: the root element must be <SettlementReport>"));
}

TEST(XmlReader, MalformedXmlNamesLineAndByte) {
  EXPECT_THAT(refusal_with("</SaleUnitName>", "</SaleUnitNam>"),
              AllOf(HasSubstr("line 4 (byte "), HasSubstr("not well-formed")));
  const std::string whole = sample("net-3.0.xml");
  EXPECT_THAT(refusal(whole.substr(0, whole.size() / 2)), HasSubstr("not well-formed"));
  EXPECT_THAT(refusal(""), HasSubstr("is empty"));
  EXPECT_THAT(refusal(whole + "<SettlementReport/>"), HasSubstr("more than one root"));
  EXPECT_THAT(refusal(whole + "stray"), HasSubstr("more than one root"));
}

TEST(XmlReader, DtdsEntitiesAndOtherEncodingsAreRefused) {
  EXPECT_THAT(
      refusal_with("<SettlementReport", "<!DOCTYPE r [<!ENTITY a \"b\">]><SettlementReport"),
      AllOf(HasSubstr("line 2"), HasSubstr("DTD")));
  EXPECT_THAT(refusal_with("Kafé", "&cafe;"), AllOf(HasSubstr("line 4"), HasSubstr("'&cafe'")));
  EXPECT_THAT(refusal_with("Kafé", "&#0;"), HasSubstr("'&#0'"));
  EXPECT_THAT(refusal_with("Kafé", "&#xD800;"), HasSubstr("'&#xD800'"));
  EXPECT_THAT(refusal_with("Kafé", "Kaf & co"), HasSubstr("'&'"));
  EXPECT_THAT(refusal_with("encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\""),
              HasSubstr("encoding 'ISO-8859-1'"));
  EXPECT_THAT(refusal_with("Kafé", "Kaf\xE9"), AllOf(HasSubstr("line 4"), HasSubstr("0xe9")));
  EXPECT_THAT(refusal_with("Kafé", std::string_view("\0", 1)), HasSubstr("0x00"));
  EXPECT_THAT(refusal_with("Kafé", "\xC0\xAF"), HasSubstr("0xc0")) << "an overlong slash";
  EXPECT_THAT(refusal_with("<SaleUnitName>", "<!-- <SaleUnitName>"), HasSubstr("comment"));
}

TEST(XmlReader, MissingExtraAndRepeatedElementsAreNamedWithTheirPath) {
  EXPECT_THAT(refusal_with("<SettledAmount>492.25</SettledAmount>", ""),
              AllOf(HasSubstr("SettlementReport/SettlementDetailsInfo/PaymentsInfo/"
                              "SettlementInfo[1]: "),
                    HasSubstr("<SettledAmount> is missing")));
  EXPECT_THAT(refusal_with("<OrderID>bord-2</OrderID>", ""),
              AllOf(HasSubstr("TransactionInfo[2]: "), HasSubstr("<OrderID> is missing")));
  EXPECT_THAT(refusal_with("<TransactionFeeAmount>6.25</TransactionFeeAmount>", ""),
              HasSubstr("<TransactionFeeAmount> is missing; <SettlementCurrencyCode> stands in"));
  EXPECT_THAT(refusal_with("<OrderID>bord-1</OrderID>",
                           "<OrderID>bord-1</OrderID><OrderID>bord-1</OrderID>"),
              AllOf(HasSubstr("TransactionInfo[1]/OrderID[2]"), HasSubstr("twice")));
  EXPECT_THAT(refusal_with("<SerialNumber>612345</SerialNumber>",
                           "<SerialNumber>1</SerialNumber><SerialNumber>2</SerialNumber>"),
              HasSubstr("SerialNumber[2]: <SerialNumber> stands twice"));
  EXPECT_THAT(refusal_with("</SettlementInfo>", "<Bonus>1</Bonus></SettlementInfo>"),
              HasSubstr("SettlementInfo[1]/Bonus: is not in the schema"));
  EXPECT_THAT(refusal_with("<SerialNumber>", "<Bonus>1</Bonus><SerialNumber>"),
              HasSubstr("<Bonus> does not belong here; <SerialNumber> does"));
  EXPECT_THAT(refusal_with("<SaleUnitName>", "<SaleUnitName lang=\"no\">"),
              HasSubstr("attribute 'lang'"));
  EXPECT_THAT(refusal_with("<SerialNumber>", "stray<SerialNumber>"),
              HasSubstr("text stands between"));
  EXPECT_THAT(refusal_with(">Kafé Prøve<", "><b>Kafé</b><"), HasSubstr("holds elements"));
  EXPECT_THAT(refusal_with("  <VippsInfo>", "  <Vipps>"), HasSubstr("not well-formed"));
}

TEST(XmlReader, EachVersionKeepsItsOwnOrder) {
  const std::string moved =
      with(with(sample("net-3.0.xml"), "<NumOfSettlements>3</NumOfSettlements>", ""),
           "<SettlementInfo>", "<NumOfSettlements>3</NumOfSettlements><SettlementInfo>");
  EXPECT_THAT(refusal(moved), HasSubstr("<NumOfSettlements> does not belong here"));
  EXPECT_THAT(
      refusal(with(sample("net-3.0.xml"), "http://vipps.no/xmlschema/SettlementReport-3.0.xsd",
                   "http://vipps.dnb.no/XMLSchema/SettlementReport.xsd")),
      HasSubstr("<TotalSettledGrossAmount> is missing"));
  EXPECT_THAT(refusal(with(sample("gross-2.0.xml"), "<FeeDetailsInfo>",
                           "<FeeDetailsInfo></FeeDetailsInfo><FeeDetailsInfo>")),
              HasSubstr("<FeeInfo> is missing"));
  EXPECT_TRUE(read_report(
      with(sample("net-3.0.xml"), "</PaymentsInfo>", "<FeeDetailsInfo/></PaymentsInfo>")));
}

TEST(XmlReader, ValuesOfTheWrongKindAreNamed) {
  EXPECT_THAT(refusal_with(">500.00<", ">500,00<"),
              AllOf(HasSubstr("line 25"), HasSubstr("TransactionCaptureAmount: amount '500,00'")));
  EXPECT_THAT(refusal_with(">500.00<", ">5e2<"), HasSubstr("'5e2'"));
  EXPECT_THAT(refusal_with(">500.00<", ">500.001<"), HasSubstr("more than two decimals"));
  EXPECT_THAT(refusal_with(">500.00<", ">-500.00<"), HasSubstr("must not be negative"));
  EXPECT_THAT(refusal_with(">-120.00<", ">120.00<"), HasSubstr("must not be positive"));
  EXPECT_THAT(refusal_with("<TransactionFeeAmount>6.25<", "<TransactionFeeAmount>-6.25<"),
              HasSubstr("must not be negative"));
  EXPECT_THAT(refusal_with(">2026-02-03<", ">2026-02-30<"), HasSubstr("SettlementDate"));
  EXPECT_THAT(refusal_with(">2026-02-03<", ">03.02.2026<"), HasSubstr("'03.02.2026'"));
  EXPECT_THAT(refusal_with("2026-02-02T09:15:30.5+01:00", "2026-02-02T09:15:30.5"),
              HasSubstr("TransactionTime: timestamp"));
  EXPECT_THAT(refusal_with(">Net<", ">Netto<"), HasSubstr("'Netto' is neither Net nor Gross"));
  EXPECT_THAT(refusal_with(">NOK<", ">KR<"), HasSubstr("currency 'KR'"));
  EXPECT_THAT(refusal_with(">NOK<", ">DKK<"),
              HasSubstr("'NOK' differs from the sales unit's 'DKK'"));
  EXPECT_THAT(refusal_with(">2000101<", ">A1<"), HasSubstr("SettlementID: 'A1'"));
  EXPECT_THAT(refusal_with(">7000000001<", ">-7<"), HasSubstr("TransactionID: '-7'"));
  EXPECT_THAT(refusal_with(">612345<", "> <"), HasSubstr("SerialNumber: is empty"));
  EXPECT_THAT(refusal(with(sample("net-2.0.xml"), "2017-07-04T12:30:00.250Z", "04.07.2017 12:30")),
              HasSubstr("TransactionDate: timestamp '04.07.2017 12:30'"));
  EXPECT_THAT(refusal(with(sample("net-2.0.xml"), "2017-07-05T00:00:00.000Z", "2017-07-05 kl 0")),
              HasSubstr("SettlementBatchDate"));
}

TEST(XmlReader, TheFileSizeLimitIsTheLastSizeRead) {
  EXPECT_EQ(ReadOptions().file_size_max, file_size_max);
  const std::string text = sample("net-3.0.xml");
  ReadOptions options;
  options.file_size_max = text.size();
  EXPECT_TRUE(read_report(text, options));
  options.file_size_max = text.size() - 1;
  EXPECT_THAT(refusal(text, options), HasSubstr("is larger than"));
}

TEST(XmlReader, TheTransactionLimitCountsOverTheWholeFile) {
  EXPECT_EQ(ReadOptions().transactions_max, transactions_max);
  ReadOptions options;
  options.transactions_max = 6;
  EXPECT_TRUE(read_report(sample("net-3.0.xml"), options));
  options.transactions_max = 5;
  EXPECT_THAT(refusal(sample("net-3.0.xml"), options),
              AllOf(HasSubstr("SettlementInfo[3]/TransactionInfo[2]"), HasSubstr("more than 5")));
}

TEST(XmlReader, TextIdAndFigureLimits) {
  const std::string longest(text_length_max, 'x');
  EXPECT_EQ(refusal_with("bord-1", longest), "was read");
  EXPECT_THAT(refusal_with("bord-1", longest + "x"), HasSubstr("501 bytes"));
  const std::string id(id_length_max, '9');
  EXPECT_EQ(refusal_with("7000000001", id), "was read");
  EXPECT_THAT(refusal_with("7000000001", id + "9"), HasSubstr("1 to 18 digits"));
  const std::string largest = Money(figure_minor_max, Currency()).to_decimal();
  const std::string larger = Money(figure_minor_max + 1, Currency()).to_decimal();
  EXPECT_EQ(refusal_with(">500.00<", ">" + largest + "<"), "was read");
  EXPECT_THAT(refusal_with(">500.00<", ">" + larger + "<"), HasSubstr("larger than any figure"));
  EXPECT_THAT(refusal_with("<SettledAmount>492.25<", "<SettledAmount>-" + larger + "<"),
              HasSubstr("larger than any figure"));
}

// figure_minor_max promises that transactions_max figures add up within 64 bits.
static_assert(static_cast<std::uint64_t>(figure_minor_max) * transactions_max <
              static_cast<std::uint64_t>(INT64_MAX) / 2);

TEST(XmlReader, NoDamageToAFileCrashesTheReader) {
  const std::string whole = sample("gross-3.0.xml");
  EXPECT_TRUE(rc::check([&whole] {
    std::string text = whole;
    const int edits = *rc::gen::inRange(1, 4);
    for (int edit = 0; edit < edits; ++edit) {
      const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
      const auto length = *rc::gen::inRange<std::size_t>(0, 40);
      text.replace(at, length, *rc::gen::element<std::string>("", "<", ">", "/", "&", "0", "-"));
    }
    auto report = read_report(text);
    RC_ASSERT(report.has_value() || !report.error().message.empty());
  }));
}

TEST(XmlText, LinesCountFromOne) {
  EXPECT_EQ(line_at("a\nb\nc", 0), 1U);
  EXPECT_EQ(line_at("a\nb\nc", 2), 2U);
  EXPECT_EQ(line_at("a\nb\nc", 99), 3U);
}

}  // namespace
}  // namespace avstem::vipps::settlement_file
