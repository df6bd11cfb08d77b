#include "vipps/settlement_file/any_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "platform/zip_archive.hpp"
#include "vipps/settlement_file/control_sums.hpp"

namespace avstem::vipps::settlement_file {
namespace {

bool is_xml(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const auto first = bytes.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && bytes[first] == '<';
}

Result<AnyReport> read_one(std::string_view bytes, const ReadOptions& options) {
  AnyReport read;
  if (is_xml(bytes)) {
    auto report = read_report(bytes, options);
    if (!report) return report.error();
    read.report = *std::move(report);
  } else {
    auto csv = read_csv_report(bytes, options);
    if (!csv) return csv.error();
    read = *std::move(csv);
  }
  if (auto sound = check_report(read.report); !sound) return sound.error();
  return read;
}

template <class T>
void append(std::vector<T>& to, std::vector<T>&& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

/// Totals are kept when both files state them; each file's own were compared already.
void merge_totals(SalesUnit& into, const SalesUnit& unit) {
  if (into.stated_settlements && unit.stated_settlements) {
    *into.stated_settlements += *unit.stated_settlements;
  } else {
    into.stated_settlements.reset();
  }
  // Two files may sign a refund's total differently.
  const bool same_sign = into.stated_totals && unit.stated_totals &&
                         (into.stated_totals->refund > 0) == (unit.stated_totals->refund > 0);
  if (!same_sign) return into.stated_totals.reset();
  StatedTotals& totals = *into.stated_totals;
  totals.gross = add_minor(totals.gross, unit.stated_totals->gross);
  totals.net = add_minor(totals.net, unit.stated_totals->net);
  totals.fee = add_minor(totals.fee, unit.stated_totals->fee);
  totals.refund = add_minor(totals.refund, unit.stated_totals->refund);
}

Result<void> merge(SettlementReport& into, SettlementReport&& report) {
  for (SalesUnit& unit : report.sales_units) {
    const auto known = std::find_if(
        into.sales_units.begin(), into.sales_units.end(),
        [&unit](const SalesUnit& it) { return it.serial_number == unit.serial_number; });
    if (known == into.sales_units.end()) {
      into.sales_units.push_back(std::move(unit));
      continue;
    }
    if (known->currency != unit.currency) {
      return Error{ErrorKind::invalid,
                   fmt::format("sales unit {} is in {} here and in {} in a file before it",
                               unit.serial_number, unit.currency.code(), known->currency.code())};
    }
    known->from = std::min(known->from, unit.from);
    known->to = std::max(known->to, unit.to);
    merge_totals(*known, unit);
    append(known->settlements, std::move(unit.settlements));
    append(known->fee_invoices, std::move(unit.fee_invoices));
  }
  return {};
}

bool has_report_name(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  // macOS puts a shadow of each file into its archives.
  if (name.starts_with("__macosx/")) return false;
  return name.ends_with(".xml") || name.ends_with(".csv");
}

std::size_t transactions_in(const SettlementReport& report) {
  std::size_t count = 0;
  for (const SalesUnit& unit : report.sales_units) {
    for (const Settlement& settlement : unit.settlements)
      count += settlement.transactions.size();
  }
  return count;
}

Result<AnyReport> merge_entries(const std::vector<ZipEntry>& entries, const ReadOptions& options) {
  AnyReport all;
  std::vector<std::string> passed_over;
  ReadOptions left = options;
  for (const ZipEntry& entry : entries) {
    if (!has_report_name(entry.name)) {
      passed_over.push_back(entry.name);
      continue;
    }
    auto read = read_one(entry.bytes, left);
    if (!read) return read.error().in(entry.name);
    left.transactions_max -= transactions_in(read->report);
    if (all.report.sales_units.empty()) all.report.version = read->report.version;
    if (auto merged = merge(all.report, std::move(read->report)); !merged) {
      return merged.error().in(entry.name);
    }
    for (const std::string& note : read->notes)
      all.notes.push_back(fmt::format("{}: {}", entry.name, note));
  }
  if (all.report.sales_units.empty()) {
    return Error{
        ErrorKind::invalid,
        fmt::format(
            "zip archive: holds no .xml or .csv file, but {}",
            passed_over.empty() ? "nothing" : fmt::format("{}", fmt::join(passed_over, ", ")))};
  }
  if (!passed_over.empty()) {
    all.notes.push_back(fmt::format("not read: {}", fmt::join(passed_over, ", ")));
  }
  return all;
}

Result<AnyReport> read_archive(std::string_view bytes, const ReadOptions& options) {
  ZipLimits limits;
  limits.unpacked_bytes_max = std::min(limits.unpacked_bytes_max, options.file_size_max);
  auto entries = unzip(bytes, limits);
  if (!entries) return entries.error();
  for (const ZipEntry& entry : *entries) {
    if (entry.name != "[Content_Types].xml") continue;
    return Error{ErrorKind::invalid,
                 "the file is an Excel workbook; export the report as CSV, or save it so"};
  }
  auto all = merge_entries(*entries, options);
  if (!all) return all.error();
  if (auto sound = check_report(all->report); !sound) return sound.error();
  return all;
}

}  // namespace

Result<AnyReport> read_any_report(std::string_view bytes, const ReadOptions& options) {
  return is_zip(bytes) ? read_archive(bytes, options) : read_one(bytes, options);
}

}  // namespace avstem::vipps::settlement_file
