#include "platform/control_socket.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cstring>
#include <stdexcept>
#include <thread>

#include "platform/files.hpp"
#include "platform/test_directory.hpp"

namespace avstem {
namespace {

using ::testing::HasSubstr;
using namespace std::chrono_literals;

struct ControlSocketTest : ::testing::Test {
  /// A connection to the socket that sends what the test likes.
  FileDescriptor connect() const {
    FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    EXPECT_EQ(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address),
              0);
    return socket;
  }

  TestDirectory directory;
  std::filesystem::path path = directory.path() / "control";
};

std::string echo(const std::string& request) {
  return "heard: " + request;
}

TEST_F(ControlSocketTest, AnswersOneCallerAfterTheOther) {
  auto server = ControlServer::listen(path);
  ASSERT_TRUE(server);
  std::thread owner([&] {
    for (int i = 0; i < 3; ++i)
      EXPECT_TRUE(server->serve_one(20s, echo).value());
  });
  const std::string large(5'000'000, 'x');
  EXPECT_EQ(control_call(path, "ledgers").value(), "heard: ledgers");
  EXPECT_EQ(control_call(path, "").value(), "heard: ");
  EXPECT_EQ(control_call(path, large).value(), "heard: " + large);
  owner.join();
}

TEST_F(ControlSocketTest, OnlyTheOwnersUserCanConnect) {
  const auto server = ControlServer::listen(path);
  ASSERT_TRUE(server);
  struct stat status{};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(ControlSocketTest, NobodyCameIsNoError) {
  auto server = ControlServer::listen(path);
  ASSERT_TRUE(server);
  EXPECT_FALSE(server->serve_one(0ms, echo).value());
}

TEST_F(ControlSocketTest, NobodyListensIsNotFound) {
  EXPECT_EQ(control_call(path, "x").error().kind, ErrorKind::not_found);
  {
    const auto server = ControlServer::listen(path);
  }
  EXPECT_FALSE(std::filesystem::exists(path)) << "the socket file was left behind";
}

TEST_F(ControlSocketTest, ASocketLeftByAKilledProcessIsReplaced) {
  {
    // A socket that is bound and closed leaves its file, as a killed process does.
    const FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    ASSERT_EQ(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  }
  ASSERT_TRUE(std::filesystem::exists(path));
  const auto left_over = control_call(path, "x");
  ASSERT_FALSE(left_over);
  EXPECT_EQ(left_over.error().kind, ErrorKind::not_found);
  auto server = ControlServer::listen(path);
  ASSERT_TRUE(server);
  std::thread owner([&] { EXPECT_TRUE(server->serve_one(20s, echo).value()); });
  EXPECT_EQ(control_call(path, "x").value(), "heard: x");
  owner.join();
}

TEST_F(ControlSocketTest, AFileInTheWayIsKept) {
  ASSERT_TRUE(write_file_atomically(path, "precious"));
  EXPECT_EQ(ControlServer::listen(path).error().kind, ErrorKind::conflict);
  EXPECT_EQ(read_file(path, 100).value(), "precious");
}

TEST_F(ControlSocketTest, APathTooLongForASocketSaysSo) {
  const auto long_path = directory.path() / std::string(200, 'x');
  for (const Error& error :
       {ControlServer::listen(long_path).error(), control_call(long_path, "x").error()}) {
    EXPECT_EQ(error.kind, ErrorKind::invalid);
    EXPECT_THAT(error.message, HasSubstr("shorter"));
  }
}

TEST_F(ControlSocketTest, AnOwnerThatFailsEndsTheCallAndGoesOn) {
  auto server = ControlServer::listen(path);
  ASSERT_TRUE(server);
  std::thread owner([&] {
    const auto failed = server->serve_one(
        20s, [](const std::string&) -> std::string { throw std::logic_error("a bug"); });
    EXPECT_EQ(failed.error().kind, ErrorKind::internal);
    EXPECT_TRUE(server->serve_one(20s, echo).value());
  });
  EXPECT_EQ(control_call(path, "x").error().kind, ErrorKind::unavailable);
  EXPECT_EQ(control_call(path, "y").value(), "heard: y");
  owner.join();
}

TEST_F(ControlSocketTest, ControlMessageBytesMax) {
  auto server = ControlServer::listen(path);
  ASSERT_TRUE(server);
  EXPECT_EQ(control_call(path, std::string(control_message_bytes_max + 1, 'x')).error().kind,
            ErrorKind::invalid);
  // One more than the limit, announced by a caller that does not keep to it.
  const FileDescriptor caller = connect();
  const std::string head("\x04\0\0\x01", 4);
  ASSERT_EQ(::send(caller.get(), head.data(), head.size(), 0), 4);
  bool called = false;
  const auto served = server->serve_one(20s, [&](const std::string&) {
    called = true;
    return std::string();
  });
  ASSERT_FALSE(served);
  EXPECT_EQ(served.error().kind, ErrorKind::refused);
  EXPECT_FALSE(called);
}

TEST_F(ControlSocketTest, AnAnswerThatIsTooLargeIsNotSentInPart) {
  auto server = ControlServer::listen(path);
  ASSERT_TRUE(server);
  std::thread owner([&] {
    EXPECT_FALSE(server->serve_one(
        20s, [](const std::string&) { return std::string(control_message_bytes_max + 1, 'x'); }));
  });
  EXPECT_EQ(control_call(path, "x").error().kind, ErrorKind::unavailable);
  owner.join();
}

TEST_F(ControlSocketTest, ControlStallTimeout) {
  auto server = ControlServer::listen(path, 50ms);
  ASSERT_TRUE(server);
  const FileDescriptor silent = connect();
  const auto served = server->serve_one(20s, echo);
  ASSERT_FALSE(served);
  EXPECT_EQ(served.error().kind, ErrorKind::unavailable);
}

TEST_F(ControlSocketTest, ACallerThatGoesAwayInTheMiddleIsNotAnswered) {
  auto server = ControlServer::listen(path);
  ASSERT_TRUE(server);
  {
    const FileDescriptor caller = connect();
    const std::string half("\0\0\0\x09half", 8);
    ASSERT_EQ(::send(caller.get(), half.data(), half.size(), 0), 8);
  }
  bool called = false;
  const auto served = server->serve_one(20s, [&](const std::string&) {
    called = true;
    return std::string();
  });
  ASSERT_FALSE(served);
  EXPECT_EQ(served.error().kind, ErrorKind::unavailable);
  EXPECT_FALSE(called);
}

}  // namespace
}  // namespace avstem
