#include "vipps/settlement_file/settlement_report.hpp"

namespace avstem::vipps::settlement_file {

std::string_view to_string(SchemaVersion version) {
  return version == SchemaVersion::v2 ? "2.0" : "3.0";
}

std::string_view to_string(SettlementType type) {
  return type == SettlementType::net ? "Net" : "Gross";
}

std::int64_t Settlement::settled_amount() const {
  if (stated.settled) return *stated.settled;
  return type == SettlementType::net ? stated.net : stated.gross;
}

}  // namespace avstem::vipps::settlement_file
