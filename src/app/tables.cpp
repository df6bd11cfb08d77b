#include "app/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace avstem::app {
namespace {

std::string amount(std::int64_t minor) {
  return Money(minor, Currency()).to_decimal();
}

std::string padded(std::string_view text, std::size_t width, Table::Align align) {
  const std::string spaces(width - std::min(width, display_width(text)), ' ');
  return align == Table::Align::right ? spaces + std::string(text) : std::string(text) + spaces;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

void Table::add(std::vector<std::string> cells) {
  for (std::string& cell : cells) {
    std::replace_if(
        cell.begin(), cell.end(),
        [](char c) {
          const auto code = static_cast<unsigned char>(c);
          return code < 0x20 || code == 0x7f;
        },
        ' ');
  }
  rows_.push_back(std::move(cells));
}

std::string Table::to_string() const {
  std::vector<std::size_t> widths;
  for (const Column& column : columns_)
    widths.push_back(display_width(column.title));
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], display_width(row[i]));
    }
  }
  std::string rule;
  for (const std::size_t width : widths)
    rule += std::string(width + 2, '-');
  std::string text;
  const auto add = [&](const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      line += padded(cells[i], widths[i], columns_[i].align) + "  ";
    }
    while (!line.empty() && line.back() == ' ')
      line.pop_back();
    text += line + "\n";
  };
  std::vector<std::string> titles;
  for (const Column& column : columns_)
    titles.push_back(column.title);
  add(titles);
  text += rule + "\n";
  for (const auto& row : rows_) {
    if (row.empty()) {
      text += rule + "\n";
    } else {
      add(row);
    }
  }
  return text;
}

std::vector<ClientDay> client_days(const services::CloseReport& report) {
  std::map<Date, ClientDay> days;
  for (const services::ClosedDate& closed : report.dates) {
    ClientDay& day = days[closed.date];
    day.date = closed.date;
    day.closed = day.closed && closed.status == services::DateStatus::closed;
    day.blocked = day.blocked || closed.status == services::DateStatus::blocked;
    day.captures += closed.captures;
    day.refunds += closed.refunds;
    day.fees += closed.fees;
    day.payout += closed.payout;
    day.vouchers += closed.vouchers;
    day.findings += closed.findings;
  }
  for (const books::AccountProof& proof : report.proof.accounts) {
    const auto day = days.find(proof.date);
    if (day == days.end()) continue;
    day->second.proven = true;
    day->second.difference += proof.difference();
  }
  std::vector<ClientDay> in_order;
  for (const auto& [date, day] : days)
    in_order.push_back(day);
  return in_order;
}

Table day_table() {
  using enum Table::Align;
  return Table({{"client", left},
                {"ledger date", left},
                {"captures", right},
                {"refunds", right},
                {"fees", right},
                {"payout", right},
                {"vouchers", right},
                {"findings", right},
                {"difference", right}});
}

void add_days(Table& table, const services::CloseReport& report) {
  for (const ClientDay& day : client_days(report)) {
    const std::string difference = day.blocked   ? "blocked"
                                   : !day.closed ? "waiting"
                                   : !day.proven ? "unproven"
                                                 : amount(day.difference);
    table.add({report.client.text(), day.date.to_string(), amount(day.captures),
               amount(day.refunds), amount(day.fees), amount(day.payout),
               std::to_string(day.vouchers), std::to_string(day.findings), difference});
  }
}

std::string proof_text(const services::CloseReport& report, std::string_view client_name) {
  using enum Table::Align;
  if (report.proof.accounts.empty()) return "";
  Date last = report.proof.accounts.front().date;
  for (const auto& proof : report.proof.accounts)
    last = std::max(last, proof.date);
  Table table({{"account", left},
               {"Vipps", right},
               {"our books", right},
               {"accounting", right},
               {"timing", right},
               {"difference", right},
               {"", left}});
  for (const books::AccountProof& proof : report.proof.accounts) {
    if (proof.date != last) continue;
    table.add({fmt::format("{} {}", proof.account, books::to_string(proof.role)),
               amount(proof.vipps_balance), amount(proof.books_balance),
               amount(proof.accounting_balance), amount(proof.timing), amount(proof.difference()),
               proof.is_proven() ? "proven" : "NOT PROVEN"});
  }
  std::string text = fmt::format("{} ({}), {}\n{}", client_name, report.client.text(),
                                 last.to_string(), table.to_string());
  std::int64_t open = report.proof.in_transit_opening_left;
  for (const books::Transfer& transfer : report.proof.in_transit)
    open += transfer.amount;
  const std::size_t payouts = report.proof.in_transit.size();
  text += fmt::format("{} in transit: {} {} not yet seen in the bank, {}; account stands at {}\n",
                      report.proof.in_transit_account, payouts, payouts == 1 ? "payout" : "payouts",
                      amount(open), amount(report.proof.in_transit_balance));
  return text;
}

std::string journal_text(const books::Voucher& voucher) {
  using enum Table::Align;
  Table table({{"account", left},
               {"customer", left},
               {"debit", right},
               {"credit", right},
               {"vat", left},
               {"reference", left},
               {"rule", left},
               {"text", left}});
  for (const books::Posting& posting : voucher.postings()) {
    table.add({std::to_string(posting.account),
               posting.customer_number == 0 ? "" : std::to_string(posting.customer_number),
               posting.amount > 0 ? amount(posting.amount) : "",
               posting.amount < 0 ? amount(-posting.amount) : "", posting.vat_code,
               posting.matching_reference, posting.rule, posting.text});
  }
  return fmt::format("{}  {}  {}\n{}", voucher.head().date.to_string(), voucher.head().reference,
                     voucher.head().text, table.to_string());
}

}  // namespace avstem::app
