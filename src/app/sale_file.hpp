#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "services/settlement/sale_store.hpp"

namespace avstem::app {

/// What a file of sales says. A report without a ledger is for the client's only one.
struct SaleFile {
  std::vector<services::KnownSale> sales;
  std::vector<services::KnownTill> tills;
};

/// Reads sales and Z reports. A name that ends in .csv is CSV, any other TOML:
///
///     [[sale]]
///     reference = "ORD-1"
///     recipe = "R11"
///     lines = [{ account = 2900, amount = "200.00" }]
///     [sale.earned]                     # left out when it is earned at once
///     from = "2026-04-15"               # with `to`: in equal parts, month by month
///     lines = [{ account = 3220, vat = "6", amount = "200.00" }]
///
///     [[till]]
///     ledger = "302321"                 # left out when the client has one
///     unit = "NO:12345"                 # left out: every sales unit of the ledger
///     date = "2026-01-17"
///     report = "42"
///     recipe = "R09"                    # left out: R09, or R29 without VAT registration
///     lines = [{ account = 3000, vat = "3", amount = "500.00" }]
///
/// CSV has a row for each line, under `reference,recipe,account,vat,amount` for sales or
/// `ledger,unit,date,report,account,vat,amount` for reports; semicolons separate as well.
/// Amounts are kroner, gross, with a decimal point. Errors name the file and the place.
Result<SaleFile> parse_sale_file(std::string_view text, const std::string& path,
                                 const services::Client& client);
Result<SaleFile> read_sale_file(const std::string& path, const services::Client& client);

inline constexpr std::size_t sale_file_bytes_max = std::size_t{16} << 20U;

/// The CSV half, by itself.
Result<SaleFile> parse_sale_csv(std::string_view text, const std::string& path,
                                const services::Client& client);

}  // namespace avstem::app
