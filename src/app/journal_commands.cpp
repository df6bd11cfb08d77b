// Vouchers: our journal.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/commands.hpp"
#include "app/tables.hpp"
#include "services/settlement/voucher_store.hpp"

namespace avstem::app {
namespace {

using Json = nlohmann::ordered_json;
using services::StoredVoucher;

Json voucher_json(const StoredVoucher& stored) {
  const books::Voucher::Head& head = stored.voucher.head();
  Json lines = Json::array();
  for (const books::Posting& posting : stored.voucher.postings()) {
    lines.push_back({{"account", posting.account},
                     {"customer", posting.customer_number},
                     {"amount", posting.amount},
                     {"vat_code", posting.vat_code},
                     {"matching_reference", posting.matching_reference},
                     {"psp_reference", posting.line_reference},
                     {"rule", posting.rule},
                     {"text", posting.text}});
  }
  return {{"number", stored.number},
          {"reference", head.reference},
          {"ledger", stored.ledger.text()},
          {"ledger_date", stored.ledger_date.to_string()},
          {"voucher_date", head.date.to_string()},
          {"kind", to_string(head.kind)},
          {"state", to_string(stored.state)},
          {"remote_id", stored.remote.remote_id},
          {"remote_number", stored.remote.remote_number},
          {"mapping_version", stored.mapping_version},
          {"text", head.text},
          {"lines", std::move(lines)}};
}

}  // namespace

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
  Json list = Json::array();
  Table table({{"number"},
               {"date"},
               {"reference"},
               {"lines", Table::Align::right},
               {"state"},
               {"there", Table::Align::right},
               {"text"}});
  for (const StoredVoucher& stored : *listed) {
    list.push_back(voucher_json(stored));
    table.add({stored.number, stored.voucher.head().date.to_string(),
               stored.voucher.head().reference, std::to_string(stored.voucher.postings().size()),
               std::string(to_string(stored.state)), std::to_string(stored.remote.remote_number),
               stored.voucher.head().text});
  }
  session.host.output.result(session.options.json
                                 ? Json{{"vouchers", std::move(list)}}.dump(2) + "\n"
                                 : table.to_string());
  return static_cast<int>(done);
}

Result<int> vouchers_show_command(Session& session, const VoucherOptions& options) {
  auto client = session.installation.clients().get(ClientId(options.client));
  if (!client) return client.error();
  services::VoucherStore vouchers(session.installation.database());
  auto stored = vouchers.find(client->id, options.voucher);
  if (!stored) return stored.error();
  if (session.options.json) {
    session.host.output.result(voucher_json(*stored).dump(2) + "\n");
    return static_cast<int>(done);
  }
  session.host.output.result(
      fmt::format("{} ({}{}), ledger {} of {}, mapping version {}\n{}{}", stored->number,
                  to_string(stored->state),
                  stored->remote.remote_number == 0
                      ? ""
                      : fmt::format(", voucher {} there", stored->remote.remote_number),
                  stored->ledger.text(), stored->ledger_date.to_string(), stored->mapping_version,
                  journal_text(stored->voucher),
                  stored->problem.empty() ? "" : "refused: " + stored->problem + "\n"));
  return static_cast<int>(done);
}

}  // namespace avstem::app
