#include "sandbox/twentyfour_bundles.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/money.hpp"

namespace avstem::sandbox::twentyfour {
namespace {

constexpr std::string_view no_guid = "00000000-0000-0000-0000-000000000000";
constexpr std::int64_t save_to_ledger = 0;
constexpr std::int64_t save_for_review = 1;

Error refuse(std::string message) {
  return Error{ErrorKind::invalid, std::move(message)};
}

const std::vector<XmlValue>& children_of(const XmlValue& value, std::string_view name) {
  static const std::vector<XmlValue> none;
  const XmlValue* found = value.find(name);
  return found == nullptr ? none : found->children;
}

/// xs:decimal in kroner as øre. Two decimals are the published most; field mode takes four, as an
/// older page says, when they are zeros.
Result<std::int64_t> amount_of(const XmlValue& entry, std::string_view name, TwentyFourMode mode) {
  std::string text = entry.text_of(name);
  if (text.empty()) return 0;
  if (text.starts_with('+')) text.erase(0, 1);
  const std::size_t point = text.find('.');
  if (mode == TwentyFourMode::field && point != std::string::npos) {
    while (text.size() > point + 3 && text.size() <= point + 5 && text.back() == '0')
      text.pop_back();
  }
  const Result<Money> money = Money::from_decimal(text, Currency());
  if (money) return money->minor();
  return refuse(fmt::format("{} {} has more than two decimals, or is too large", name, text));
}

/// Reads the entries of one BundleList.
class Bundles {
 public:
  Bundles(const XmlValue& list, const Company& company, TwentyFourMode mode)
      : list_(list),
        company_(company),
        mode_(mode),
        direct_ledger_(list.flag("DirectLedger", false)),
        default_customer_(list.whole("DefaultCustomerId", 0)) {
    for (const XmlValue& warning : children_of(list, "IgnoreWarnings"))
      ignored_.push_back(warning.text);
  }

  Result<std::vector<TransactionDraft>> read() const {
    std::vector<TransactionDraft> drafts;
    for (const XmlValue& bundle : children_of(list_, "Bundles")) {
      const std::int64_t year = bundle.whole("YearId", 0);
      if (year < 1 || company_.find_year(static_cast<int>(year)) == nullptr) {
        return refuse(fmt::format("YearId {} is not defined", year));
      }
      for (const XmlValue& voucher : children_of(bundle, "Vouchers")) {
        Result<TransactionDraft> draft = read_voucher(voucher, bundle, static_cast<int>(year));
        if (!draft) return draft.error().in(fmt::format("voucher {}", drafts.size() + 1));
        drafts.push_back(std::move(*draft));
      }
    }
    if (drafts.empty()) return refuse("there are no vouchers");
    return drafts;
  }

 private:
  Result<TransactionDraft> read_voucher(const XmlValue& voucher, const XmlValue& bundle,
                                        int year) const {
    TransactionDraft draft;
    draft.vat = VatPosting::as_given;
    draft.number = voucher.whole("TransactionNo", 0);
    if (draft.number <= 0) {
      return refuse(fmt::format("TransactionNo {} is not above zero", draft.number));
    }
    draft.type_number = voucher.whole("Sort", 0);
    if (draft.type_number == 0) draft.type_number = bundle.whole("Sort", 0);
    if (draft.type_number < 1 || company_.find_type(draft.type_number) == nullptr) {
      return refuse(fmt::format("Sort {} is the No of no transaction type", draft.type_number));
    }
    draft.ignored_warnings = ignored_;
    for (const XmlValue& entry : children_of(voucher, "Entries")) {
      Result<LineDraft> line = read_entry(entry);
      if (line && line->date.year() != year) {
        line = refuse(fmt::format("Date {} is not in YearId {}", line->date.to_string(), year));
      }
      if (!line) return line.error().in(fmt::format("entry {}", draft.lines.size() + 1));
      draft.lines.push_back(std::move(*line));
    }
    return draft;
  }

  Result<LineDraft> read_entry(const XmlValue& entry) const {
    LineDraft line;
    const std::optional<Date> date = entry.date("Date");
    if (!date) return refuse("Date is not set");
    line.date = *date;
    line.due_date = entry.date("DueDate");
    line.period_date = entry.date("PeriodDate");
    const Result<std::int64_t> amount = amount_of(entry, "Amount", mode_);
    if (!amount) return amount.error();
    line.amount = *amount;
    const Result<std::int64_t> vat = amount_of(entry, "VatAmount", mode_);
    if (!vat) return vat.error();
    if (*vat != 0) line.vat_amount = *vat;
    line.comment = entry.text_of("Comment");
    line.invoice_number = entry.text_of("InvoiceReferenceNo");
    line.ocr = entry.text_of("InvoiceOcr");
    line.stamp_number = entry.whole("StampNo", 0);
    read_dimensions(entry, line);
    read_links(entry, line);
    if (Result<void> kept = read_currency(entry); !kept) return kept.error();
    if (Result<void> kept = read_place(entry, line); !kept) return kept.error();
    if (Result<void> kept = read_tax(entry, line); !kept) return kept.error();
    return line;
  }

  static Result<void> read_currency(const XmlValue& entry) {
    const std::string currency = entry.text_of("CurrencyId");
    if (!currency.empty() && currency != "NOK" && currency != "LOCAL") {
      return refuse(fmt::format("CurrencyId {} is not in use", currency));
    }
    const std::string rate = entry.find("CurrencyRate") ? entry.text_of("CurrencyRate") : "0";
    const Result<Money> value = Money::from_decimal(rate, Currency());
    if (value && value->is_zero()) return refuse("CurrencyRate is 0, its default");
    if (!value || value->minor() != 100 || entry.whole("CurrencyUnit", 1) != 1) {
      return refuse(fmt::format("CurrencyRate {} is not 1 for one krone", rate));
    }
    return {};
  }

  /// Which account an entry goes to, and whose it is.
  Result<void> read_place(const XmlValue& entry, LineDraft& line) const {
    line.account = entry.whole("AccountNo", 0);
    line.customer = entry.whole("CustomerId", 0);
    const bool is_control = line.account == customer_ledger_account;
    if (!direct_ledger_) {
      if (is_control && line.customer == 0) line.customer = default_customer_;
      if (is_control && line.customer == 0) {
        return refuse(fmt::format("account {} wants a CustomerId", line.account));
      }
      if (line.customer != 0 && line.account == 0) line.account = customer_ledger_account;
      if (line.customer != 0 && line.account != customer_ledger_account) {
        return refuse(fmt::format("CustomerId {} on account {}, which is not the customer ledger",
                                  line.customer, line.account));
      }
    }
    const bool names_bank_account = !entry.text_of("BankAccountNo").empty();
    if (names_bank_account && line.customer != 0 &&
        std::ranges::find(ignored_, "customermismatchbankaccount") == ignored_.end()) {
      return refuse(fmt::format("customermismatchbankaccount: customer {} has no bank account {}",
                                line.customer, entry.text_of("BankAccountNo")));
    }
    return {};
  }

  /// An empty TaxNo is the account's own.
  Result<void> read_tax(const XmlValue& entry, LineDraft& line) const {
    const std::string number = entry.text_of("TaxNo");
    if (number.empty()) {
      const Account* account = company_.find_account(line.account);
      const TaxCode* tax = account == nullptr ? nullptr : company_.find_tax_by_id(account->tax_id);
      if (tax != nullptr) line.tax_number = tax->number;
      return {};
    }
    for (const TaxCode& tax : company_.taxes()) {
      if (fmt::to_string(tax.number) != number) continue;
      line.tax_number = tax.number;
      return {};
    }
    return refuse(fmt::format("TaxNo {} is not in use", number));
  }

  static void read_dimensions(const XmlValue& entry, LineDraft& line) {
    const std::int64_t department = entry.whole("DepartmentId", 0);
    if (department != 0) {
      line.dimensions.emplace_back(department_dimension, fmt::to_string(department));
    }
    const std::int64_t project = entry.whole("ProjectId", 0);
    if (project != 0) line.dimensions.emplace_back(project_dimension, fmt::to_string(project));
    for (const XmlValue& own : children_of(entry, "UserDefinedDimensions"))
      line.dimensions.emplace_back(own.whole("Type", 0), own.text_of("Value"));
  }

  static void read_links(const XmlValue& entry, LineDraft& line) {
    const std::string link = entry.text_of("LinkId");
    if (link != no_guid) line.link_guid = link;
    for (const XmlValue& model : children_of(entry, "Links")) {
      const std::string id = model.text_of("LinkId");
      if (!id.empty() && id != no_guid) line.link_guid = id;
      line.linked_lines.push_back(model.text_of("LineId"));
    }
  }

  const XmlValue& list_;
  const Company& company_;
  TwentyFourMode mode_;
  bool direct_ledger_;
  std::int64_t default_customer_;
  std::vector<std::string> ignored_;
};

void answer(SoapCall& call, std::string_view type, std::string_view description) {
  call.answer.open("SaveBundleListResult");
  call.answer.text("Type", type);
  call.answer.text_unless_empty("Description", description);
  call.answer.close();
}

/// A journal may hold what does not balance, when it is told so.
Result<void> keep_for_review(Company& company, std::vector<TransactionDraft> drafts,
                             bool allows_difference) {
  for (const TransactionDraft& draft : drafts) {
    std::int64_t sum = 0;
    for (const LineDraft& line : draft.lines)
      sum = add_minor(sum, line.amount);
    if (sum != 0 && !allows_difference) {
      return refuse(fmt::format("voucher {} has a difference of {}", draft.number,
                                Money(sum, Currency()).to_decimal()));
    }
  }
  for (TransactionDraft& draft : drafts)
    company.keep_for_review(std::move(draft));
  return {};
}

}  // namespace

Result<void> save_bundle_list(SoapCall& call) {
  if (call.session == nullptr) {
    answer(call, "NotAuthenticated", "Log in with the Authenticate service first");
    return {};
  }
  const XmlValue* list = call.body.find("BundleList");
  if (list == nullptr) {
    answer(call, "NotSaved", "BundleList is missing");
    return {};
  }
  Result<std::vector<TransactionDraft>> drafts =
      Bundles(*list, *call.company, call.settings.mode).read();
  const std::int64_t option = list->whole("SaveOption", save_for_review);
  Result<void> saved;
  if (!drafts) {
    saved = drafts.error();
  } else if (option == save_to_ledger) {
    saved = call.company->post_all(std::move(*drafts));
  } else if (option == save_for_review) {
    saved =
        keep_for_review(*call.company, std::move(*drafts), list->flag("AllowDifference", false));
  } else {
    saved = refuse(fmt::format("SaveOption {} is neither 0 nor 1", option));
  }
  if (saved) {
    answer(call, "Ok", "");
  } else {
    const bool is_taken = saved.error().kind == ErrorKind::conflict;
    answer(call, is_taken ? "DuplicateData" : "NotSaved", saved.error().message);
  }
  return {};
}

}  // namespace avstem::sandbox::twentyfour
