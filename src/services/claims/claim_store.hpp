#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounting/invoicing.hpp"
#include "books/customer.hpp"
#include "books/sale_document.hpp"
#include "core/identifiers.hpp"
#include "services/clients/client.hpp"
#include "store/database.hpp"
#include "store/migrations.hpp"

namespace avstem::services {

/// How far a customer has come. `creating` is committed before the request, so whoever finds it
/// looks for the customer before making another.
enum class CustomerStep { planned, creating, known };

/// How far an invoice or credit note has come. `ordering` and `issuing` are committed before their
/// requests.
enum class DocumentStep { planned, ordering, ordered, issuing, issued };

std::string_view to_string(CustomerStep step);
std::string_view to_string(DocumentStep step);

struct StoredCustomer {
  books::Customer customer;
  CustomerStep step = CustomerStep::planned;
  accounting::KnownCustomer known;  ///< when `known`
};

/// What is to be sold on: a document, for a customer that is stored, and a credit note's original.
struct PlannedDocument {
  books::SaleDocument document;     ///< without customer number, and without `credits` when
  std::string customer_reference;   ///< `credits_reference` names the original
  std::string credits_reference{};  ///< our reference of the invoice that it corrects

  friend bool operator==(const PlannedDocument&, const PlannedDocument&) = default;
};

struct StoredDocumentStep {
  std::int64_t id = 0;
  PlannedDocument planned;
  DocumentStep step = DocumentStep::planned;
  std::string order_id;
  std::string invoice_number;  ///< this and the rest when `issued`
  std::string kid;
  std::optional<Date> due_date;
  std::int64_t total = 0;  ///< øre, as the accounting system says
  std::string message;     ///< why it stands still, or empty
};

struct AddedClaims {
  int customers = 0;
  int documents = 0;
  int there = 0;  ///< stored before, with the same words
};

/// Customers and sale documents on their way into the accounting system. What is stored is never
/// changed: a document that was wrong is taken back by a credit note.
class ClaimStore {
 public:
  explicit ClaimStore(store::Database& database) : db_(database) {}

  /// Stores all of them or none. Again the same is nothing; `conflict` when a reference is stored
  /// with other words; `invalid` as the checks of books say, or for a customer that is not stored.
  Result<AddedClaims> add(const ClientId& client, const std::vector<books::Customer>& customers,
                          const std::vector<PlannedDocument>& documents);

  Result<StoredCustomer> customer(const ClientId& client, const std::string& reference);
  /// `not_found` names the reference.
  Result<StoredDocumentStep> document(const ClientId& client, const std::string& reference);
  /// In the order they were added; only those not issued, when `waiting`.
  Result<std::vector<StoredDocumentStep>> documents(const ClientId& client, bool waiting);

  Result<void> set_creating(const ClientId& client, const std::string& reference);
  Result<void> set_known(const ClientId& client, const std::string& reference,
                         const accounting::KnownCustomer& known);
  /// `ordering` or `issuing`; what was said before is forgotten.
  Result<void> set_step(std::int64_t document_id, DocumentStep step);
  Result<void> set_ordered(std::int64_t document_id, const std::string& order_id);
  Result<void> set_issued(std::int64_t document_id, const accounting::DocumentState& state);
  /// Back to `step`, with the reason why it stands there.
  Result<void> set_stopped(std::int64_t document_id, DocumentStep step, const std::string& message);

 private:
  Result<std::optional<StoredCustomer>> find_customer(const ClientId& client,
                                                      const std::string& reference);
  Result<bool> add_customer(const ClientId& client, const books::Customer& customer);
  Result<bool> add_document(const ClientId& client, const PlannedDocument& planned);
  Result<std::vector<StoredDocumentStep>> read(store::Statement query);
  Result<std::vector<books::SoldItem>> items(std::int64_t document_id);

  store::Database& db_;
};

/// Tables of ClaimStore.
std::vector<store::Migration> claim_migrations();

}  // namespace avstem::services
