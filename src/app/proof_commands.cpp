// Proofs as documents: listed, shown, printed, verified.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/commands.hpp"
#include "app/proof_words.hpp"
#include "app/tables.hpp"
#include "documents/proof_pdf.hpp"
#include "platform/files.hpp"
#include "services/settlement/verify.hpp"

namespace avstem::app {
namespace {

using Json = nlohmann::ordered_json;

struct FoundProof {
  ClientId client;
  services::StoredProof stored;
  books::ProofDocument document;
};

Result<FoundProof> find_proof(Session& session, const std::string& name) {
  services::ProofStore proofs(session.installation.database());
  auto found = proofs.find(name);
  if (!found) return found.error();
  auto document = services::parse_proof(found->second.bytes);
  if (!document) return document.error().in(name);
  return FoundProof{found->first, std::move(found->second), *std::move(document)};
}

}  // namespace

Result<int> proof_list_command(Session& session, const ProofOptions& options) {
  auto client = session.installation.clients().get(ClientId(options.client));
  if (!client) return client.error();
  auto from = Date::parse(options.from.empty() ? "1900-01-01" : options.from);
  if (!from) return from.error();
  auto to = Date::parse(options.to.empty() ? "2999-12-31" : options.to);
  if (!to) return to.error();
  services::ProofStore proofs(session.installation.database());
  auto listed = proofs.list(client->id, *from, *to);
  if (!listed) return listed.error();
  Json list = Json::array();
  Table table({{"proof"}, {"ledger date"}, {"made"}, {""}, {"sha-256"}});
  for (const services::StoredProof& stored : *listed) {
    const std::string name = fmt::format("{}:{}", client->id.text(), stored.number);
    auto document = services::parse_proof(stored.bytes);
    const std::string result = !document               ? "UNREADABLE"
                               : document->is_proven() ? "proven"
                                                       : "NOT PROVEN";
    const std::string made = document ? to_string(document->proven_at) : "";
    list.push_back({{"proof", name},
                    {"ledger_date", stored.date.to_string()},
                    {"made", made},
                    {"proven", document && document->is_proven()},
                    {"sha256", stored.sha256}});
    table.add({name, stored.date.to_string(), made, result, stored.sha256});
  }
  session.host.output.result(session.options.json ? Json{{"proofs", std::move(list)}}.dump(2) + "\n"
                                                  : table.to_string());
  return static_cast<int>(done);
}

Result<int> proof_show_command(Session& session, const ProofOptions& options) {
  auto found = find_proof(session, options.proof);
  if (!found) return found.error();
  session.host.output.result(session.options.json
                                 ? found->stored.bytes
                                 : proof_document_text(found->document, found->stored.sha256));
  return static_cast<int>(done);
}

Result<int> proof_print_command(Session& session, const ProofOptions& options) {
  if (options.csv.empty() && options.pdf.empty() && options.document.empty())
    return proof_show_command(session, options);
  auto found = find_proof(session, options.proof);
  if (!found) return found.error();
  const auto write = [&](const std::string& name, const std::string& bytes) -> Result<void> {
    if (name.empty()) return {};
    if (auto made = write_file_atomically(session.host.path(name), bytes); !made) return made;
    session.host.output.note(fmt::format("{} written\n", name));
    return {};
  };
  if (auto csv = write(options.csv, proof_document_csv(found->document, found->stored.sha256));
      !csv) {
    return csv.error();
  }
  if (!options.pdf.empty()) {
    auto pdf = documents::proof_pdf(found->document, found->stored.sha256, session.host.zone);
    if (!pdf) return pdf.error();
    if (auto written = write(options.pdf, *pdf); !written) return written.error();
  }
  if (auto document = write(options.document, found->stored.bytes); !document) {
    return document.error();
  }
  return static_cast<int>(done);
}

Result<int> verify_command(Session& session, const ProofOptions& options) {
  store::Database& database = session.installation.database();
  services::ProofStore proofs(database);
  auto found = proofs.find(options.proof);
  if (!found) return found.error();
  std::optional<std::string> file;
  if (!options.file.empty()) {
    auto bytes = read_file(session.host.path(options.file), proof_file_bytes_max);
    if (!bytes) return bytes.error();
    file = *std::move(bytes);
  }
  services::Verify verify(database);
  auto report = verify.proof(found->first, found->second, file);
  if (!report) return report.error();
  const std::string name = fmt::format("{}:{}", found->first.text(), found->second.number);
  session.host.output.result(session.options.json ? verify_json(name, *report)
                                                  : verify_text(name, *report));
  return static_cast<int>(report->holds() ? done : failed);
}

}  // namespace avstem::app
