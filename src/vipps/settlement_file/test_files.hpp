#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

/// The files that the tests of this folder read.
namespace avstem::vipps::settlement_file {

inline std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Our own samples: made-up names and numbers in the shape of the schemas.
inline std::string sample(std::string_view name) {
  return file_text(std::filesystem::path(AVSTEM_SOURCE_DIR) / "tests/data/settlement" / name);
}

/// The sample with the first `from` exchanged for `to`; it must be there.
inline std::string with(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

/// Where the vendors' published specifications lie: beside the checkout, or where AVSTEM_SHARED
/// says. They are not part of the project.
inline std::filesystem::path published_samples() {
  const char* shared = std::getenv("AVSTEM_SHARED");
  const std::filesystem::path base =
      shared ? std::filesystem::path(shared)
             : std::filesystem::path(AVSTEM_SOURCE_DIR).parent_path() / "shared";
  return base / "specs/vipps/settlement-report";
}

}  // namespace avstem::vipps::settlement_file
