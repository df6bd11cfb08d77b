#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace avstem::crash {

/// How a process ended: by a signal, or with an exit code.
struct Ending {
  int signal = 0;
  int code = 0;
};

/// Starts a program, by its path, whose stdout and stderr are added to a file. Stops the test
/// program when that is not possible.
pid_t start(const std::vector<std::string>& command, const std::string& output_file);
Ending wait_for(pid_t process);

inline Ending run(const std::vector<std::string>& command, const std::string& output_file) {
  return wait_for(start(command, output_file));
}

}  // namespace avstem::crash
