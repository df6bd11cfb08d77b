#include "tests/scenario_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <sstream>

namespace avstem::scenario {

Words split(std::string line) {
  if (const auto remark = line.find('#'); remark != std::string::npos) line.resize(remark);
  std::istringstream stream(line);
  Words words;
  for (std::string word; stream >> word;)
    words.push_back(word);
  return words;
}

Error bad(std::string_view what) {
  return Error{ErrorKind::invalid, std::string(what)};
}

Result<std::int64_t> number(const std::string& word) {
  std::int64_t value = 0;
  const auto [end, status] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (status != std::errc() || end != word.data() + word.size()) {
    return bad(fmt::format("'{}' is not a number", word));
  }
  return value;
}

std::map<std::string, std::string> take_pairs(Words& words, std::size_t from,
                                              std::initializer_list<const char*> names) {
  std::map<std::string, std::string> pairs;
  for (std::size_t i = from; i + 1 < words.size();) {
    if (std::find(names.begin(), names.end(), words[i]) == names.end()) {
      ++i;
      continue;
    }
    pairs[words[i]] = words[i + 1];
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(i),
                words.begin() + static_cast<std::ptrdiff_t>(i) + 2);
  }
  return pairs;
}

Result<std::int64_t> amount(const std::string& word, Currency currency) {
  auto money = Money::from_decimal(word, currency);
  if (!money) return money.error();
  return money->minor();
}

Result<Line> read_line(Words words, Currency currency) {
  auto pairs = take_pairs(
      words, 1, {"customer", "reference", "invoice", "kid", "vat", "department", "project"});
  if (words.size() != 3 || (words[1] != "D" && words[1] != "C")) {
    return bad(
        "a line is: account [customer N] [reference R] [invoice I] [kid K] [vat C]"
        " [department D] [project P] D|C amount");
  }
  Line line;
  auto account = number(words[0]);
  auto amount = Money::from_decimal(words[2], currency);
  if (!account) return account.error();
  if (!amount) return amount.error();
  line.account = *account;
  line.amount = words[1] == "D" ? amount->minor() : -amount->minor();
  line.reference = pairs["reference"];
  line.invoice = pairs["invoice"];
  line.kid = pairs["kid"];
  line.vat_code = pairs["vat"];
  line.department = pairs["department"];
  line.project = pairs["project"];
  if (pairs.contains("customer")) {
    auto customer = number(pairs["customer"]);
    if (!customer) return customer.error();
    line.customer = *customer;
  }
  return line;
}

}  // namespace avstem::scenario
