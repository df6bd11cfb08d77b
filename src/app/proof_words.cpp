#include "app/proof_words.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/tables.hpp"

namespace avstem::app {
namespace {

using books::ProvenAccount;
using books::ProvenTransit;
using enum Table::Align;

std::string amount(std::int64_t minor) {
  return Money(minor, Currency()).to_decimal();
}

std::string words_of(const books::TransferOnTheWay& way) {
  if (way.seen) return fmt::format("seen {}", way.seen->to_string());
  return way.late ? "LATE" : "on its way";
}

std::string account_rows(const ProvenAccount& account) {
  Table table({{"", left}, {"date", left}, {"voucher", right}, {"text", left}, {"amount", right}});
  for (const books::TimingRow& row : account.timing) {
    table.add({"timing", row.posting_date.to_string(), std::to_string(row.voucher_number),
               fmt::format("{}, of ledger date {}", row.reference, row.ledger_date.to_string()),
               amount(row.amount)});
  }
  for (const books::ProofRow& row : account.foreign) {
    table.add({row.reversed ? "foreign, reversed" : "foreign", row.posting_date.to_string(),
               std::to_string(row.voucher_number), row.text, amount(row.amount)});
  }
  for (const books::ProofMovement& row : account.differing) {
    table.add(
        {"differs there", row.voucher_date.to_string(), "", row.reference, amount(row.amount)});
  }
  const bool none = account.timing.empty() && account.foreign.empty() && account.differing.empty();
  return none ? ""
              : fmt::format("\n{} {}: rows behind it\n{}", account.figures.account,
                            to_string(account.figures.role), table.to_string());
}

std::string transit_rows(const ProvenTransit& transit) {
  std::string text =
      fmt::format("\n{} in transit: the account holds {}, {} was on its way: {}\n", transit.account,
                  amount(add_minor(transit.balance, transit.timing_sum())),
                  amount(transit.expected), transit.is_proven() ? "proven" : "NOT PROVEN");
  if (transit.opening_left != 0) {
    text += fmt::format("of what was in transit at the start {} had not been seen\n",
                        amount(transit.opening_left));
  }
  Table table({{"", left},
               {"ledger date", left},
               {"expected", left},
               {"bank row", left},
               {"text", left},
               {"amount", right}});
  for (const books::TransferOnTheWay& way : transit.on_the_way) {
    table.add({words_of(way), way.transfer.ledger_date.to_string(), way.expected.to_string(), "",
               way.transfer.text, amount(way.transfer.amount)});
  }
  for (const books::Arrival& arrival : transit.arrived) {
    table.add({"arrived", arrival.transfer.ledger_date.to_string(), "",
               fmt::format("{} voucher {}", arrival.row.posting_date.to_string(),
                           arrival.row.voucher_number),
               arrival.row.text.empty() ? arrival.transfer.text : arrival.row.text,
               amount(arrival.row.amount)});
  }
  for (const books::ProofRow& row : transit.unexplained) {
    table.add({"meets no payout", "", "",
               fmt::format("{} voucher {}", row.posting_date.to_string(), row.voucher_number),
               row.text, amount(row.amount)});
  }
  const bool none =
      transit.on_the_way.empty() && transit.arrived.empty() && transit.unexplained.empty();
  return none ? text : text + table.to_string();
}

std::string csv_cell(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) {
    text.insert(0, "'");
  }
  if (text.find_first_of("\",\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text)
    quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

/// Writes the lines of a CSV file.
class Csv {
 public:
  Csv() { text_ = "section,account,currency,item,date,voucher,text,amount\r\n"; }
  void account(books::AccountNumber number, Currency currency) {
    account_ = fmt::format("{},{}", number, currency.code());
  }
  void line(std::string_view section, std::string_view item, const std::string& date,
            std::int64_t voucher, const std::string& text, std::int64_t minor) {
    text_ +=
        fmt::format("{},{},{},{},{},{},{}\r\n", section, account_, item, date,
                    voucher == 0 ? "" : std::to_string(voucher), csv_cell(text), amount(minor));
  }
  void fact(std::string_view item, const std::string& date, const std::string& text) {
    text_ += fmt::format("proof,,,{},{},,{},\r\n", item, date, csv_cell(text));
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  std::string account_;
};

void add_account(Csv& csv, const ProvenAccount& account, const std::string& date) {
  const books::AccountProof& figures = account.figures;
  const std::string role(to_string(figures.role));
  csv.account(figures.account, figures.currency);
  csv.line("account", "opening", date, 0, role, account.opening);
  csv.line("account", "vipps", date, 0, role, figures.vipps_balance);
  csv.line("account", "books", date, 0, role, figures.books_balance);
  csv.line("account", "accounting", date, 0, role, figures.accounting_balance);
  csv.line("account", "timing", date, 0, role, figures.timing);
  csv.line("account", "foreign", date, 0, role, figures.foreign);
  csv.line("account", "difference", date, 0, role, figures.difference());
  for (const books::TimingRow& row : account.timing) {
    csv.line("row", "timing", row.posting_date.to_string(), row.voucher_number, row.reference,
             row.amount);
  }
  for (const books::ProofRow& row : account.foreign) {
    csv.line("row", row.reversed ? "foreign reversed" : "foreign", row.posting_date.to_string(),
             row.voucher_number, row.text, row.amount);
  }
  for (const books::ProofMovement& row : account.differing)
    csv.line("row", "differs", row.voucher_date.to_string(), 0, row.reference, row.amount);
}

void add_transit(Csv& csv, const ProvenTransit& transit, const std::string& date) {
  csv.account(transit.account, transit.currency);
  csv.line("in transit", "accounting", date, 0, "", transit.balance);
  csv.line("in transit", "timing", date, 0, "", transit.timing_sum());
  csv.line("in transit", "expected", date, 0, "", transit.expected);
  csv.line("in transit", "opening left", date, 0, "", transit.opening_left);
  for (const books::TransferOnTheWay& way : transit.on_the_way) {
    csv.line("in transit", words_of(way), way.expected.to_string(), 0,
             way.transfer.reference + " " + way.transfer.text, way.transfer.amount);
  }
  for (const books::Arrival& arrival : transit.arrived) {
    csv.line("in transit", "arrived", arrival.row.posting_date.to_string(),
             arrival.row.voucher_number, arrival.transfer.reference + " " + arrival.row.text,
             arrival.row.amount);
  }
  for (const books::ProofRow& row : transit.unexplained) {
    csv.line("in transit", "meets no payout", row.posting_date.to_string(), row.voucher_number,
             row.text, row.amount);
  }
}

}  // namespace

std::string proof_document_text(const books::ProofDocument& document, const std::string& sha256) {
  std::string text = fmt::format(
      "Proof {} of {}{}, ledger date {}\nmade {}, sha-256 {}\nfollows {}\n\n", document.name(),
      document.client_name,
      document.organisation_number.empty() ? "" : " (" + document.organisation_number + ")",
      document.date.to_string(), to_string(document.proven_at), sha256,
      document.previous.empty() ? "no other, it is the first" : document.previous);
  Table table({{"account", left},
               {"currency", left},
               {"opening", right},
               {"Vipps", right},
               {"our books", right},
               {"accounting", right},
               {"timing", right},
               {"foreign", right},
               {"difference", right},
               {"", left}});
  std::string rows;
  for (const ProvenAccount& account : document.accounts) {
    const books::AccountProof& figures = account.figures;
    table.add({fmt::format("{} {}", figures.account, to_string(figures.role)),
               std::string(figures.currency.code()), amount(account.opening),
               amount(figures.vipps_balance), amount(figures.books_balance),
               amount(figures.accounting_balance), amount(figures.timing), amount(figures.foreign),
               amount(figures.difference()), figures.is_proven() ? "proven" : "NOT PROVEN"});
    rows += account_rows(account);
  }
  text += table.to_string() + rows;
  for (const ProvenTransit& transit : document.transits)
    text += transit_rows(transit);
  Table ledgers({{"ledger", left}, {"start", left}, {"funds", right}, {"fees", right}});
  for (const books::ProvenLedger& ledger : document.ledgers) {
    ledgers.add({ledger.id.text(), ledger.start.to_string(), amount(ledger.funds_balance),
                 amount(ledger.fees_balance)});
  }
  return text + fmt::format(
                    "\n{}\nrests on {} pages and {} vouchers that no proof before it "
                    "names; 'avstem verify {}' replays it\n",
                    ledgers.to_string(), document.pages.size(), document.vouchers.size(),
                    document.name());
}

std::string proof_document_csv(const books::ProofDocument& document, const std::string& sha256) {
  Csv csv;
  const std::string date = document.date.to_string();
  csv.fact("name", date, document.name());
  csv.fact("client", date, document.client_name);
  csv.fact("organisation number", date, document.organisation_number);
  csv.fact("made", date, to_string(document.proven_at));
  csv.fact("sha-256", date, sha256);
  csv.fact("previous", date, document.previous);
  csv.fact("result", date, document.is_proven() ? "proven" : "not proven");
  for (const ProvenAccount& account : document.accounts)
    add_account(csv, account, date);
  for (const ProvenTransit& transit : document.transits)
    add_transit(csv, transit, date);
  return csv.take();
}

std::string verify_text(const std::string& name, const services::VerifyReport& report) {
  std::string text;
  for (const services::VerifyCheck& check : report.checks)
    text += fmt::format("{}  {}\n", check.holds ? "holds        " : "DOES NOT HOLD", check.words);
  for (const std::string& note : report.notes)
    text += fmt::format("note           {}\n", note);
  return text + (report.holds() ? fmt::format("proof {} holds\n", name)
                                : fmt::format("proof {} DOES NOT HOLD\n", name));
}

std::string verify_json(const std::string& name, const services::VerifyReport& report) {
  using Json = nlohmann::ordered_json;
  Json checks = Json::array();
  for (const services::VerifyCheck& check : report.checks)
    checks.push_back({{"holds", check.holds}, {"words", check.words}});
  return Json{{"proof", name},
              {"holds", report.holds()},
              {"checks", std::move(checks)},
              {"notes", report.notes}}
             .dump(2) +
         "\n";
}

}  // namespace avstem::app
