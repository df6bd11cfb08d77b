#include "tests/scenario_file.hpp"

#include <fmt/format.h>

#include <fstream>
#include <functional>

#include "tests/scenario_words.hpp"

namespace avstem::scenario {
namespace {

/// `funds capture 1250.00 psp 5001 reference ORD-1 unit NO:12345`
Result<books::Entry> read_entry(Words words, Date date, Currency currency) {
  auto pairs = take_pairs(words, 3, {"psp", "reference", "unit", "at"});
  if (words.size() != 3) {
    return bad("an entry is: topic type amount [psp P] [reference R] [unit U] [at T]");
  }
  auto topic = books::parse_topic(words[0]);
  auto amount = Money::from_decimal(words[2], currency);
  if (!topic) return topic.error();
  if (!amount) return amount.error();
  books::Entry entry;
  entry.topic = *topic;
  entry.ledger_date = date;
  entry.type = books::parse_entry_type(words[1]);
  entry.type_word = words[1];
  entry.amount = amount->minor();
  entry.currency = currency;
  entry.psp_reference = pairs["psp"];
  entry.reference = pairs["reference"];
  entry.recipient_handle = pairs["unit"];
  if (pairs.contains("at")) {
    auto time = parse_instant(pairs["at"]);
    if (!time) return time.error();
    entry.time = *time;
  }
  return entry;
}

class Reader {
 public:
  explicit Reader(std::string name) { scenario_.name = std::move(name); }

  Result<void> take(const std::string& text) {
    Words words = split(text);
    if (words.empty()) return {};
    const bool indented = text.front() == ' ';
    if (indented) {
      if (!block_) return bad("an indented line stands under no heading");
      return block_(std::move(words));
    }
    block_ = nullptr;
    return heading(std::move(words));
  }

  Scenario finish() { return std::move(scenario_); }

 private:
  Result<void> heading(Words words) {
    const std::string& head = words[0];
    if (head == "ledger") return ledger(words);
    if (head == "opening") return opening(words);
    if (head == "tolerance") return amount_of(words, scenario_.matching.tolerance);
    if (head == "collective") return collective(words);
    if (head == "dimensions") return dimensions(std::move(words));
    if (head == "rule") return rule(std::move(words));
    if (head == "claim") return claim(std::move(words));
    if (head == "others") return others(words);
    if (head == "entries") return entries(words);
    if (head == "voucher") return voucher(words);
    if (head == "finding") return finding(words, scenario_.findings);
    if (head == "withdrawn") return finding(words, scenario_.withdrawn);
    if (head == "balances") return balances();
    auto block = read_sale_heading(std::move(words), scenario_);
    if (!block) return block.error();
    block_ = *std::move(block);
    return {};
  }

  Result<void> ledger(const Words& words) {
    if (words.size() < 4)
      return bad("ledger ID CURRENCY claims|gifts [bank-ours] [no-vat] [invoice-theirs] [compact]");
    auto id = parse_ledger_id(words[1]);
    auto currency = Currency::parse(words[2]);
    if (!id) return id.error();
    if (!currency) return currency.error();
    scenario_.ledger = *id;
    scenario_.currency = *currency;
    scenario_.captures = words[3] == "gifts" ? books::CaptureUse::gifts : books::CaptureUse::claims;
    for (std::size_t i = 4; i < words.size(); ++i) {
      if (words[i] == "bank-ours") {
        scenario_.post_bank_line = true;
      } else if (words[i] == "no-vat") {
        scenario_.vat_registered = false;
      } else if (words[i] == "compact") {
        scenario_.compact = true;
      } else if (words[i] == "invoice-theirs") {
        scenario_.fee_invoices = books::FeeInvoices::bookkeeper;
      } else {
        return bad(fmt::format("'{}' is no setting of a ledger", words[i]));
      }
    }
    return {};
  }

  Result<void> opening(const Words& words) {
    if (words.size() != 5) return bad("opening funds AMOUNT fees AMOUNT");
    auto funds = Money::from_decimal(words[2], scenario_.currency);
    auto fees = Money::from_decimal(words[4], scenario_.currency);
    if (!funds) return funds.error();
    if (!fees) return fees.error();
    scenario_.opening_funds = funds->minor();
    scenario_.opening_fees = fees->minor();
    return {};
  }

  Result<void> amount_of(const Words& words, std::int64_t& minor) {
    if (words.size() != 2) return bad(words[0] + " AMOUNT");
    auto amount = Money::from_decimal(words[1], scenario_.currency);
    if (!amount) return amount.error();
    minor = amount->minor();
    return {};
  }

  Result<void> collective(const Words& words) {
    if (words.size() != 3 || words[1] != "customer") return bad("collective customer N");
    auto customer = number(words[2]);
    if (!customer) return customer.error();
    scenario_.matching.collective_customer = *customer;
    return {};
  }

  Result<void> dimensions(Words words) {
    auto pairs = take_pairs(words, 1, {"department", "project"});
    if (words.size() != 1) return bad("dimensions [department D] [project P]");
    scenario_.department = pairs["department"];
    scenario_.project = pairs["project"];
    return {};
  }

  Result<void> rule(Words words) {
    auto pairs = take_pairs(words, 2,
                            {"unit", "prefix", "amount", "customer", "account", "vat", "department",
                             "project", "recipe"});
    if (words.size() != 2) {
      return bad("rule ID [unit U] [prefix P] [amount A] customer N|account A [vat C] recipe R");
    }
    books::MatchRule made;
    for (auto [word, into] : {std::pair(words[1], &made.id),
                              {pairs["customer"], &made.customer_number},
                              {pairs["account"], &made.account}}) {
      if (word.empty()) continue;
      auto value = number(word);
      if (!value) return value.error();
      *into = *value;
    }
    if (pairs.contains("amount")) {
      auto amount = Money::from_decimal(pairs["amount"], scenario_.currency);
      if (!amount) return amount.error();
      made.amount = amount->minor();
    }
    made.name = "regel " + words[1];
    made.recipient_handle = pairs["unit"];
    made.reference_prefix = pairs["prefix"];
    made.vat_code = pairs["vat"];
    made.department = pairs["department"];
    made.project = pairs["project"];
    made.recipe = pairs["recipe"];
    auto rules = scenario_.matching.rules.rules();
    rules.push_back(std::move(made));
    auto all = books::MatchRules::make(1, std::move(rules), books::Mapping::defaults(true));
    if (!all) return all.error();
    scenario_.matching.rules = *std::move(all);
    return {};
  }

  Result<void> claim(Words words) {
    auto pairs = take_pairs(words, 1, {"customer", "reference", "invoice", "kid"});
    if (words.size() != 2) return bad("claim customer N [reference R] [invoice I] [kid K] AMOUNT");
    auto customer = number(pairs["customer"]);
    auto amount = Money::from_decimal(words[1], scenario_.currency);
    if (!customer) return customer.error();
    if (!amount) return amount.error();
    scenario_.claims.push_back(
        {*customer, pairs["reference"], pairs["invoice"], pairs["kid"], *amount, Date()});
    return {};
  }

  Result<void> others(const Words& words) {
    if (words.size() < 3) return bad("others DATE TEXT");
    auto date = Date::parse(words[1]);
    if (!date) return date.error();
    OthersVoucher voucher{*date, words[2], {}};
    for (std::size_t i = 3; i < words.size(); ++i)
      voucher.text += " " + words[i];
    scenario_.happenings.emplace_back(std::move(voucher));
    block_ = [this](Words line_words) -> Result<void> {
      auto line = read_line(std::move(line_words), scenario_.currency);
      if (!line) return line.error();
      std::get<OthersVoucher>(scenario_.happenings.back()).lines.push_back(*line);
      return {};
    };
    return {};
  }

  Result<void> entries(const Words& words) {
    if (words.size() != 2) return bad("entries DATE");
    auto date = Date::parse(words[1]);
    if (!date) return date.error();
    scenario_.happenings.emplace_back(ReportedDate{*date, {}});
    block_ = [this, day = *date](Words entry_words) -> Result<void> {
      auto entry = read_entry(std::move(entry_words), day, scenario_.currency);
      if (!entry) return entry.error();
      std::get<ReportedDate>(scenario_.happenings.back()).entries.push_back(*entry);
      return {};
    };
    return {};
  }

  Result<void> voucher(const Words& words) {
    if (words.size() != 3) return bad("voucher KIND DATE");
    auto date = Date::parse(words[2]);
    if (!date) return date.error();
    scenario_.vouchers.push_back({words[1], *date, {}});
    block_ = [this](Words line_words) -> Result<void> {
      auto line = read_line(std::move(line_words), scenario_.currency);
      if (!line) return line.error();
      scenario_.vouchers.back().lines.push_back(*line);
      return {};
    };
    return {};
  }

  Result<void> finding(const Words& words, std::vector<ExpectedFinding>& into) {
    if (words.size() != 3) return bad("finding KIND AMOUNT");
    auto amount = Money::from_decimal(words[2], scenario_.currency);
    if (!amount) return amount.error();
    into.push_back({words[1], amount->minor()});
    return {};
  }

  Result<void> balances() {
    block_ = [this](Words words) -> Result<void> {
      if (words.size() != 2) return bad("a balance is: account amount");
      auto account = number(words[0]);
      auto amount = Money::from_decimal(words[1], scenario_.currency);
      if (!account) return account.error();
      if (!amount) return amount.error();
      scenario_.balances.push_back({*account, amount->minor()});
      return {};
    };
    return {};
  }

  Scenario scenario_;
  Block block_;
};

}  // namespace

Result<Scenario> read_scenario(const std::string& path) {
  std::ifstream file(path);
  if (!file) return bad(fmt::format("scenario '{}' cannot be read", path));
  Reader reader(path);
  int line_number = 0;
  for (std::string line; std::getline(file, line);) {
    ++line_number;
    if (auto taken = reader.take(line); !taken) {
      return taken.error().in(fmt::format("{}:{}", path, line_number));
    }
  }
  return reader.finish();
}

}  // namespace avstem::scenario
