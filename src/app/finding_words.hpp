#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "books/advice.hpp"
#include "core/date.hpp"
#include "services/settlement/finding_actions.hpp"
#include "services/settlement/finding_store.hpp"

namespace avstem::app {

/// Days since the ledger date it is about: so long the money has waited.
std::int64_t age_days(const services::StoredFinding& stored, Date today);

/// The queue, one line each, with the command that is advised.
std::string finding_table(const std::vector<services::StoredFinding>& findings, Date today);
/// One finding, some lines.
std::string finding_words(const services::StoredFinding& stored, Date today);
/// What was done, one line.
std::string action_words(const services::FindingAction& action);

nlohmann::ordered_json finding_json(const services::StoredFinding& stored, Date today);
nlohmann::ordered_json action_json(const services::FindingAction& action);

}  // namespace avstem::app
