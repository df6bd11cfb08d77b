#pragma once

#include <cstdint>
#include <string>

#include "books/finding.hpp"
#include "core/identifiers.hpp"

namespace avstem::books {

/// What a person is advised to do about a finding: a function of its kind and its suggestion.
struct Advice {
  std::string words;    ///< one sentence
  std::string command;  ///< a command line that does it, with words in capitals to fill in
};

/// `id` is the finding's number in the queue.
Advice advise(const Finding& finding, const ClientId& client, std::int64_t id);

/// Øre that are in question while the finding is open, never negative.
std::int64_t amount_at_risk(const Finding& finding);

}  // namespace avstem::books
