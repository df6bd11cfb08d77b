// What was sold, told by a person or a file: `avstem sale add`.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/commands.hpp"
#include "app/sale_file.hpp"

namespace avstem::app {
namespace {

accounting::Requirements needed_by(const SaleFile& file) {
  accounting::Requirements needed;
  const auto take = [&](const std::vector<books::SaleLine>& lines) {
    for (const books::SaleLine& line : lines) {
      needed.accounts.push_back(line.account);
      needed.vat_codes.push_back(line.vat_code);
    }
  };
  for (const services::KnownSale& sale : file.sales) {
    take(sale.sale.lines);
    if (sale.earned) take(sale.earned->income);
  }
  for (const services::KnownTill& till : file.tills)
    take(till.day.lines);
  return needed;
}

}  // namespace

Result<int> sale_add_command(Session& session, const SaleOptions& options) {
  auto client = session.installation.clients().get(ClientId(options.client));
  if (!client) return client.error();
  const std::string path = session.host.path(options.from);
  auto file = read_sale_file(path, *client);
  if (!file) return file.error();
  // A sale is never changed, so one on an account that the chart lacks would stand in the way of
  // every close.
  auto system = session.systems.accounting(session.installation.clients(), *client);
  if (!system) return system.error();
  auto chart = (*system)->chart();
  if (!chart) return chart.error().in(path);
  if (auto there = chart->require(needed_by(*file)); !there) return there.error().in(path);
  auto counts =
      services::SaleStore(session.installation.database()).add(*client, file->sales, file->tills);
  if (!counts) return counts.error().in(path);
  if (session.options.json) {
    session.host.output.result(
        nlohmann::ordered_json{{"added", counts->added}, {"already_there", counts->there}}.dump(2) +
        "\n");
  } else {
    session.host.output.result(
        fmt::format("{} added, {} there already\n", counts->added, counts->there));
  }
  return static_cast<int>(done);
}

}  // namespace avstem::app
