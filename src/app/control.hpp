#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "app/host.hpp"
#include "platform/control_socket.hpp"

namespace avstem::app {

/// Hands a command line to the process that has the installation open, prints what it answers and
/// returns its exit code. `not_found` when that process answers no commands (a close, say).
Result<int> ask_owner(const Config& config, const std::vector<std::string>& arguments, Host& host);

/// Waits up to `wait` for one command from another process and runs it in `host`, which must have
/// the installation open. True when one was run.
Result<bool> answer_one(ControlServer& server, Host& host, std::chrono::milliseconds wait);

}  // namespace avstem::app
