#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/scenario_file.hpp"

namespace avstem::scenario {

using Words = std::vector<std::string>;

/// What takes the indented lines under a heading.
using Block = std::function<Result<void>(Words)>;

/// The words of a line, without its remark.
Words split(std::string line);

Error bad(std::string_view what);
Result<std::int64_t> number(const std::string& word);
Result<std::int64_t> amount(const std::string& word, Currency currency);

/// Takes `name value` pairs out of the words from `from`; what is left keeps its order.
std::map<std::string, std::string> take_pairs(Words& words, std::size_t from,
                                              std::initializer_list<const char*> names);

/// `1500 customer 10001 reference ORD-1 vat 3 D 1250.00`
Result<Line> read_line(Words words, Currency currency);

/// The headings of sales, registers, deferred income, decisions and rates; `not_found` for any
/// other.
Result<Block> read_sale_heading(Words words, Scenario& scenario);

}  // namespace avstem::scenario
