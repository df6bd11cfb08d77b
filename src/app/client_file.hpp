#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/clients/client.hpp"

namespace avstem::app {

/// Everything a client needs, read from one file, so that scripts need no dialogue.
struct ClientFile {
  services::Client client;
  std::vector<services::Connection> connections;
};

/// Reads a client file, TOML:
///
///     id = "kafe-nord"
///     name = "Kafé Nord AS"
///     organisation_number = "123456785"     optional
///     vat_registered = true
///     post_bank_line = false                optional; true: we post the payout's arrival
///     fee_invoices = "ours"                 optional; "bookkeeper": posts Vipps' fee invoices
///     fetch_personal_data = false           optional; true: payers' names and messages too
///     [vipps]                               optional; sales-unit keys also have
///     environment = "production"            subscription_key and merchant_serial_number
///     client_id = "…"
///     client_secret = "…"
///     [poweroffice]                         optional
///     environment = "production"
///     application_key = "…"
///     client_key = "…"
///     subscription_key = "…"
///     [24sevenoffice]                       optional, instead of [poweroffice]
///     environment = "production"
///     client_id = "…"                       of the REST application
///     client_secret = "…"
///     organization_id = "…"
///     application_id = "…"                  of the SOAP integration
///     username = "…"
///     password = "…"
///     identity_id = "…"                     optional
///     transaction_type = "5"                type and number series of our vouchers
///     tax_numbers = "33=11"                 optional; SAF-T code = the client's own tax number
///     [[ledgers]]
///     id = "302321"
///     currency = "NOK"
///     start = "2026-03-02"
///     opening_funds = "0.00"                optional, and so are opening_fees, opening_in_transit
///     captures = "claims"                   optional; or "gifts"
///     clearing_account = 1903               optional; a clearing account of its own
///     department = "10"                     optional, and so is project: dimensions of the sales
///                                           unit, by the accounting system's codes
///     [accounts]                            optional; account by role
///     payment_fees = 7775
///
/// Errors name the place; unknown keys are errors. The accounts are laid over those of the mapping
/// template of this name, if one is given (app/mapping_file.hpp).
Result<ClientFile> read_client_file(const std::string& path,
                                    const std::string& mapping_template = "");
Result<ClientFile> parse_client_file(std::string_view text, const std::string& path,
                                     const std::string& mapping_template = "");

/// The keys of one system alone, for `avstem connect`: the table's content at the top level.
Result<services::Connection> read_connection_file(const std::string& path,
                                                  const std::string& system);

/// One ledger, in the shape of `[[ledgers]]` at the top level, for `avstem client set`.
Result<services::LedgerTerms> read_ledger_file(const std::string& path);

inline constexpr std::size_t client_file_bytes_max = 1024 * 1024;

}  // namespace avstem::app
