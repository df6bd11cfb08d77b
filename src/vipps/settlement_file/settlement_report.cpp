#include "vipps/settlement_file/settlement_report.hpp"

namespace avstem::vipps::settlement_file {

std::string_view to_string(SchemaVersion version) {
  switch (version) {
    case SchemaVersion::v2:
      return "2.0";
    case SchemaVersion::v3:
      return "3.0";
    case SchemaVersion::sectioned_csv:
      return "sectioned CSV";
    case SchemaVersion::norwegian_csv:
      return "Norwegian CSV";
    case SchemaVersion::portal_csv:
      return "portal CSV";
  }
  return "unknown";
}

std::string_view to_string(SettlementType type) {
  return type == SettlementType::net ? "Net" : "Gross";
}

std::int64_t Settlement::settled_amount() const {
  if (stated.settled) return *stated.settled;
  const bool net = type == SettlementType::net;
  if (const auto& sum = net ? stated.net : stated.gross) return *sum;
  std::int64_t owed = 0;
  for (const Transaction& line : transactions)
    owed = add_minor(owed, net ? line.net : line.gross);
  return owed;
}

}  // namespace avstem::vipps::settlement_file
