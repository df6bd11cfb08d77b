// Customers, invoices and credit notes on their way into the accounting system.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/commands.hpp"
#include "app/invoice_file.hpp"
#include "app/tables.hpp"
#include "services/claims/issue.hpp"

namespace avstem::app {
namespace {

using Json = nlohmann::ordered_json;
using services::DocumentStep;
using services::StoredDocumentStep;

Json document_json(const StoredDocumentStep& stored) {
  const books::SaleDocument& document = stored.planned.document;
  const bool is_issued = stored.step == DocumentStep::issued;
  return {{"reference", document.reference},
          {"kind", to_string(document.kind)},
          {"customer", stored.planned.customer_reference},
          {"date", document.date.to_string()},
          {"due_date", stored.due_date.value_or(document.due_date).to_string()},
          {"total", document.total()},
          {"step", to_string(stored.step)},
          {"invoice_number", is_issued ? Json(stored.invoice_number) : Json()},
          {"kid", is_issued ? Json(stored.kid) : Json()},
          {"issued_total", is_issued ? Json(stored.total) : Json()},
          {"message", stored.message}};
}

std::string documents_text(const std::vector<StoredDocumentStep>& documents) {
  if (documents.empty()) return "no invoices\n";
  Table table({{"reference"},
               {"kind"},
               {"customer"},
               {"date"},
               {"due"},
               {"total", Table::Align::right},
               {"step"},
               {"number"},
               {"KID"},
               {"stands still because"}});
  for (const StoredDocumentStep& stored : documents) {
    const books::SaleDocument& document = stored.planned.document;
    table.add({document.reference, std::string(to_string(document.kind)),
               stored.planned.customer_reference, document.date.to_string(),
               stored.due_date.value_or(document.due_date).to_string(),
               Money(document.total(), document.currency).to_decimal(),
               std::string(to_string(stored.step)), stored.invoice_number, stored.kid,
               stored.message});
  }
  return table.to_string();
}

}  // namespace

Result<int> invoice_add_command(Session& session, const InvoiceOptions& options) {
  auto client = session.installation.clients().get(ClientId(options.client));
  if (!client) return client.error();
  const std::string path = session.host.path(options.from);
  auto file = read_invoice_file(path);
  if (!file) return file.error();
  auto counts = services::ClaimStore(session.installation.database())
                    .add(client->id, file->customers, file->documents);
  if (!counts) return counts.error().in(path);
  session.host.output.result(
      session.options.json
          ? Json{{"customers", counts->customers},
                 {"documents", counts->documents},
                 {"already_there", counts->there}}
                    .dump(2) +
                "\n"
          : fmt::format("{} customers and {} documents added, {} there already; 'avstem invoice "
                        "send --client {}' issues them\n",
                        counts->customers, counts->documents, counts->there, client->id.text()));
  return static_cast<int>(done);
}

Result<int> invoice_list_command(Session& session, const InvoiceOptions& options) {
  auto client = session.installation.clients().get(ClientId(options.client));
  if (!client) return client.error();
  auto documents =
      services::ClaimStore(session.installation.database()).documents(client->id, options.waiting);
  if (!documents) return documents.error();
  if (session.options.json) {
    Json list = Json::array();
    for (const StoredDocumentStep& stored : *documents)
      list.push_back(document_json(stored));
    session.host.output.result(list.dump(2) + "\n");
  } else {
    session.host.output.result(documents_text(*documents));
  }
  return static_cast<int>(done);
}

Result<int> invoice_send_command(Session& session, const InvoiceOptions& options) {
  auto client = session.installation.clients().get(ClientId(options.client));
  if (!client) return client.error();
  auto system = session.systems.accounting(session.installation.clients(), *client);
  if (!system) return system.error();
  services::Issue issue(session.installation.database(), **system, session.host.clock);
  auto outcome = issue.all(*client);
  if (!outcome) return outcome.error();
  session.host.output.result(
      session.options.json
          ? Json{{"issued", outcome->issued},
                 {"waiting", outcome->waiting},
                 {"stopped", outcome->stopped}}
                    .dump(2) +
                "\n"
          : fmt::format("{} issued, {} wait for the accounting system, {} stopped{}\n",
                        outcome->issued, outcome->waiting, outcome->stopped,
                        outcome->stopped > 0 ? "; 'avstem findings list' says why" : ""));
  return static_cast<int>(outcome->stopped > 0 ? findings_remain : done);
}

}  // namespace avstem::app
