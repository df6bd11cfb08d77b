#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "books/customer.hpp"
#include "books/sale_document.hpp"
#include "core/date.hpp"
#include "core/money.hpp"
#include "core/result.hpp"

namespace avstem::accounting {

/// A customer as the accounting system knows them.
struct KnownCustomer {
  std::int64_t number = 0;  ///< in the customer ledger; what a posting names
  std::string remote_id;    ///< the system's own id

  friend bool operator==(const KnownCustomer&, const KnownCustomer&) = default;
};

/// How far an invoice or credit note has come in the accounting system.
enum class DocumentStage {
  absent,      ///< no trace of it, for certain: the system's read lag has passed
  ordered,     ///< the order is there, nothing was issued
  processing,  ///< the system is making the invoice; ask again
  issued,      ///< it has its number and stands in the ledger
  failed,      ///< the system gave up; `message` says why, and the order can be issued again
};

/// An invoice or credit note as it stands in the accounting system.
struct DocumentState {
  DocumentStage stage = DocumentStage::absent;
  std::string order_id;        ///< from `ordered` on
  std::string invoice_number;  ///< the rest when `issued`
  std::string kid;             ///< empty when the system gave none
  Date due_date;
  std::int64_t total = 0;  ///< øre, VAT included; positive also for a credit note
  std::string message;
};

/// The sale side of an accounting system: customers, invoices, credit notes. One object serves one
/// client. No method retries; errors are those of AccountingSystem, and after any that is
/// `unavailable` the effect is unknown: look before writing again.
class Invoicing {
 public:
  virtual ~Invoicing() = default;

  /// The customer with our reference; if none, the one with the organisation number; if none, and
  /// for persons only, the one with the e-mail address. `conflict` names the numbers when several
  /// fit equally well: a person must choose. Waits out the read lag before it answers "none".
  virtual Result<std::optional<KnownCustomer>> find_customer(const books::Customer& customer) = 0;

  /// Makes a customer that find_customer() did not find.
  virtual Result<KnownCustomer> create_customer(const books::Customer& customer) = 0;

  /// Where the document stands. `order_id` is what place_order() gave, or empty when its answer
  /// was lost: then it is looked for by its reference.
  virtual Result<DocumentState> find_document(const books::SaleDocument& document,
                                              const std::string& order_id) = 0;

  /// Places the order an invoice or credit note is made of, with what its lines need in the system
  /// (e.g. a product for an account and VAT code). Gives the order's id. Posts nothing.
  virtual Result<std::string> place_order(const books::SaleDocument& document) = 0;

  /// Asks for the invoice or credit note of an order. It may come later: ask find_document().
  /// Nothing is sent to the customer; the payment was made already, or the firm sends it.
  virtual Result<void> issue(const books::SaleDocument& document, const std::string& order_id) = 0;
};

}  // namespace avstem::accounting
