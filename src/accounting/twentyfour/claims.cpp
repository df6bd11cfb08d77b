#include "accounting/twentyfour/claims.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/kid.hpp"

namespace avstem::accounting::twentyfour {
namespace {

/// An open entry that belongs to a customer; 0 as customer: to nobody.
struct OpenEntry {
  std::int64_t customer = 0;
  std::string id;
  std::string invoice;
  std::string ocr;
  std::int64_t amount = 0;
  Date date;
};

std::int64_t number_in(std::string_view text) {
  std::int64_t number = 0;
  const char* const last = text.data() + text.size();
  const auto [end, status] = std::from_chars(text.data(), last, number);
  return status == std::errc() && end == last ? number : 0;
}

/// The Oslo date of a UTC moment, with or without a zone at its end: midnight in Oslo is 22:00 or
/// 23:00 of the day before.
Result<Date> oslo_date(const XmlValue& row, std::string_view name, const TimeZone& zone) {
  std::string text = row.text_of(name);
  if (text.find('T') == std::string::npos) text += "T00:00:00";
  const std::size_t time = text.find('T');
  if (text.find_first_of("Z+-", time) == std::string::npos) text += 'Z';
  auto moment = parse_instant(text);
  if (moment) return zone.date_of(*moment);
  return Error{ErrorKind::unavailable,
               fmt::format("element '{}' of the reply is no moment: '{}'", name, text)};
}

std::int64_t customer_of(const XmlValue& row) {
  const XmlValue* const dimensions = row.child("Dimensions");
  if (dimensions == nullptr) return 0;
  for (const XmlValue& dimension : dimensions->children()) {
    if (dimension.text_of("Type") == "Customer") return number_in(dimension.text_of("Value"));
  }
  return 0;
}

Result<OpenEntry> entry_of(const XmlValue& row, const Settings& settings, const TimeZone& zone) {
  auto amount = money_in(row, "Amount", settings.currency);
  if (!amount) return amount.error();
  auto date = oslo_date(row, "Date", zone);
  if (!date) return date.error();
  return OpenEntry{customer_of(row),   row.text_of("Id"), row.text_of("InvoiceNo"),
                   row.text_of("OCR"), amount->minor(),   *date};
}

Result<std::vector<OpenEntry>> read_open_entries(Soap& soap, const Settings& settings,
                                                 const TimeZone& zone, Date date) {
  XmlWriter search;
  search.open("searchParams")
      .text("DateSearchParameters", "EntryDate")
      .flag("ShowOpenEntries", true)
      .text("DateStart", "2000-01-01T00:00:00")
      .text("DateEnd", date.to_string() + "T23:59:59")
      .whole("AccountNoStart", settings.control_account)
      .whole("AccountNoEnd", settings.control_account)
      .nil("SystemType")
      .nil("HasInvoiceId")
      .close("searchParams");
  auto rows = soap.call(transaction_service, "GetTransactions", std::move(search).finish());
  if (!rows) return rows.error();
  std::vector<OpenEntry> entries;
  for (const XmlValue& row : rows->children()) {
    // What is closed meanwhile, or hidden, is nothing that can be paid.
    if (row.text_of("Open") != "true" || row.text_of("Hidden") == "true") continue;
    auto entry = entry_of(row, settings, zone);
    if (!entry) return entry.error().in("GetTransactions");
    if (entry->customer != 0) entries.push_back(*std::move(entry));
  }
  return entries;
}

/// The order's reference number by invoice number, of those that have one.
Result<std::map<std::string, std::string>> read_references(Soap& soap,
                                                           const std::vector<std::string>& ids) {
  std::map<std::string, std::string> references;
  for (std::size_t at = 0; at < ids.size(); at += invoices_per_request_max) {
    XmlWriter asked;
    asked.open("searchParams").open("InvoiceIds");
    for (std::size_t i = at; i < std::min(ids.size(), at + invoices_per_request_max); ++i)
      asked.text("int", ids[i]);
    asked.close("InvoiceIds").close("searchParams").open("invoiceReturnProperties");
    // Both lists must be there, and what is not asked for does not come.
    for (const auto* name : {"InvoiceId", "ReferenceNumber"})
      asked.text("string", name);
    asked.close("invoiceReturnProperties").open("rowReturnProperties").text("string", "ProductId");
    asked.close("rowReturnProperties");
    auto rows = soap.call(invoice_service, "GetInvoices", std::move(asked).finish());
    if (!rows) return rows.error();
    for (const XmlValue& row : rows->children()) {
      const std::string reference = row.text_of("ReferenceNumber");
      if (!reference.empty()) references[row.text_of("InvoiceId")] = reference;
    }
  }
  return references;
}

/// One claim of all open entries of a customer's invoice.
std::vector<books::Claim> together(const std::vector<OpenEntry>& entries, Currency currency) {
  std::vector<books::Claim> claims;
  std::map<std::pair<std::int64_t, std::string>, std::size_t> places;
  for (const OpenEntry& entry : entries) {
    const std::string& number = entry.invoice.empty() ? entry.ocr : entry.invoice;
    const auto [place, is_new] =
        places.try_emplace({entry.customer, number.empty() ? entry.id : number}, claims.size());
    if (is_new) {
      claims.push_back(
          {entry.customer, "", entry.invoice, entry.ocr, Money(0, currency), entry.date});
    }
    books::Claim& claim = claims[place->second];
    claim.open = Money(add_minor(claim.open.minor(), entry.amount), currency);
    claim.date = std::min(claim.date, entry.date);
    if (claim.kid.empty()) claim.kid = entry.ocr;
  }
  return claims;
}

}  // namespace

Result<std::vector<books::Claim>> read_open_claims(Soap& soap, const Settings& settings,
                                                   const TimeZone& zone, Date date) {
  auto entries = read_open_entries(soap, settings, zone, date);
  if (!entries) return entries.error();
  std::vector<books::Claim> claims = together(*entries, settings.currency);
  std::erase_if(claims, [](const books::Claim& claim) { return claim.open.is_zero(); });
  std::vector<std::string> ids;
  for (books::Claim& claim : claims) {
    // A shop may put its own reference where the KID stands; it is one by its check digit only.
    if (!claim.kid.empty() && !validate_kid(claim.kid)) {
      claim.matching_reference = std::exchange(claim.kid, "");
      continue;
    }
    if (number_in(claim.invoice_number) > 0) ids.push_back(claim.invoice_number);
  }
  auto references = read_references(soap, ids);
  if (!references) return references.error();
  for (books::Claim& claim : claims) {
    const auto found = references->find(claim.invoice_number);
    if (claim.matching_reference.empty() && found != references->end())
      claim.matching_reference = found->second;
  }
  // What no payment could name is none of ours to match.
  std::erase_if(claims, [](const books::Claim& claim) {
    return claim.matching_reference.empty() && claim.invoice_number.empty() && claim.kid.empty();
  });
  return claims;
}

}  // namespace avstem::accounting::twentyfour
