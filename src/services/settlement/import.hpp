#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/oslo_time.hpp"
#include "services/clients/client.hpp"
#include "services/settlement/agree.hpp"
#include "services/settlement/report_store.hpp"
#include "vipps/settlement_file/control_sums.hpp"

namespace avstem::services {

/// What an import read and stored.
struct ImportOutcome {
  std::vector<Date> dates;          ///< ledger dates stored from the file, each once, rising
  std::int64_t new_entries = 0;     ///< entries that were not there before
  std::vector<Agreement> compared;  ///< what the API told already; nothing of it was stored
  std::vector<vipps::settlement_file::ControlSum> control_sums;  ///< all agree
  std::vector<std::string> notes;  ///< what of the file was not read, or read against its word
};

/// Takes Vipps' settlement report as a file (XML, CSV, or a zip of these) into the same tables the
/// API fills; booking, posting and proof follow as for any date. The same file twice adds nothing.
class Import {
 public:
  Import(store::Database& database, Clock& clock, const TimeZone& zone)
      : db_(database), reports_(database), agree_(database, clock), zone_(zone) {}

  /// Stores the sales unit of the file that settles on this ledger; `serial_number` names it when
  /// the file has several. Settlements that the API was read for are compared with it instead, and
  /// one that tells something else is a finding (file_differs). All or nothing. `invalid` when a
  /// control sum differs, when the ledger's currency or start does not fit, when the file is
  /// another organisation's, or when the history differs from an earlier file, or its balances do
  /// not lead to what the API told of the dates after it; `conflict` when the API was read for a
  /// part of a settlement only.
  Result<ImportOutcome> file(const Client& client, const LedgerTerms& ledger,
                             std::string_view bytes, const std::string& serial_number);

 private:
  static Result<void> check_owner(const Client& client,
                                  const vipps::settlement_file::SalesUnit& unit);
  static Result<void> check_fits(const LedgerTerms& ledger,
                                 const vipps::settlement_file::SalesUnit& unit);
  /// Compares what the API told already, and gives the unit with the rest.
  Result<vipps::settlement_file::SalesUnit> compare(const ClientId& client,
                                                    const LedgerTerms& ledger,
                                                    const vipps::settlement_file::SalesUnit& unit,
                                                    std::vector<Agreement>& compared);
  Result<bool> is_in_api(const ClientId& client, const LedgerTerms& ledger,
                         const vipps::settlement_file::Settlement& settlement);
  Date first_date(const vipps::settlement_file::Settlement& settlement) const;
  Result<Agreement> compare_invoices(const ClientId& client, const LedgerTerms& ledger, Date date,
                                     std::int64_t invoiced);
  Result<ImportOutcome> store(const ClientId& client, const LedgerTerms& ledger,
                              std::string_view bytes,
                              const vipps::settlement_file::SalesUnit& unit);

  store::Database& db_;
  ReportStore reports_;
  Agree agree_;
  const TimeZone& zone_;
};

}  // namespace avstem::services
