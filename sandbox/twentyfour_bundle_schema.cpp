// The BundleList of the WSDL, element by element in its order.

#include "sandbox/twentyfour_bundles.hpp"

namespace avstem::sandbox::twentyfour {
namespace {

XmlElement entry_element() {
  XmlElement own = xml_sequence("UserDefinedDimension", {{"Type", XmlKind::whole32}, {"Value"}});
  own.nillable = true;
  XmlElement link =
      xml_sequence("LinkModel", {{"LineId", XmlKind::guid}, {"LinkId", XmlKind::guid}});
  link.nillable = true;
  XmlElement entry = xml_sequence("Entry", {{"SequenceId", XmlKind::decimal},
                                            {"CustomerId", XmlKind::whole32},
                                            {"AccountNo", XmlKind::whole32},
                                            {"Date", XmlKind::date_time, true},
                                            {"DueDate", XmlKind::date_time},
                                            {"Amount", XmlKind::decimal},
                                            {"VatAmount", XmlKind::decimal},
                                            {"CurrencyId"},
                                            {"BaseRate", XmlKind::decimal},
                                            {"CurrencyRate", XmlKind::decimal},
                                            {"CurrencyUnit", XmlKind::whole16},
                                            {"DepartmentId", XmlKind::whole32},
                                            {"ProjectId", XmlKind::whole32},
                                            xml_array("UserDefinedDimensions", std::move(own)),
                                            {"InvoiceReferenceNo"},
                                            {"InvoiceOcr"},
                                            {"TaxNo"},
                                            {"PeriodDate", XmlKind::date_time},
                                            {"Comment"},
                                            {"StampNo", XmlKind::whole32},
                                            {"BankAccountNo"},
                                            {"LinkId", XmlKind::guid},
                                            xml_array("Links", std::move(link))});
  entry.nillable = true;
  return entry;
}

XmlElement difference_options_element() {
  return xml_sequence("DifferenceOptions", {{"Threshold", XmlKind::decimal, true},
                                            {"AccountId", XmlKind::whole32, true},
                                            {"DueDate", XmlKind::date_time, true},
                                            {"Date", XmlKind::date_time, true},
                                            {"CurrencyId", XmlKind::whole32, true},
                                            {"CurrencyUnit", XmlKind::whole16, true},
                                            {"CurrencyRate", XmlKind::decimal, true},
                                            {"Comment"},
                                            {"CustomerId", XmlKind::whole32, true},
                                            {"Period", XmlKind::whole16, true},
                                            {"LinkId", XmlKind::guid, true},
                                            {"InvoiceOcr"},
                                            {"DepartmentId", XmlKind::whole32, true},
                                            {"ProjectId", XmlKind::whole32, true},
                                            {"BankAccountNo"}});
}

}  // namespace

XmlElement bundle_list_element() {
  XmlElement voucher = xml_sequence("Voucher", {{"TransactionNo", XmlKind::whole32, true},
                                                xml_array("Entries", entry_element()),
                                                {"Sort", XmlKind::whole32, true},
                                                difference_options_element()});
  voucher.nillable = true;
  XmlElement bundle = xml_sequence("Bundle", {{"YearId", XmlKind::whole32},
                                              xml_array("Vouchers", std::move(voucher)),
                                              {"Sort", XmlKind::whole32},
                                              {"Name"},
                                              {"BundleDirectAccounting", XmlKind::flag},
                                              {"UseAutoBaseRate", XmlKind::flag}});
  bundle.nillable = true;
  XmlElement warning{"string"};
  warning.nillable = true;
  return xml_sequence("BundleList", {xml_array("Bundles", std::move(bundle)),
                                     {"AllowDifference", XmlKind::flag},
                                     {"DirectLedger", XmlKind::flag},
                                     {"SaveOption", XmlKind::whole8},
                                     {"DefaultCustomerId", XmlKind::whole32},
                                     xml_array("IgnoreWarnings", std::move(warning))});
}

}  // namespace avstem::sandbox::twentyfour
