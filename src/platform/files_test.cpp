#include "platform/files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <vector>

#include "platform/test_directory.hpp"

namespace avstem {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

mode_t mode_of(const fs::path& path) {
  struct stat status{};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 0777U;
}

std::vector<std::string> names_in(const fs::path& directory) {
  std::vector<std::string> names;
  for (const auto& item : fs::directory_iterator(directory)) {
    names.push_back(item.path().filename());
  }
  return names;
}

/// A disk with room for a few bytes only: this process may write no longer file.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    // Without this the limit would kill the process instead of failing the write.
    signal_before_ = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, signal_before_);
  }

 private:
  rlimit before_{};
  void (*signal_before_)(int) = nullptr;
};

TEST(Files, ReadsBackWhatWasWrittenWithAPrivateMode) {
  const TestDirectory directory;
  const fs::path path = directory.path() / "pages";
  const std::string content("a\0ø\n", 5);
  ASSERT_TRUE(write_file_atomically(path, "an older, longer text"));
  ASSERT_TRUE(write_file_atomically(path, content));
  EXPECT_EQ(read_file(path, 100).value(), content);
  EXPECT_EQ(mode_of(path), 0600U);
  EXPECT_EQ(names_in(directory.path()).size(), 1U) << "a temporary file was left behind";
}

TEST(Files, ReadStopsAtTheLimit) {
  const TestDirectory directory;
  const fs::path path = directory.path() / "ten";
  ASSERT_TRUE(write_file_atomically(path, "0123456789"));
  EXPECT_EQ(read_file(path, 10).value(), "0123456789");
  const auto refused = read_file(path, 9);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  EXPECT_THAT(refused.error().message, HasSubstr("ten"));
}

TEST(Files, ReadTellsMissingFromUnfit) {
  const TestDirectory directory;
  EXPECT_EQ(read_file(directory.path() / "none", 10).error().kind, ErrorKind::not_found);
  EXPECT_EQ(read_file(directory.path(), 10).error().kind, ErrorKind::invalid);
}

TEST(Files, AFullDiskLeavesTheOldFileAndNothingElse) {
  const TestDirectory directory;
  const fs::path path = directory.path() / "journal";
  ASSERT_TRUE(write_file_atomically(path, "old"));
  Result<void> written;
  {
    const FullDisk disk(5);
    written = write_file_atomically(path, "a new text that does not fit");
  }
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::storage);
  EXPECT_THAT(written.error().message, HasSubstr(path.string()));
  EXPECT_THAT(written.error().message, HasSubstr("free space"));
  EXPECT_EQ(read_file(path, 100).value(), "old");
  EXPECT_EQ(names_in(directory.path()).size(), 1U);
}

TEST(Files, WritingIntoAMissingDirectorySaysSo) {
  const TestDirectory directory;
  const auto written = write_file_atomically(directory.path() / "none" / "file", "x");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::storage);
  EXPECT_THAT(written.error().message, HasSubstr("create the directory"));
}

TEST(Files, APrivateFileIsMadeOnce) {
  const TestDirectory directory;
  const fs::path path = directory.path() / "key";
  ASSERT_TRUE(create_private_file(path, "first"));
  EXPECT_EQ(mode_of(path), 0600U);
  EXPECT_EQ(create_private_file(path, "second").error().kind, ErrorKind::conflict);
  EXPECT_EQ(read_file(path, 100).value(), "first");
  EXPECT_EQ(names_in(directory.path()).size(), 1U);
}

TEST(Files, DirectoriesAreMadePrivateWithThoseAbove) {
  const TestDirectory directory;
  const fs::path deep = directory.path() / "a" / "b";
  ASSERT_TRUE(create_private_directory(deep));
  EXPECT_EQ(mode_of(deep), 0700U);
  EXPECT_EQ(mode_of(directory.path() / "a"), 0700U);
  EXPECT_TRUE(create_private_directory(deep));
}

TEST(Files, ADirectoryDoesNotReplaceAFile) {
  const TestDirectory directory;
  ASSERT_TRUE(write_file_atomically(directory.path() / "file", "x"));
  EXPECT_EQ(create_private_directory(directory.path() / "file").error().kind, ErrorKind::conflict);
  EXPECT_EQ(create_private_directory(directory.path() / "file" / "below").error().kind,
            ErrorKind::conflict);
}

TEST(FileLock, TellsTheSecondWhoHoldsIt) {
  const TestDirectory directory;
  const fs::path path = directory.path() / "lock";
  const auto first = FileLock::try_lock(path, "avstem serve");
  ASSERT_TRUE(first);
  EXPECT_EQ(mode_of(path), 0600U);
  const auto second = FileLock::try_lock(path, "avstem close");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::conflict);
  EXPECT_THAT(second.error().message, HasSubstr("avstem serve"));
  EXPECT_THAT(second.error().message, HasSubstr(std::to_string(::getpid())));
}

TEST(FileLock, IsFreeAgainAndNamesItsNewHolderOnly) {
  const TestDirectory directory;
  const fs::path path = directory.path() / "lock";
  {
    ASSERT_TRUE(FileLock::try_lock(path, "a command with a long name"));
  }
  ASSERT_TRUE(FileLock::try_lock(path, "short"));
  const auto held = FileLock::try_lock(path, "brief");
  ASSERT_TRUE(held);
  const auto refused = FileLock::try_lock(path, "other");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("(brief);"));
}

}  // namespace
}  // namespace avstem
