#include "services/claims/claim_store.hpp"

#include <fmt/format.h>

#include "services/claims/claim_schema.hpp"
#include "services/settlement/rows.hpp"

namespace avstem::services {
namespace {

constexpr std::string_view customer_columns =
    "reference, is_person, name, first_name, last_name, organisation_number, email, phone, line_1,"
    " line_2, postal_code, city, country, step, number, remote_id";
constexpr std::string_view document_columns =
    "document_id, reference, kind, customer_reference, matching_reference, document_date, due_date,"
    " currency, kid, credits, credits_reference, step, order_id, invoice_number, issued_kid,"
    " issued_due_date, issued_total, message";

Error conflict(std::string_view what, const std::string& reference) {
  return Error{ErrorKind::conflict,
               fmt::format("{} '{}' is stored already, with other words; what is stored is never "
                           "changed, so take a new reference",
                           what, reference)};
}

template <class Step, std::size_t count>
Result<Step> parse_step(const Step (&steps)[count], std::string_view word) {
  for (const Step step : steps) {
    if (to_string(step) == word) return step;
  }
  return Error{ErrorKind::storage, fmt::format("'{}' is no step we know", word)};
}

constexpr CustomerStep customer_steps[] = {CustomerStep::planned, CustomerStep::creating,
                                           CustomerStep::known};
constexpr DocumentStep document_steps[] = {DocumentStep::planned, DocumentStep::ordering,
                                           DocumentStep::ordered, DocumentStep::issuing,
                                           DocumentStep::issued};

Result<StoredCustomer> read_customer(const store::Statement& row) {
  auto step = parse_step(customer_steps, row.text(13));
  if (!step) return step.error();
  const auto text = [&row](int column) { return std::string(row.text(column)); };
  return StoredCustomer{{text(0),
                         row.integer(1) != 0,
                         text(2),
                         text(3),
                         text(4),
                         text(5),
                         text(6),
                         text(7),
                         {text(8), text(9), text(10), text(11), text(12)}},
                        *step,
                        {row.integer(14), text(15)}};
}

Result<StoredDocumentStep> read_document(const store::Statement& row) {
  const auto text = [&row](int column) { return std::string(row.text(column)); };
  StoredDocumentStep stored;
  books::SaleDocument& document = stored.planned.document;
  auto kind = books::parse_sale_document_kind(row.text(2));
  auto date = Date::parse(row.text(5));
  auto due = Date::parse(row.text(6));
  auto currency = Currency::parse(row.text(7));
  auto step = parse_step(document_steps, row.text(11));
  if (!kind) return kind.error();
  if (!date) return date.error();
  if (!due) return due.error();
  if (!currency) return currency.error();
  if (!step) return step.error();
  stored.id = row.integer(0);
  document.reference = text(1);
  document.kind = *kind;
  stored.planned.customer_reference = text(3);
  document.matching_reference = text(4);
  document.date = *date;
  document.due_date = *due;
  document.currency = *currency;
  document.kid = text(8);
  document.credits = text(9);
  stored.planned.credits_reference = text(10);
  stored.step = *step;
  stored.order_id = text(12);
  stored.invoice_number = text(13);
  stored.kid = text(14);
  if (!row.is_null(15)) {
    auto issued_due = Date::parse(row.text(15));
    if (!issued_due) return issued_due.error();
    stored.due_date = *issued_due;
  }
  stored.total = row.integer(16);
  stored.message = text(17);
  return stored;
}

/// The checks of books, where a credit note may name its original by our reference.
Result<void> check_planned(const PlannedDocument& planned) {
  books::SaleDocument document = planned.document;
  if (!planned.credits_reference.empty()) {
    if (!document.credits.empty()) {
      return Error{ErrorKind::invalid,
                   fmt::format("credit note '{}' names its invoice twice, by number and by "
                               "reference; leave one out",
                               document.reference)};
    }
    document.credits = planned.credits_reference;
  }
  return books::check_sale_document(document);
}

}  // namespace

std::string_view to_string(CustomerStep step) {
  constexpr std::string_view words[] = {"planned", "creating", "known"};
  return words[static_cast<std::size_t>(step)];
}

std::string_view to_string(DocumentStep step) {
  constexpr std::string_view words[] = {"planned", "ordering", "ordered", "issuing", "issued"};
  return words[static_cast<std::size_t>(step)];
}

std::vector<store::Migration> claim_migrations() {
  return {{"claims", 1, claim_schema}};
}

Result<AddedClaims> ClaimStore::add(const ClientId& client,
                                    const std::vector<books::Customer>& customers,
                                    const std::vector<PlannedDocument>& documents) {
  return db_.transact([&]() -> Result<AddedClaims> {
    AddedClaims counts;
    for (const books::Customer& customer : customers) {
      auto added = add_customer(client, customer);
      if (!added) return added.error();
      ++(*added ? counts.customers : counts.there);
    }
    for (const PlannedDocument& planned : documents) {
      auto added = add_document(client, planned);
      if (!added) return added.error();
      ++(*added ? counts.documents : counts.there);
    }
    return counts;
  });
}

Result<bool> ClaimStore::add_customer(const ClientId& client, const books::Customer& customer) {
  if (auto checked = books::check_customer(customer); !checked) return checked.error();
  auto stored = find_customer(client, customer.reference);
  if (!stored) return stored.error();
  if (*stored) {
    if ((*stored)->customer == customer) return false;
    return conflict("customer", customer.reference);
  }
  auto insert = db_.prepare(
      fmt::format("INSERT INTO customers (client_id, {}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
                  "?9, ?10, ?11, ?12, ?13, ?14, 'planned', 0, '')",
                  customer_columns));
  const books::Address& address = customer.address;
  auto done =
      insert
          .bind(client.text(), customer.reference, customer.is_person ? 1 : 0, customer.name,
                customer.first_name, customer.last_name, customer.organisation_number,
                customer.email, customer.phone, address.line_1, address.line_2, address.postal_code,
                address.city, address.country)
          .run();
  if (!done) return done.error();
  return true;
}

Result<bool> ClaimStore::add_document(const ClientId& client, const PlannedDocument& planned) {
  const books::SaleDocument& document = planned.document;
  if (auto checked = check_planned(planned); !checked) return checked.error();
  if (auto known = customer(client, planned.customer_reference); !known) {
    return known.error().in(fmt::format("document '{}'", document.reference));
  }
  if (auto stored = this->document(client, document.reference)) {
    if (stored->planned == planned) return false;
    return conflict(to_string(document.kind), document.reference);
  } else if (stored.error().kind != ErrorKind::not_found) {
    return stored.error();
  }
  auto insert = db_.prepare(
      "INSERT INTO sale_documents (client_id, reference, kind, customer_reference,"
      " matching_reference, document_date, due_date, currency, kid, credits, credits_reference)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) RETURNING document_id");
  insert.bind(client.text(), document.reference, to_string(document.kind),
              planned.customer_reference, document.matching_reference, document.date.to_string(),
              document.due_date.to_string(), document.currency.code(), document.kid,
              document.credits, planned.credits_reference);
  auto id = inserted_id(std::move(insert));
  if (!id) return id.error();
  int line = 0;
  for (const books::SoldItem& item : document.items) {
    auto add =
        db_.prepare("INSERT INTO sale_document_items VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    auto done = add.bind(*id, ++line, item.description, item.amount, item.vat_code, item.account,
                         item.department, item.project)
                    .run();
    if (!done) return done.error();
  }
  return true;
}

Result<std::optional<StoredCustomer>> ClaimStore::find_customer(const ClientId& client,
                                                                const std::string& reference) {
  auto query = db_.prepare(fmt::format(
      "SELECT {} FROM customers WHERE client_id = ?1 AND reference = ?2", customer_columns));
  auto row = query.bind(client.text(), reference).step();
  if (!row) return row.error();
  if (!*row) return std::optional<StoredCustomer>();
  auto read = read_customer(query);
  if (!read) return read.error();
  return std::optional(*std::move(read));
}

Result<StoredCustomer> ClaimStore::customer(const ClientId& client, const std::string& reference) {
  auto found = find_customer(client, reference);
  if (!found) return found.error();
  if (*found) return **std::move(found);
  return Error{
      ErrorKind::not_found,
      fmt::format("customer '{}' is not stored; add it with the document, or before", reference)};
}

Result<StoredDocumentStep> ClaimStore::document(const ClientId& client,
                                                const std::string& reference) {
  auto query = db_.prepare(fmt::format(
      "SELECT {} FROM sale_documents WHERE client_id = ?1 AND reference = ?2", document_columns));
  query.bind(client.text(), reference);
  auto found = read(std::move(query));
  if (!found) return found.error();
  if (!found->empty()) return std::move(found->front());
  return Error{ErrorKind::not_found,
               fmt::format("document '{}' is not stored; 'avstem invoice list --client {}' lists "
                           "those there are",
                           reference, client.text())};
}

Result<std::vector<StoredDocumentStep>> ClaimStore::documents(const ClientId& client,
                                                              bool waiting) {
  auto query = db_.prepare(
      fmt::format("SELECT {} FROM sale_documents WHERE client_id = ?1{} ORDER BY document_id",
                  document_columns, waiting ? " AND step <> 'issued'" : ""));
  query.bind(client.text());
  return read(std::move(query));
}

Result<std::vector<StoredDocumentStep>> ClaimStore::read(store::Statement query) {
  auto documents = read_rows<StoredDocumentStep>(query, [&query] { return read_document(query); });
  if (!documents) return documents.error();
  for (StoredDocumentStep& stored : *documents) {
    auto lines = items(stored.id);
    if (!lines) return lines.error();
    stored.planned.document.items = *std::move(lines);
  }
  return documents;
}

Result<std::vector<books::SoldItem>> ClaimStore::items(std::int64_t document_id) {
  auto query = db_.prepare(
      "SELECT description, amount, vat_code, account, department, project FROM"
      " sale_document_items WHERE document_id = ?1 ORDER BY line");
  query.bind(document_id);
  return read_rows<books::SoldItem>(query, [&]() -> Result<books::SoldItem> {
    return books::SoldItem{std::string(query.text(0)), query.integer(1),
                           std::string(query.text(2)), query.integer(3),
                           std::string(query.text(4)), std::string(query.text(5))};
  });
}

Result<void> ClaimStore::set_creating(const ClientId& client, const std::string& reference) {
  auto update =
      db_.prepare("UPDATE customers SET step = 'creating' WHERE client_id = ?1 AND reference = ?2");
  return update.bind(client.text(), reference).run();
}

Result<void> ClaimStore::set_known(const ClientId& client, const std::string& reference,
                                   const accounting::KnownCustomer& known) {
  auto update = db_.prepare(
      "UPDATE customers SET step = 'known', number = ?3, remote_id = ?4 WHERE client_id = ?1 AND"
      " reference = ?2");
  return update.bind(client.text(), reference, known.number, known.remote_id).run();
}

Result<void> ClaimStore::set_step(std::int64_t document_id, DocumentStep step) {
  return set_stopped(document_id, step, "");
}

Result<void> ClaimStore::set_ordered(std::int64_t document_id, const std::string& order_id) {
  auto update = db_.prepare(
      "UPDATE sale_documents SET step = 'ordered', order_id = ?2 WHERE document_id = ?1");
  return update.bind(document_id, order_id).run();
}

Result<void> ClaimStore::set_issued(std::int64_t document_id,
                                    const accounting::DocumentState& state) {
  auto update = db_.prepare(
      "UPDATE sale_documents SET step = 'issued', order_id = ?2, invoice_number = ?3,"
      " issued_kid = ?4, issued_due_date = ?5, issued_total = ?6, message = '' WHERE"
      " document_id = ?1");
  return update
      .bind(document_id, state.order_id, state.invoice_number, state.kid,
            state.due_date.to_string(), state.total)
      .run();
}

Result<void> ClaimStore::set_stopped(std::int64_t document_id, DocumentStep step,
                                     const std::string& message) {
  auto update =
      db_.prepare("UPDATE sale_documents SET step = ?2, message = ?3 WHERE document_id = ?1");
  return update.bind(document_id, to_string(step), message).run();
}

}  // namespace avstem::services
