#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/oslo_time.hpp"
#include "services/clients/client.hpp"
#include "services/settlement/report_store.hpp"
#include "vipps/settlement_file/control_sums.hpp"

namespace avstem::services {

/// What an import read and stored.
struct ImportOutcome {
  std::vector<Date> dates;       ///< ledger dates in the file, each once, rising
  std::int64_t new_entries = 0;  ///< entries that were not there before
  std::vector<vipps::settlement_file::ControlSum> control_sums;  ///< all agree
  std::vector<std::string> notes;  ///< what of the file was not read, or read against its word
};

/// Takes Vipps' settlement report as a file (XML, CSV, or a zip of these) into the same tables the
/// API fills; booking, posting and proof follow as for any date. The same file twice adds nothing.
class Import {
 public:
  Import(store::Database& database, const TimeZone& zone)
      : db_(database), reports_(database), zone_(zone) {}

  /// Stores the sales unit of the file that settles on this ledger; `serial_number` names it when
  /// the file has several. All or nothing. `invalid` when a control sum differs, when the ledger's
  /// currency or start does not fit, when the file is another organisation's, or when the history
  /// differs from an earlier file; `conflict` when the API was read for dates the file covers.
  Result<ImportOutcome> file(const Client& client, const LedgerTerms& ledger,
                             std::string_view bytes, const std::string& serial_number);

 private:
  static Result<void> check_owner(const Client& client,
                                  const vipps::settlement_file::SalesUnit& unit);
  Result<void> check_fits(const ClientId& client, const LedgerTerms& ledger,
                          const vipps::settlement_file::SalesUnit& unit);
  Result<ImportOutcome> store(const ClientId& client, const LedgerTerms& ledger,
                              std::string_view bytes,
                              const vipps::settlement_file::SalesUnit& unit);

  store::Database& db_;
  ReportStore reports_;
  const TimeZone& zone_;
};

}  // namespace avstem::services
