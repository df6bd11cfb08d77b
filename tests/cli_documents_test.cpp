// Each command a document shows is one that the program takes.

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/cli_process.hpp"

namespace avstem {
namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The command lines in a Markdown text: in fences, indented, or between backticks.
std::vector<std::string> commands_in(const std::string& markdown) {
  std::vector<std::string> commands;
  const auto take = [&](std::string line) {
    line.erase(0, std::min(line.find_first_not_of(" $"), line.size()));
    for (const std::string before : {"build/release/avstem ", "avstem "}) {
      if (!line.starts_with(before)) continue;
      commands.push_back(line.substr(before.size()));
      return;
    }
  };
  std::istringstream lines(markdown);
  bool fenced = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) {
      fenced = !fenced;
    } else if (fenced || line.starts_with("    ")) {
      take(line);
    } else {
      for (auto at = line.find('`'); at != std::string::npos;) {
        const auto end = line.find('`', at + 1);
        if (end == std::string::npos) break;
        take(line.substr(at + 1, end - at - 1));
        at = line.find('`', end + 1);
      }
    }
  }
  return commands;
}

/// The names of the (sub)command, and the options named after it.
struct Shown {
  std::vector<std::string> names;
  std::vector<std::string> options;
};

Shown split(const std::string& command) {
  Shown shown;
  std::istringstream words(command);
  for (std::string word; words >> word;) {
    while (!word.empty() && std::string("[(").find(word.front()) != std::string::npos)
      word.erase(0, 1);
    if (word.starts_with("#")) break;
    const bool name = std::all_of(word.begin(), word.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    });
    if (word.starts_with("--")) {
      const auto end = word.find_first_not_of("abcdefghijklmnopqrstuvwxyz-");
      shown.options.push_back(word.substr(0, end));
    } else if (name && shown.options.empty() && shown.names.size() < 2) {
      shown.names.push_back(word);
    }
  }
  return shown;
}

bool has_subcommands(const std::string& command) {
  const std::vector<std::string> with_subcommands = {
      "client", "connect", "findings", "vouchers", "proof", "sale", "rules", "mapping", "invoice"};
  return std::ranges::find(with_subcommands, command) != with_subcommands.end();
}

TEST(CliDocuments, CommandsAreFoundInFencesIndentedAndBetweenBackticks) {
  EXPECT_EQ(commands_in("say `avstem init`, not `init`\n\n    build/release/avstem close\n```sh\n"
                        "$ avstem demo --once\n```\navstem books\n"),
            (std::vector<std::string>{"init", "close", "demo --once"}));
}

TEST(CliDocuments, EachCommandAndOptionShownIsTaken) {
  TestDirectory directory;
  std::vector<std::filesystem::path> documents;
  for (const char* folder : {"", "docs"}) {
    const std::filesystem::path path = std::filesystem::path(AVSTEM_SOURCE_DIR) / folder;
    if (!std::filesystem::is_directory(path)) continue;
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
      if (entry.path().extension() == ".md") documents.push_back(entry.path());
    }
  }
  int checked = 0;
  for (const auto& document : documents) {
    for (const std::string& command : commands_in(text_of(document))) {
      const std::string place = document.filename().string() + ": avstem " + command;
      Shown shown = split(command);
      if (shown.names.empty()) continue;
      if (!has_subcommands(shown.names.front())) shown.names.resize(1);
      // An unknown command gets the help of the one above it, so the usage line is read.
      std::string usage = "Usage: avstem";
      for (const std::string& name : shown.names)
        usage += " " + name;
      std::vector<std::string> words = shown.names;
      words.emplace_back("--help");
      const Ended help = run_avstem(words, directory.path());
      EXPECT_EQ(help.code, 0) << place << "\n" << help.err;
      EXPECT_THAT(help.out, testing::HasSubstr(usage)) << place;
      for (const std::string& option : shown.options) {
        EXPECT_THAT(help.out, testing::HasSubstr(option)) << place;
      }
      ++checked;
    }
  }
  EXPECT_GT(checked, 5) << "the documents show how the program is used";
}

TEST(CliDocuments, TheTranscriptInTheReadmeIsWhatTheDemoPrints) {
  TestDirectory directory;
  const Ended demo = run_avstem({"demo", "--once"}, directory.path());
  EXPECT_EQ(demo.code, 3) << demo.err;
  std::istringstream readme(text_of(std::filesystem::path(AVSTEM_SOURCE_DIR) / "README.md"));
  int checked = 0;
  bool transcript = false;
  for (std::string line; std::getline(readme, line);) {
    transcript = (transcript || line.starts_with("    client  ")) &&
                 (line.empty() || line.starts_with("    "));
    if (!transcript || line.empty()) continue;
    EXPECT_THAT(demo.out, testing::HasSubstr(line.substr(4) + "\n"));
    ++checked;
  }
  EXPECT_GT(checked, 10) << "the README shows a transcript";
}

}  // namespace
}  // namespace avstem
