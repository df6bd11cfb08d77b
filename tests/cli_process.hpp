#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "platform/test_directory.hpp"

namespace avstem {

/// What a program that has ended wrote and returned.
struct Ended {
  int code = -1;  ///< exit code, or 128 + the signal that ended it
  std::string out;
  std::string err;
};

/// The avstem binary, running in a directory with its own stdout and stderr.
class Program {
 public:
  Program(std::vector<std::string> arguments, const std::filesystem::path& directory);
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  /// Ends the program, kindly first, when it still runs.
  ~Program();

  /// What it has written to stdout, read on until `text` is there or the program ends.
  std::string wait_for(const std::string& text);
  /// The same for stderr.
  std::string wait_for_note(const std::string& text);
  void interrupt();
  Ended end();

 private:
  std::string read_until(int descriptor, std::string& all, const std::string& text);

  pid_t child_ = -1;
  int out_ = -1;
  int err_ = -1;
  Ended ended_;
};

/// A sandbox that runs, a folder with an installation, and the sample clients' files beside it.
/// PowerOffice's limits and lag are the real ones there.
class CliWorld {
 public:
  /// `faults` is a script of requests that the sandbox disturbs.
  explicit CliWorld(int days = 2, const std::string& faults = "");

  /// Runs one command to its end.
  Ended run(std::vector<std::string> arguments) const;
  /// Adds the sample client by its file.
  Ended add(const std::string& client) const {
    return run({"client", "add", "--from", file(client)});
  }
  std::string file(const std::string& client) const { return "clients/" + client + ".toml"; }
  std::filesystem::path path(const std::string& name) const { return directory_.path() / name; }
  std::string read(const std::string& name) const;
  void write(const std::string& name, const std::string& text) const;
  /// Reads what the sandbox notes until `text` is there.
  std::string wait_for_sandbox_note(const std::string& text) {
    return sandbox_->wait_for_note(text);
  }
  void stop_sandbox() { sandbox_.reset(); }

 private:
  TestDirectory directory_;
  std::unique_ptr<Program> sandbox_;
};

/// Runs one command in a directory to its end.
Ended run_avstem(std::vector<std::string> arguments, const std::filesystem::path& directory);

/// `text` with every `from` replaced.
std::string replaced(std::string text, const std::string& from, const std::string& to);

}  // namespace avstem
