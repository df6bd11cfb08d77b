// Vouchers: our journal, as a person reads it.

#include "app/commands.hpp"
#include "app/tables.hpp"
#include "app/voucher_story.hpp"
#include "services/settlement/voucher_store.hpp"

namespace avstem::app {

using services::StoredVoucher;

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
