// AccountService V004: lists, numbers and links. Its SaveBundleList stands in
// twentyfour_bundles.cpp.

#include <fmt/format.h>

#include "sandbox/twentyfour_bundles.hpp"
#include "sandbox/twentyfour_soap.hpp"

namespace avstem::sandbox::twentyfour {
namespace {

/// What GetEntryId answers when it has no number to give.
constexpr std::int64_t no_entry_number = -1;

Result<void> get_entry_id(SoapCall& call) {
  const XmlValue* asked = call.body.find("argEntryId");
  if (asked == nullptr) return Error{ErrorKind::invalid, "argEntryId is missing"};
  const std::optional<Date> date = asked->date("Date");
  const std::int64_t series = asked->whole("SortNo", 0);
  std::int64_t number = no_entry_number;
  if (date) number = call.company->next_number(series, *date).value_or(no_entry_number);
  call.answer.open("GetEntryIdResult");
  call.answer.text("Date", asked->text_of("Date"));
  call.answer.whole("SortNo", series);
  call.answer.whole("EntryNo", number);
  call.answer.close();
  return {};
}

Result<void> get_account_list(SoapCall& call) {
  call.answer.open("GetAccountListResult");
  for (const auto& [number, account] : call.company->accounts()) {
    const TaxCode* tax = call.company->find_tax_by_id(account.tax_id);
    call.answer.open("AccountData");
    call.answer.whole("AccountId", account.id);
    call.answer.whole("AccountNo", number);
    call.answer.text("AccountName", account.name);
    call.answer.whole("AccountTax", account.tax_id);
    if (tax != nullptr && tax->number != 0) call.answer.whole("TaxNo", tax->number);
    call.answer.close();
  }
  call.answer.close();
  return {};
}

Result<void> get_type_list(SoapCall& call) {
  call.answer.open("GetTypeListResult");
  for (const TransactionType& type : call.company->types()) {
    call.answer.open("TypeData");
    call.answer.whole("TypeId", type.id);
    call.answer.text("Title", type.title);
    call.answer.whole("EntrySeriesId", type.series_id);
    call.answer.whole("TypeNo", type.number);
    call.answer.close();
  }
  call.answer.close();
  return {};
}

Result<void> get_tax_code_list(SoapCall& call) {
  call.answer.open("GetTaxCodeListResult");
  for (const TaxCode& tax : call.company->taxes()) {
    call.answer.open("TaxCodeElement");
    call.answer.whole("TaxId", tax.id);
    call.answer.whole("TaxNo", tax.number);
    call.answer.text("TaxName", tax.name);
    call.answer.whole("TaxRate", tax.rate_percent);
    if (tax.vat_account != 0) {
      call.answer.whole("AccountNo", tax.vat_account);
    } else {
      call.answer.nil("AccountNo");
    }
    call.answer.close();
  }
  call.answer.close();
  return {};
}

Result<void> check_account_no(SoapCall& call) {
  const XmlValue* list = call.body.find("accountList");
  call.answer.open("CheckAccountNoResult");
  for (const XmlValue& asked : list == nullptr ? std::vector<XmlValue>() : list->children) {
    const std::int64_t number = asked.whole("AccountNo", 0);
    const Account* account = call.company->find_account(number);
    const std::string name = asked.text_of("AccountName");
    call.answer.open("AccountDataErrors");
    call.answer.whole("AccountNo", number);
    call.answer.text_unless_empty("AccountName", name);
    if (account == nullptr) {
      call.answer.text("Error", "AccountDontExist");
    } else {
      call.answer.text("Error", name == account->name ? "Ok" : "NameDontMatch");
    }
    call.answer.close();
  }
  call.answer.close();
  return {};
}

Result<void> create_link(SoapCall& call) {
  call.answer.whole("CreateLinkResult", call.company->create_link());
  return {};
}

std::vector<std::string> line_ids(const XmlValue& item) {
  std::vector<std::string> ids;
  const XmlValue* list = item.find("LineIds");
  if (list == nullptr) return ids;
  for (const XmlValue& id : list->children)
    ids.push_back(id.text);
  return ids;
}

Result<void> add_link_entries(SoapCall& call) {
  const XmlValue* item = call.body.find("linkEntryItem");
  call.answer.flag(
      "AddLinkEntriesResult",
      item != nullptr && call.company->link_lines(line_ids(*item), item->whole("LinkId", 0)));
  return {};
}

Result<void> replace_link_entries(SoapCall& call) {
  const XmlValue* item = call.body.find("linkEntryItem");
  call.answer.flag(
      "ReplaceLinkEntriesResult",
      item != nullptr && call.company->replace_link(line_ids(*item), item->whole("LinkId", 0)));
  return {};
}

/// Answers the entries that it could not change.
Result<void> update_entry_due_date(SoapCall& call) {
  const XmlValue* items = call.body.find("entryItems");
  call.answer.open("UpdateEntryDueDateResult");
  for (const XmlValue& item : items == nullptr ? std::vector<XmlValue>() : items->children) {
    const std::string id = item.text_of("LineId");
    const std::optional<Date> due = item.date("DueDate");
    if (due && call.company->set_due_date(id, *due)) continue;
    call.answer.open("EntryItem");
    call.answer.text("LineId", id);
    call.answer.text("DueDate", item.text_of("DueDate"));
    call.answer.close();
  }
  call.answer.close();
  return {};
}

XmlElement account_data() {
  XmlElement data = xml_sequence("AccountData", {{"AccountId", XmlKind::whole32},
                                                 {"AccountNo", XmlKind::whole16},
                                                 {"AccountName"},
                                                 {"AccountTax", XmlKind::whole32},
                                                 {"TaxNo", XmlKind::whole32}});
  data.nillable = true;
  return data;
}

XmlElement link_entry_item() {
  return xml_sequence("linkEntryItem", {xml_array("LineIds", {"guid", XmlKind::guid}),
                                        {"LinkId", XmlKind::whole32, true}});
}

}  // namespace

const SoapService& account_service() {
  static const SoapService service = {
      "/Economy/Account/V004/Accountservice.asmx",
      "http://24sevenOffice.com/webservices",
      "http://24sevenOffice.com/webservices/",
      {{xml_sequence("SaveBundleList", {bundle_list_element()}), true, save_bundle_list},
       {xml_sequence("GetEntryId",
                     {xml_sequence("argEntryId", {{"Date", XmlKind::date_time, true},
                                                  {"SortNo", XmlKind::whole32, true},
                                                  {"EntryNo", XmlKind::whole32, true}})}),
        false, get_entry_id},
       {xml_sequence("GetAccountList"), false, get_account_list},
       {xml_sequence("GetTypeList"), false, get_type_list},
       {xml_sequence("GetTaxCodeList"), false, get_tax_code_list},
       {xml_sequence("CheckAccountNo", {xml_array("accountList", account_data())}), false,
        check_account_no},
       {xml_sequence("CreateLink"), false, create_link},
       {xml_sequence("AddLinkEntries", {link_entry_item()}), false, add_link_entries},
       {xml_sequence("ReplaceLinkEntries", {link_entry_item()}), false, replace_link_entries},
       {xml_sequence(
            "UpdateEntryDueDate",
            {xml_array("entryItems",
                       xml_sequence("EntryItem", {{"LineId", XmlKind::guid, true},
                                                  {"DueDate", XmlKind::date_time, true}}))}),
        false, update_entry_due_date}}};
  return service;
}

}  // namespace avstem::sandbox::twentyfour
