#pragma once

#include <string>

namespace avstem {

/// The name of the user that this process runs as, or `uid 1000` for one without a name.
std::string current_user();

}  // namespace avstem
