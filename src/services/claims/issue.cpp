#include "services/claims/issue.hpp"

#include <fmt/format.h>

namespace avstem::services {
namespace {

using accounting::DocumentStage;
using accounting::DocumentState;
using accounting::KnownCustomer;

/// The system understood and said no: a person must look. All else may pass by itself.
bool is_final(const Error& error) {
  return error.kind == ErrorKind::refused || error.kind == ErrorKind::conflict ||
         error.kind == ErrorKind::not_found || error.kind == ErrorKind::invalid;
}

/// Whether a write may have had its effect although it gave an error: the system's own records
/// decide then, in whatever words it said so.
bool may_be_there(const Error& error) {
  return error.kind == ErrorKind::unavailable || error.kind == ErrorKind::conflict ||
         error.kind == ErrorKind::refused;
}

}  // namespace

Result<IssueOutcome> Issue::all(const Client& client) {
  IssueOutcome outcome;
  auto waiting = store_.documents(client.id, true);
  if (!waiting) return waiting.error();
  for (StoredDocumentStep& stored : *waiting) {
    const std::string name =
        fmt::format("client '{}', {} '{}'", client.id.text(),
                    to_string(stored.planned.document.kind), stored.planned.document.reference);
    auto came = one(client, std::move(stored));
    if (!came) return came.error().in(name);
    ++(*came == Came::to_its_end ? outcome.issued
       : *came == Came::to_wait  ? outcome.waiting
                                 : outcome.stopped);
  }
  return outcome;
}

Result<Issue::Came> Issue::one(const Client& client, StoredDocumentStep stored) {
  books::SaleDocument& document = stored.planned.document;
  if (const std::string& original = stored.planned.credits_reference; !original.empty()) {
    auto invoice = store_.document(client.id, original);
    if (!invoice) {
      return is_final(invoice.error()) ? stop(client, stored, stored.step, invoice.error())
                                       : Result<Came>(invoice.error());
    }
    if (invoice->step != DocumentStep::issued) return Came::to_wait;
    document.credits = invoice->invoice_number;
  }
  auto customer = customer_number(client, stored.planned.customer_reference);
  if (!customer) {
    return is_final(customer.error()) ? stop(client, stored, stored.step, customer.error())
                                      : Result<Came>(customer.error());
  }
  document.customer_number = *customer;
  if (stored.step == DocumentStep::planned || stored.step == DocumentStep::ordering) {
    auto id = order(stored);
    if (!id) {
      return is_final(id.error()) ? stop(client, stored, DocumentStep::planned, id.error())
                                  : Result<Came>(id.error());
    }
    if (auto kept = store_.set_ordered(stored.id, *id); !kept) return kept.error();
    stored.order_id = *id;
    stored.step = DocumentStep::ordered;
  }
  return follow(client, stored);
}

Result<std::int64_t> Issue::customer_number(const Client& client, const std::string& reference) {
  auto stored = store_.customer(client.id, reference);
  if (!stored) return stored.error();
  if (stored->step == CustomerStep::known) return stored->known.number;
  auto found = system_.find_customer(stored->customer);
  if (!found) return found.error();
  if (!*found) {
    if (auto marked = store_.set_creating(client.id, reference); !marked) return marked.error();
    auto created = create(stored->customer);
    if (!created) return created.error();
    *found = *std::move(created);
  }
  if (auto kept = store_.set_known(client.id, reference, **found); !kept) return kept.error();
  return (*found)->number;
}

Result<KnownCustomer> Issue::create(const books::Customer& customer) {
  auto created = system_.create_customer(customer);
  if (created || !may_be_there(created.error())) return created;
  auto found = system_.find_customer(customer);
  if (!found) return found.error();
  if (*found) return **std::move(found);
  return created;
}

/// The order's id. One that may be there already is looked for before another is placed.
Result<std::string> Issue::order(StoredDocumentStep& stored) {
  const books::SaleDocument& document = stored.planned.document;
  if (stored.step == DocumentStep::ordering) {
    auto there = system_.find_document(document, "");
    if (!there) return there.error();
    if (there->stage != DocumentStage::absent) return there->order_id;
  }
  if (auto marked = store_.set_step(stored.id, DocumentStep::ordering); !marked) {
    return marked.error();
  }
  auto id = system_.place_order(document);
  if (id || !may_be_there(id.error())) return id;
  auto there = system_.find_document(document, "");
  if (!there) return there.error();
  if (there->stage != DocumentStage::absent) return there->order_id;
  return id;
}

/// From the order to the invoice. It is asked for once it is certain that nobody makes it yet.
Result<Issue::Came> Issue::follow(const Client& client, StoredDocumentStep& stored) {
  const books::SaleDocument& document = stored.planned.document;
  bool asked = stored.step == DocumentStep::issuing;
  for (int ask = 0; ask < asks_max; ++ask) {
    if (!asked) {
      if (auto marked = store_.set_step(stored.id, DocumentStep::issuing); !marked) {
        return marked.error();
      }
      auto requested = system_.issue(document, stored.order_id);
      if (!requested && !may_be_there(requested.error())) {
        return is_final(requested.error())
                   ? stop(client, stored, DocumentStep::ordered, requested.error())
                   : Result<Came>(requested.error());
      }
      asked = true;
      if (!requested && requested.error().kind != ErrorKind::unavailable) {
        auto state = system_.find_document(document, stored.order_id);
        if (!state) return state.error();
        if (state->stage == DocumentStage::ordered) {
          return stop(client, stored, DocumentStep::ordered, requested.error());
        }
      }
    }
    auto state = system_.find_document(document, stored.order_id);
    if (!state) return state.error();
    switch (state->stage) {
      case DocumentStage::issued:
        return finish(client, stored, *state);
      case DocumentStage::failed:
        return stop(client, stored, DocumentStep::ordered,
                    Error{ErrorKind::refused, state->message});
      case DocumentStage::absent:
        return stop(client, stored, DocumentStep::planned,
                    Error{ErrorKind::not_found,
                          fmt::format("its order {} is gone from the accounting system: somebody "
                                      "deleted it; it is placed anew at the next run",
                                      stored.order_id)});
      case DocumentStage::ordered:
        asked = false;  // the request never came there
        continue;
      case DocumentStage::processing:
        clock_.sleep(ask_again);
        continue;
    }
  }
  return Came::to_wait;
}

Result<Issue::Came> Issue::finish(const Client& client, const StoredDocumentStep& stored,
                                  const DocumentState& state) {
  const books::SaleDocument& document = stored.planned.document;
  auto done = db_.transact([&]() -> Result<void> {
    if (auto kept = store_.set_issued(stored.id, state); !kept) return kept;
    if (state.total != document.total()) {
      return findings_.raise(
          client.id, LedgerId(),
          {books::FindingKind::invoicing_stopped, document.date, document.reference,
           document.total() - state.total,
           fmt::format("{} {} came to {} øre in the accounting system, not {}: credit it there and "
                       "look at the VAT codes of its accounts",
                       to_string(document.kind), state.invoice_number, state.total,
                       document.total())},
          clock_.now());
    }
    return findings_.withdraw(client.id, LedgerId(), document.date,
                              books::FindingKind::invoicing_stopped, document.reference,
                              clock_.now());
  });
  if (!done) return done.error();
  return Came::to_its_end;
}

Result<Issue::Came> Issue::stop(const Client& client, const StoredDocumentStep& stored,
                                DocumentStep step, const Error& error) {
  const books::SaleDocument& document = stored.planned.document;
  auto done = db_.transact([&]() -> Result<void> {
    if (auto kept = store_.set_stopped(stored.id, step, error.message); !kept) return kept;
    return findings_.raise(
        client.id, LedgerId(),
        {books::FindingKind::invoicing_stopped, document.date, document.reference, document.total(),
         fmt::format("{} '{}' could not be issued: {}; put it right there and run 'avstem invoice "
                     "send --client {}' again",
                     to_string(document.kind), document.reference, error.message,
                     client.id.text())},
        clock_.now());
  });
  if (!done) return done.error();
  return Came::to_a_stop;
}

}  // namespace avstem::services
