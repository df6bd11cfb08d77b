#pragma once

#include <string>
#include <vector>

#include "app/host.hpp"

namespace avstem::app {

/// Runs one command line, without the program's name, and returns its exit code. Nothing is
/// thrown. A command that needs an installation another process has open is handed to that
/// process over its control socket.
int run_cli(const std::vector<std::string>& arguments, Host& host);

}  // namespace avstem::app
