#include "accounting/twentyfour/bundles.hpp"

#include <fmt/format.h>

#include <charconv>

#include "accounting/twentyfour/comment.hpp"
#include "core/vat.hpp"

namespace avstem::accounting::twentyfour {
namespace {

/// Straight to the ledger. The default, 1, makes a draft for a person to review.
constexpr std::int64_t save_to_ledger = 0;

std::string moment_of(Date date) {
  return date.to_string() + "T00:00:00";
}

Result<void> check_control_account(const books::Posting& posting, books::AccountNumber control) {
  const bool has_customer = posting.customer_number != 0;
  if (has_customer == (posting.account == control)) return {};
  if (has_customer) {
    return Error{ErrorKind::invalid,
                 fmt::format("the line of customer {} is on account {}, not on the customer "
                             "ledger's control account {}",
                             posting.customer_number, posting.account, control)};
  }
  return Error{ErrorKind::invalid,
               fmt::format("a line is on the customer ledger's control account {} and names no "
                           "customer",
                           control)};
}

/// Departments and projects are numbers here; empty is 0, none.
Result<std::int64_t> dimension(std::string_view what, const std::string& code) {
  std::int64_t number = 0;
  if (code.empty()) return number;
  const char* const last = code.data() + code.size();
  const auto [end, status] = std::from_chars(code.data(), last, number);
  if (status == std::errc() && end == last && number > 0) return number;
  return Error{ErrorKind::invalid,
               fmt::format("{} '{}' is no number, as 24SevenOffice has them", what, code)};
}

/// Writes the entries of one voucher and counts them.
class Entries {
 public:
  Entries(const books::Voucher& voucher, const Settings& settings, const ReferenceData& data,
          const InvoiceOf& invoice_of)
      : voucher_(voucher), settings_(settings), data_(data), invoice_of_(invoice_of) {
    writer_.open("Entries");
  }

  Result<void> add(const books::Posting& posting) {
    auto checked = check_control_account(posting, settings_.control_account);
    if (!checked) return checked;
    auto tax = data_.tax(posting.vat_code);
    if (!tax) return tax.error();
    if (tax->vat_account == 0 || tax->rate.basis_points == 0) {
      return write(posting, posting.amount, 0, tax->number);
    }
    const VatSplit split = split_gross(posting.amount, tax->rate);
    if (auto net = write(posting, split.net, split.vat, tax->number); !net) return net;
    if (split.vat == 0) return {};
    books::Posting vat = posting;
    vat.account = tax->vat_account;
    vat.customer_number = 0;
    // A code on the VAT line itself would be VAT on VAT.
    return write(vat, split.vat, 0, "0");
  }

  std::size_t count() const { return count_; }
  std::string finish() && {
    writer_.close("Entries");
    return std::move(writer_).finish();
  }

 private:
  Result<void> write(const books::Posting& posting, std::int64_t amount, std::int64_t vat,
                     const std::string& tax_number) {
    auto department = dimension("department", posting.department);
    if (!department) return department.error();
    auto project = dimension("project", posting.project);
    if (!project) return project.error();
    const books::Voucher::Head& head = voucher_.head();
    const bool of_customer = posting.customer_number != 0;
    // The order is the WSDL's.
    writer_.open("Entry");
    if (of_customer) writer_.whole("CustomerId", posting.customer_number);
    writer_.whole("AccountNo", posting.account)
        .text("Date", moment_of(head.date))
        .amount("Amount", Money(amount, head.currency));
    if (vat != 0) writer_.amount("VatAmount", Money(vat, head.currency));
    // The rate's default is 0, which makes every amount nothing.
    writer_.text("CurrencyId", head.currency.code())
        .whole("CurrencyRate", 1)
        .whole("CurrencyUnit", 1);
    if (*department != 0) writer_.whole("DepartmentId", *department);
    if (*project != 0) writer_.whole("ProjectId", *project);
    if (of_customer) {
      const bool names_invoice =
          !posting.invoice_number.empty() || posting.matching_reference.empty();
      writer_.text_unless_empty("InvoiceReferenceNo",
                                names_invoice ? posting.invoice_number : invoice_of_(posting));
      writer_.text_unless_empty("InvoiceOcr", posting.kid);
    }
    writer_.text("TaxNo", tax_number)
        .text("Comment",
              comment_of(head.reference, posting.text.empty() ? head.text : posting.text))
        .close("Entry");
    ++count_;
    return {};
  }

  const books::Voucher& voucher_;
  const Settings& settings_;
  const ReferenceData& data_;
  const InvoiceOf& invoice_of_;
  XmlWriter writer_;
  std::size_t count_ = 0;
};

/// What the reply says when the number is in use, and nothing was saved.
bool is_number_taken(std::string_view type) {
  return type == "DuplicateData" || type == "DataAlreadySaved";
}

/// `Exception` and `NotSaved` carry the rule that was broken; after `SystemError` nobody knows.
ErrorKind kind_of_reply(std::string_view type) {
  if (type == "NotAuthenticated") return ErrorKind::unauthorised;
  return type == "Exception" || type == "NotSaved" ? ErrorKind::refused : ErrorKind::unavailable;
}

std::string bundle_list(const books::Voucher& voucher, const TransactionType& type, int year,
                        std::int64_t number, const std::string& entries) {
  XmlWriter head;
  head.open("BundleList").open("Bundles").open("Bundle").whole("YearId", year).open("Vouchers");
  head.open("Voucher").whole("TransactionNo", number);
  XmlWriter tail;
  tail.whole("Sort", type.number).close("Voucher").close("Vouchers").whole("Sort", type.number);
  tail.text("Name", voucher.head().reference).close("Bundle").close("Bundles");
  tail.flag("AllowDifference", false)
      .flag("DirectLedger", false)
      .whole("SaveOption", save_to_ledger)
      .close("BundleList");
  return std::move(head).finish() + entries + std::move(tail).finish();
}

}  // namespace

Result<std::string> entries_of(const books::Voucher& voucher, const Settings& settings,
                               const ReferenceData& data, const InvoiceOf& invoice_of) {
  if (voucher.head().currency != settings.currency) {
    return Error{ErrorKind::invalid,
                 fmt::format("it is in {}, and only {} is posted to 24SevenOffice",
                             voucher.head().currency.code(), settings.currency.code())};
  }
  Entries entries(voucher, settings, data, invoice_of);
  for (const books::Posting& posting : voucher.postings()) {
    if (auto added = entries.add(posting); !added) return added.error();
  }
  if (entries.count() > voucher_lines_max) {
    return Error{ErrorKind::invalid,
                 fmt::format("it has {} lines with its VAT lines; 24SevenOffice takes {}",
                             entries.count(), voucher_lines_max)};
  }
  return std::move(entries).finish();
}

Result<std::int64_t> next_number(Soap& soap, const TransactionType& type, Date date) {
  XmlWriter asked;
  asked.open("argEntryId")
      .text("Date", moment_of(date))
      .whole("SortNo", type.series)
      .whole("EntryNo", 0)
      .close("argEntryId");
  auto reply = soap.call(account_service, "GetEntryId", std::move(asked).finish());
  if (!reply) return reply.error();
  auto number = whole_in(*reply, "EntryNo");
  if (!number) return number.error().in("GetEntryId");
  if (*number > 0) return *number;
  return Error{ErrorKind::refused,
               fmt::format("24SevenOffice gives no transaction number for {} in the series of type "
                           "{} (it answered {}); is the year open?",
                           date.to_string(), type.number, *number)};
}

Result<Saved> save(Soap& soap, const books::Voucher& voucher, const ReferenceData& data,
                   std::int64_t number, const std::string& entries) {
  auto year = data.year_of(voucher.head().date);
  if (!year) return year.error();
  const std::string list = bundle_list(voucher, data.type(), *year, number, entries);
  auto reply = soap.call(account_service, "SaveBundleList", list);
  if (!reply) return reply.error();
  std::string type = reply->text_of("Type");
  if (type == "NotAuthenticated") {
    // The session ended after the number was asked for; this reply comes without a fault.
    auto stands = soap.has_session();
    if (!stands) return stands.error();
    reply = soap.call(account_service, "SaveBundleList", list);
    if (!reply) return reply.error();
    type = reply->text_of("Type");
  }
  if (type == "Ok") return Saved::yes;
  if (is_number_taken(type)) return Saved::number_taken;
  return Error{kind_of_reply(type),
               fmt::format("24SevenOffice answered SaveBundleList with '{}': {}", type,
                           reply->text_of("Description"))};
}

std::string remote_id_of(int year, std::int64_t type_id, std::int64_t number) {
  return fmt::format("{}-{}-{}", year, type_id, number);
}

}  // namespace avstem::accounting::twentyfour
