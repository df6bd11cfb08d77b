// Findings and vouchers: what a person looks at after a close.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/commands.hpp"
#include "app/tables.hpp"
#include "app/voucher_story.hpp"
#include "services/settlement/finding_store.hpp"
#include "services/settlement/voucher_store.hpp"

namespace avstem::app {
namespace {

using Json = nlohmann::ordered_json;
using services::StoredFinding;
using services::StoredVoucher;

Json finding_json(const StoredFinding& stored) {
  return {{"id", stored.id},
          {"client", stored.client.text()},
          {"ledger", stored.ledger.text()},
          {"ledger_date", stored.finding.ledger_date.to_string()},
          {"kind", to_string(stored.finding.kind)},
          {"subject", stored.finding.subject},
          {"amount", stored.finding.amount},
          {"message", stored.finding.message},
          {"raised", to_string(stored.raised)},
          {"resolved", stored.resolved ? Json(to_string(*stored.resolved)) : Json()},
          {"note", stored.note}};
}

std::string amount(std::int64_t minor) {
  return Money(minor, Currency()).to_decimal();
}

}  // namespace

Result<int> findings_list_command(Session& session, const FindingOptions& options) {
  services::FindingStore findings(session.installation.database());
  std::optional<ClientId> client;
  if (!options.client.empty()) {
    auto known = session.installation.clients().get(ClientId(options.client));
    if (!known) return known.error();
    client = known->id;
  }
  auto open = findings.open(client);
  if (!open) return open.error();
  if (session.options.json) {
    Json list = Json::array();
    for (const StoredFinding& stored : *open)
      list.push_back(finding_json(stored));
    session.host.output.result(Json{{"findings", std::move(list)}}.dump(2) + "\n");
  } else if (open->empty()) {
    session.host.output.result("no open findings\n");
  } else {
    Table table({{"no.", Table::Align::right},
                 {"client"},
                 {"ledger date"},
                 {"kind"},
                 {"amount", Table::Align::right},
                 {"what"}});
    for (const StoredFinding& stored : *open) {
      table.add({std::to_string(stored.id), stored.client.text(),
                 stored.finding.ledger_date.to_string(),
                 std::string(to_string(stored.finding.kind)), amount(stored.finding.amount),
                 stored.finding.message});
    }
    session.host.output.result(table.to_string());
  }
  return static_cast<int>(open->empty() ? done : findings_remain);
}

Result<int> findings_show_command(Session& session, const FindingOptions& options) {
  services::FindingStore findings(session.installation.database());
  auto stored = findings.get(options.id);
  if (!stored) return stored.error();
  if (session.options.json) {
    session.host.output.result(finding_json(*stored).dump(2) + "\n");
    return static_cast<int>(done);
  }
  session.host.output.result(fmt::format(
      "finding {}: {}\nclient {}, ledger {}, ledger date {}, subject {}, amount {}\n{}\nraised "
      "{}{}\n",
      stored->id, to_string(stored->finding.kind), stored->client.text(),
      stored->ledger.empty() ? "-" : stored->ledger.text(), stored->finding.ledger_date.to_string(),
      stored->finding.subject, amount(stored->finding.amount), stored->finding.message,
      to_string(stored->raised),
      stored->resolved
          ? fmt::format("; resolved {}: {}", to_string(*stored->resolved), stored->note)
          : ""));
  return static_cast<int>(done);
}

Result<int> findings_resolve_command(Session& session, const FindingOptions& options) {
  if (options.note.find_first_not_of(' ') == std::string::npos) {
    return Error{ErrorKind::invalid, "--note must say why; it is kept with the finding"};
  }
  services::FindingStore findings(session.installation.database());
  auto resolved = findings.resolve(options.id, options.note, session.host.clock.now());
  if (!resolved) return resolved.error();
  return findings_show_command(session, options);
}

Result<int> vouchers_list_command(Session& session, const VoucherOptions& options) {
  auto client = session.installation.clients().get(ClientId(options.client));
  if (!client) return client.error();
  Date from(1900, 1, 1);
  Date to(2999, 12, 31);
  if (!options.from.empty()) {
    auto date = Date::parse(options.from);
    if (!date) return date.error();
    from = *date;
  }
  if (!options.to.empty()) {
    auto date = Date::parse(options.to);
    if (!date) return date.error();
    to = *date;
  }
  services::VoucherStore vouchers(session.installation.database());
  auto listed = vouchers.of_dates(client->id, from, to);
  if (!listed) return listed.error();
  Table table({{"number"},
               {"date"},
               {"reference"},
               {"lines", Table::Align::right},
               {"state"},
               {"there", Table::Align::right},
               {"text"}});
  for (const StoredVoucher& stored : *listed) {
    table.add({stored.number, stored.voucher.head().date.to_string(),
               stored.voucher.head().reference, std::to_string(stored.voucher.postings().size()),
               std::string(to_string(stored.state)), std::to_string(stored.remote.remote_number),
               stored.voucher.head().text});
  }
  session.host.output.result(session.options.json ? vouchers_json(*listed) : table.to_string());
  return static_cast<int>(done);
}

Result<int> vouchers_show_command(Session& session, const VoucherOptions& options) {
  auto client = session.installation.clients().get(ClientId(options.client));
  if (!client) return client.error();
  services::ActStore acts(session.installation.database());
  auto story = acts.story(client->id, options.voucher);
  if (!story) return story.error();
  session.host.output.result(session.options.json ? story_json(*story) : story_text(*story));
  return static_cast<int>(done);
}

}  // namespace avstem::app
