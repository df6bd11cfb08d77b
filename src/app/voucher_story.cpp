#include "app/voucher_story.hpp"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

#include "app/tables.hpp"

namespace avstem::app {
namespace {

using Json = nlohmann::ordered_json;
using services::StoredVoucher;
using services::VoucherState;
using services::VoucherStory;

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
          {"original_date", head.original_date ? Json(head.original_date->to_string()) : Json()},
          {"kind", to_string(head.kind)},
          {"state", to_string(stored.state)},
          {"reverses", head.reverses},
          {"remote_id", stored.remote.remote_id},
          {"remote_number", stored.remote.remote_number},
          {"mapping_version", stored.mapping_version},
          {"text", head.text},
          {"lines", std::move(lines)}};
}

Json json_or_null(const std::optional<StoredVoucher>& stored) {
  return stored ? voucher_json(*stored) : Json();
}

std::string head_text(const StoredVoucher& stored) {
  return fmt::format("{} ({}{}), ledger {} of {}, mapping version {}\n", stored.number,
                     to_string(stored.state),
                     stored.remote.remote_number == 0
                         ? ""
                         : fmt::format(", voucher {} there", stored.remote.remote_number),
                     stored.ledger.text(), stored.ledger_date.to_string(), stored.mapping_version);
}

struct Column {
  std::string_view role;
  const StoredVoucher* stored = nullptr;
};

std::vector<Column> columns_of(const VoucherStory& story) {
  std::vector<Column> columns;
  if (story.replaces) columns.push_back({"replaced", &*story.replaces});
  if (story.original) columns.push_back({"original", &*story.original});
  columns.push_back({"voucher", &story.voucher});
  if (story.reversal) columns.push_back({"reversal", &*story.reversal});
  for (const StoredVoucher& replacement : story.replacements)
    columns.push_back({"replacement", &replacement});
  return columns;
}

std::string side_by_side(const std::vector<Column>& columns, Currency currency) {
  using Place =
      std::tuple<books::AccountNumber, std::int64_t, std::string, std::string, std::string>;
  std::map<Place, std::vector<std::int64_t>> rows;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    for (const books::Posting& line : columns[i].stored->voucher.postings()) {
      auto& sums = rows[{line.account, line.customer_number, line.vat_code, line.matching_reference,
                         line.department}];
      sums.resize(columns.size());
      sums[i] = add_minor(sums[i], line.amount);
    }
  }
  std::vector<Table::Column> titles{
      {"account"}, {"customer"}, {"vat"}, {"reference"}, {"department"}};
  for (const Column& column : columns) {
    titles.push_back(
        {fmt::format("{} {}", column.role, column.stored->number), Table::Align::right});
  }
  titles.push_back({"stands", Table::Align::right});
  Table table(std::move(titles));
  const auto words = [&](std::int64_t minor) {
    return minor == 0 ? std::string() : Money(minor, currency).to_decimal();
  };
  for (const auto& [place, sums] : rows) {
    const auto& [account, customer, vat, reference, department] = place;
    std::vector<std::string> cells{std::to_string(account),
                                   customer == 0 ? "" : std::to_string(customer), vat, reference,
                                   department};
    std::int64_t stands = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      cells.push_back(words(sums[i]));
      if (columns[i].stored->state != VoucherState::voided) stands = add_minor(stands, sums[i]);
    }
    cells.push_back(Money(stands, currency).to_decimal());
    table.add(std::move(cells));
  }
  return table.to_string();
}

}  // namespace

std::string vouchers_json(const std::vector<StoredVoucher>& vouchers) {
  Json list = Json::array();
  for (const StoredVoucher& stored : vouchers)
    list.push_back(voucher_json(stored));
  return Json{{"vouchers", std::move(list)}}.dump(2) + "\n";
}

std::string story_json(const VoucherStory& story) {
  Json json = voucher_json(story.voucher);
  json["original"] = json_or_null(story.original);
  json["replaces"] = json_or_null(story.replaces);
  json["reversal"] = json_or_null(story.reversal);
  json["replacements"] = Json::array();
  for (const StoredVoucher& replacement : story.replacements)
    json["replacements"].push_back(voucher_json(replacement));
  json["acts"] = Json::array();
  for (const services::VoucherAct& act : story.acts) {
    json["acts"].push_back({{"act", to_string(act.act)},
                            {"person", act.because.person},
                            {"reason", act.because.reason},
                            {"at", to_string(act.at)}});
  }
  return json.dump(2) + "\n";
}

std::string story_text(const VoucherStory& story) {
  std::string text = head_text(story.voucher) + journal_text(story.voucher.voucher);
  if (!story.voucher.problem.empty()) {
    text += fmt::format("refused: {}\n", story.voucher.problem);
  }
  for (const services::VoucherAct& act : story.acts) {
    text += fmt::format("{} by {}, {}: {}\n", to_string(act.act), act.because.person,
                        to_string(act.at), act.because.reason);
  }
  const std::vector<Column> columns = columns_of(story);
  if (columns.size() == 1) return text;
  text += '\n';
  for (const Column& column : columns) {
    const books::Voucher::Head& head = column.stored->voucher.head();
    text += fmt::format("{} {} of {} ({}): {}\n", column.role, column.stored->number,
                        head.date.to_string(), to_string(column.stored->state), head.text);
  }
  return text + side_by_side(columns, story.voucher.voucher.head().currency);
}

}  // namespace avstem::app
