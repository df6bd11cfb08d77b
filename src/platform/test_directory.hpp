#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include "core/check.hpp"

namespace avstem {

/// A fresh directory for one test, removed with all that is in it.
class TestDirectory {
 public:
  TestDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "avstem-test-XXXXXX").string();
    check(::mkdtemp(name.data()) != nullptr, "a test can make a temporary directory");
    path_ = name;
  }
  TestDirectory(const TestDirectory&) = delete;
  TestDirectory& operator=(const TestDirectory&) = delete;
  ~TestDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace avstem
