#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/settlement/close.hpp"

namespace avstem::app {

/// A plain table: columns as wide as their widest cell, numbers to the right.
class Table {
 public:
  enum class Align { left, right };
  struct Column {
    std::string title;
    Align align = Align::left;
  };

  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  /// Control characters in a cell become spaces: names come from outside, and a terminal would
  /// take them as commands.
  void add(std::vector<std::string> cells);
  /// A line between groups of rows.
  void rule() { rows_.emplace_back(); }
  std::string to_string() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

/// Characters a person sees, not bytes: æøå count once.
std::size_t display_width(std::string_view text);

/// One client's day over all its ledgers, as closed and proven.
struct ClientDay {
  Date date;
  bool closed = true;
  bool blocked = false;
  std::int64_t captures = 0;  ///< øre, and so on
  std::int64_t refunds = 0;
  std::int64_t fees = 0;
  std::int64_t payout = 0;
  std::int64_t vouchers = 0;
  std::int64_t findings = 0;
  std::int64_t difference = 0;  ///< Σ of what the proofs of the date leave unexplained
  bool proven = false;
};

/// The days of a close in order.
std::vector<ClientDay> client_days(const services::CloseReport& report);

/// Adds one client's days to a table made by day_table().
Table day_table();
void add_days(Table& table, const services::CloseReport& report);

/// The proof of the last proven date, account by account: Vipps = books = accounting system.
std::string proof_text(const services::CloseReport& report, std::string_view client_name);

/// A close as one JSON document.
std::string close_json(const std::vector<services::CloseReport>& reports);

/// The vouchers of a dry run, as a journal a person reads.
std::string journal_text(const books::Voucher& voucher);

}  // namespace avstem::app
