#include "tests/cli_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <sstream>

#include "core/check.hpp"

namespace avstem {
namespace {

/// A program that says nothing for so long hangs; the test fails instead of hanging too.
constexpr int silence_ms_max = 60'000;

}  // namespace

Program::Program(std::vector<std::string> arguments, const std::filesystem::path& directory) {
  arguments.insert(arguments.begin(), AVSTEM_BINARY);
  std::vector<char*> words;
  for (std::string& argument : arguments)
    words.push_back(argument.data());
  words.push_back(nullptr);
  std::array<int, 2> out{};
  std::array<int, 2> err{};
  check(::pipe2(out.data(), O_CLOEXEC) == 0 && ::pipe2(err.data(), O_CLOEXEC) == 0, "pipes");
  child_ = ::fork();
  check(child_ >= 0, "a child process");
  if (child_ == 0) {
    if (::chdir(directory.c_str()) == 0 && ::dup2(out[1], STDOUT_FILENO) >= 0 &&
        ::dup2(err[1], STDERR_FILENO) >= 0) {
      ::execv(words.front(), words.data());
    }
    ::_exit(127);
  }
  ::close(out[1]);
  ::close(err[1]);
  out_ = out[0];
  err_ = err[0];
}

Program::~Program() {
  if (child_ > 0) {
    interrupt();
    static_cast<void>(end());
  }
}

std::string Program::read_until(int descriptor, std::string& all, const std::string& text) {
  std::array<char, 4096> bytes{};
  while (all.find(text) == std::string::npos) {
    pollfd wanted{descriptor, POLLIN, 0};
    if (::poll(&wanted, 1, silence_ms_max) <= 0) break;
    const ssize_t count = ::read(descriptor, bytes.data(), bytes.size());
    if (count <= 0) break;
    all.append(bytes.data(), static_cast<std::size_t>(count));
  }
  return all;
}

std::string Program::wait_for(const std::string& text) {
  return read_until(out_, ended_.out, text);
}

std::string Program::wait_for_note(const std::string& text) {
  return read_until(err_, ended_.err, text);
}

void Program::interrupt() {
  ::kill(child_, SIGINT);
}

Ended Program::end() {
  // Both pipes are emptied together, so that a full one cannot hold the program up.
  std::array<pollfd, 2> pipes{pollfd{out_, POLLIN, 0}, pollfd{err_, POLLIN, 0}};
  std::array<std::string*, 2> texts{&ended_.out, &ended_.err};
  std::array<char, 4096> bytes{};
  while (pipes[0].fd >= 0 || pipes[1].fd >= 0) {
    if (::poll(pipes.data(), pipes.size(), silence_ms_max) <= 0) {
      ::kill(child_, SIGKILL);
    }
    for (std::size_t i = 0; i < pipes.size(); ++i) {
      if (pipes[i].fd < 0 || pipes[i].revents == 0) continue;
      const ssize_t count = ::read(pipes[i].fd, bytes.data(), bytes.size());
      if (count > 0) {
        texts[i]->append(bytes.data(), static_cast<std::size_t>(count));
      } else {
        ::close(pipes[i].fd);
        pipes[i].fd = -1;
      }
    }
  }
  int status = 0;
  ::waitpid(child_, &status, 0);
  child_ = -1;
  ended_.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return ended_;
}

Ended run_avstem(std::vector<std::string> arguments, const std::filesystem::path& directory) {
  return Program(std::move(arguments), directory).end();
}

CliWorld::CliWorld(int days, const std::string& faults) {
  std::vector<std::string> words{"sandbox",         "--port", "0", "--days", std::to_string(days),
                                 "--write-clients", "clients"};
  if (!faults.empty()) {
    write("faults.txt", faults);
    words.insert(words.end(), {"--faults", "faults.txt"});
  }
  sandbox_ = std::make_unique<Program>(std::move(words), directory_.path());
  const std::string said = sandbox_->wait_for("Ctrl-C");
  const std::string before_port = "sandbox on http://127.0.0.1:";
  const auto at = said.find(before_port);
  check(at != std::string::npos, "the sandbox says where it listens");
  const auto from = at + before_port.size();
  const std::string port = said.substr(from, said.find(':', from) - from);
  check(run({"init"}).code == 0, "an installation is made");
  write("avstem.toml", replaced(read("avstem.toml"), ":9200/", ":" + port + "/"));
}

Ended CliWorld::run(std::vector<std::string> arguments) const {
  return run_avstem(std::move(arguments), directory_.path());
}

std::string CliWorld::read(const std::string& name) const {
  std::ifstream file(path(name), std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void CliWorld::write(const std::string& name, const std::string& text) const {
  std::ofstream(path(name), std::ios::binary) << text;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

}  // namespace avstem
