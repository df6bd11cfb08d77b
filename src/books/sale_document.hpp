#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "books/voucher.hpp"
#include "core/date.hpp"
#include "core/money.hpp"
#include "core/result.hpp"

namespace avstem::books {

/// One line of an invoice or credit note.
struct SoldItem {
  std::string description;    ///< what was sold; no personal data
  std::int64_t amount = 0;    ///< øre, VAT included; a discount is negative
  std::string vat_code;       ///< SAF-T standard code; empty: no VAT treatment
  AccountNumber account = 0;  ///< income account
  std::string department{};   ///< the accounting system's codes, or empty
  std::string project{};

  friend bool operator==(const SoldItem&, const SoldItem&) = default;
};

enum class SaleDocumentKind { invoice, credit_note };

std::string_view to_string(SaleDocumentKind kind);  ///< `invoice`, `credit_note`
Result<SaleDocumentKind> parse_sale_document_kind(std::string_view word);

/// An outgoing invoice or credit note, as we want the accounting system to issue it. The system
/// gives it its number; the sale is posted by that, never by a voucher of ours besides.
struct SaleDocument {
  SaleDocumentKind kind = SaleDocumentKind::invoice;
  std::string reference;           ///< ours, once a client: the system finds it again by this
  std::string matching_reference;  ///< what a payment or refund must carry to clear it
  std::int64_t customer_number = 0;
  Date date;      ///< invoice date, Oslo; also the day of supply for the rate of VAT
  Date due_date;  ///< Oslo
  Currency currency;
  std::string credits{};  ///< a credit note's: the number of the invoice it corrects
  std::string kid{};      ///< sent where the system takes one; empty: the system's own, if any
  std::vector<SoldItem>
      items;  ///< positive amounts are a sale, in a credit note what is taken back

  /// Σ of the items, øre, VAT included.
  std::int64_t total() const;

  friend bool operator==(const SaleDocument&, const SaleDocument&) = default;
};

/// Whether a document can be issued. `invalid` names it and what is wrong: no or too many items, a
/// total that is not positive, an empty description, an unknown VAT code, a due date before its
/// date, a credit note that names no invoice or an invoice that does.
Result<void> check_sale_document(const SaleDocument& document);

/// A line with the price accounting systems ask for: without VAT.
struct NetLine {
  std::string description;
  std::int64_t net = 0;  ///< øre, without VAT
  std::string vat_code;
  AccountNumber account = 0;
  std::string department;
  std::string project;

  friend bool operator==(const NetLine&, const NetLine&) = default;
};

/// The document's lines without VAT, such that a system that adds the VAT of each code to the sum
/// of its lines, rounded half away from zero, ends with the document's total: to the øre, by a
/// last line on `rounding_account` where whole øre without VAT cannot say it. That line is at most
/// one øre for each VAT code. `invalid` as check_sale_document(), or a day without a known rate.
Result<std::vector<NetLine>> net_lines(const SaleDocument& document,
                                       AccountNumber rounding_account);

/// What such a system's total is, øre.
Result<std::int64_t> total_with_vat(const std::vector<NetLine>& lines, Date date);

inline constexpr std::size_t sale_document_items_max = 500;
inline constexpr std::size_t sale_document_reference_length_max = 50;
inline constexpr std::size_t item_description_length_max = 300;

}  // namespace avstem::books
