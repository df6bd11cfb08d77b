#include "books/sale_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "books/vat_codes.hpp"
#include "core/vat.hpp"

namespace avstem::books {
namespace {

constexpr std::string_view rounding_words = "Øreavrunding";

Error wrong(const SaleDocument& document, std::string_view what) {
  return Error{ErrorKind::invalid,
               fmt::format("{} '{}': {}", to_string(document.kind), document.reference, what)};
}

/// The rate a VAT code adds on a day; zero for a code without VAT.
Result<VatRate> rate_of(const std::string& vat_code, Date date) {
  if (vat_code.empty()) return VatRate{};
  const VatCode* const code = find_vat_code(vat_code);
  if (code == nullptr) {
    return Error{
        ErrorKind::invalid,
        fmt::format("'{}' is no VAT code of a sale; take a SAF-T standard code, e.g. 3", vat_code)};
  }
  if (code->side == VatCode::Side::none) return VatRate{};
  return vat_rate(code->rate_class, date);
}

/// VAT on a net amount, half away from zero: what split_gross() takes off again.
std::int64_t vat_on(std::int64_t net, VatRate rate) {
  constexpr std::int64_t whole = 10'000;
  const std::int64_t hundredths = net * rate.basis_points;
  return (hundredths < 0 ? hundredths - whole / 2 : hundredths + whole / 2) / whole;
}

struct Group {
  VatRate rate;
  std::int64_t gross = 0;
  std::int64_t net = 0;
  std::size_t largest = 0;  ///< the line that an øre more or less changes least
};

Result<void> check_item(const SaleDocument& document, const SoldItem& item) {
  if (item.description.empty() || item.description.size() > item_description_length_max) {
    return wrong(document, fmt::format("each item needs a description of 1 to {} bytes",
                                       item_description_length_max));
  }
  if (item.amount == 0) {
    return wrong(document, fmt::format("item '{}' has no amount", item.description));
  }
  if (item.account < 1000 || item.account > 9999) {
    return wrong(document, fmt::format("item '{}': {} is no account number of a chart",
                                       item.description, item.account));
  }
  if (const VatCode* code = find_vat_code(item.vat_code);
      code != nullptr && code->side == VatCode::Side::input) {
    return wrong(document, fmt::format("item '{}': VAT code {} is of a purchase, not of a sale",
                                       item.description, item.vat_code));
  }
  return {};
}

}  // namespace

std::string_view to_string(SaleDocumentKind kind) {
  return kind == SaleDocumentKind::invoice ? "invoice" : "credit_note";
}

Result<SaleDocumentKind> parse_sale_document_kind(std::string_view word) {
  for (const SaleDocumentKind kind : {SaleDocumentKind::invoice, SaleDocumentKind::credit_note}) {
    if (word == to_string(kind)) return kind;
  }
  return Error{ErrorKind::invalid,
               fmt::format("'{}' is no kind of document; write invoice or credit_note", word)};
}

std::int64_t SaleDocument::total() const {
  return std::accumulate(items.begin(), items.end(), std::int64_t{0},
                         [](std::int64_t sum, const SoldItem& item) { return sum + item.amount; });
}

Result<void> check_sale_document(const SaleDocument& document) {
  if (document.reference.empty() ||
      document.reference.size() > sale_document_reference_length_max) {
    return wrong(document, fmt::format("the reference must have 1 to {} characters",
                                       sale_document_reference_length_max));
  }
  if (document.items.empty() || document.items.size() > sale_document_items_max) {
    return wrong(document, fmt::format("it has {} items; 1 to {} can be issued",
                                       document.items.size(), sale_document_items_max));
  }
  for (const SoldItem& item : document.items) {
    if (auto checked = check_item(document, item); !checked) return checked;
    if (auto rate = rate_of(item.vat_code, document.date); !rate) {
      return wrong(document, rate.error().message);
    }
  }
  if (document.total() <= 0) {
    return wrong(document,
                 fmt::format("its total is {} øre; write amounts that add up to more than "
                             "zero, and take back a sale by a credit_note",
                             document.total()));
  }
  if (document.due_date < document.date) {
    return wrong(document, fmt::format("it is due on {}, before its date {}",
                                       document.due_date.to_string(), document.date.to_string()));
  }
  const bool is_credit_note = document.kind == SaleDocumentKind::credit_note;
  if (is_credit_note && document.credits.empty()) {
    return wrong(document, "a credit note must name the invoice it corrects, in 'credits'");
  }
  if (!is_credit_note && !document.credits.empty()) {
    return wrong(document, "an invoice corrects no other; leave out 'credits'");
  }
  return {};
}

Result<std::vector<NetLine>> net_lines(const SaleDocument& document,
                                       AccountNumber rounding_account) {
  if (auto checked = check_sale_document(document); !checked) return checked.error();
  std::vector<NetLine> lines;
  std::map<std::string, Group> groups;
  for (const SoldItem& item : document.items) {
    Group& group = groups[item.vat_code];
    auto rate = rate_of(item.vat_code, document.date);
    if (!rate) return wrong(document, rate.error().message);
    if (group.gross == 0 && group.net == 0) group.largest = lines.size();
    group.rate = *rate;
    const std::int64_t net = split_gross(item.amount, *rate).net;
    group.gross += item.amount;
    group.net += net;
    lines.push_back(
        {item.description, net, item.vat_code, item.account, item.department, item.project});
    if (std::abs(net) > std::abs(lines[group.largest].net)) group.largest = lines.size() - 1;
  }
  std::int64_t missing = 0;
  for (auto& [code, group] : groups) {
    const auto short_by = [&group](std::int64_t net) {
      return group.gross - net - vat_on(net, group.rate);
    };
    // The nets of single lines are rounded each for itself; their sum may be off by some øre.
    const std::int64_t exact = split_gross(group.gross, group.rate).net;
    lines[group.largest].net += exact - group.net;
    missing += short_by(exact);
  }
  std::erase_if(lines, [](const NetLine& line) { return line.net == 0; });
  if (missing != 0)
    lines.push_back({std::string(rounding_words), missing, "", rounding_account, "", ""});
  return lines;
}

Result<std::int64_t> total_with_vat(const std::vector<NetLine>& lines, Date date) {
  std::map<std::string, std::int64_t> nets;
  for (const NetLine& line : lines)
    nets[line.vat_code] += line.net;
  std::int64_t total = 0;
  for (const auto& [code, net] : nets) {
    auto rate = rate_of(code, date);
    if (!rate) return rate.error();
    total += net + vat_on(net, *rate);
  }
  return total;
}

}  // namespace avstem::books
