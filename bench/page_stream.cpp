#include "bench/page_stream.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "bench/sample_day.hpp"
#include "core/check.hpp"

namespace avstem::bench {
namespace {

/// As large as Linux lets anybody make a pipe: the writer runs a few pages ahead.
constexpr int pipe_bytes = 1024 * 1024;

void write_exactly(int pipe, const char* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t written = ::write(pipe, bytes, size);
    if (written <= 0) std::_Exit(1);
    bytes += written;
    size -= static_cast<std::size_t>(written);
  }
}

[[noreturn]] void write_pages(int pipe, std::int64_t entries) {
  const SampleDay day(entries);
  for (const books::Topic topic : {books::Topic::funds, books::Topic::fees}) {
    SampleDay::Walk walk(day, topic);
    while (walk.has_more()) {
      const std::string body = walk.next_page();
      std::array<char, sizeof(std::size_t)> length{};
      const std::size_t size = body.size();
      std::memcpy(length.data(), &size, sizeof size);
      write_exactly(pipe, length.data(), length.size());
      write_exactly(pipe, body.data(), size);
    }
  }
  std::_Exit(0);
}

}  // namespace

PageStream::PageStream(std::int64_t entries) {
  std::array<int, 2> ends{};
  check(::pipe(ends.data()) == 0, "a benchmark can make a pipe");
  ::fcntl(ends[1], F_SETPIPE_SZ, pipe_bytes);
  writer_ = ::fork();
  check(writer_ >= 0, "a benchmark can start a process");
  if (writer_ == 0) {
    ::close(ends[0]);
    write_pages(ends[1], entries);
  }
  ::close(ends[1]);
  pipe_ = ends[0];
}

PageStream::~PageStream() {
  ::close(pipe_);
  ::kill(writer_, SIGTERM);
  ::waitpid(writer_, nullptr, 0);
}

Result<Response> PageStream::send(const Request& request) {
  if (request.method == "POST") {
    return Response{
        200, {}, R"({"access_token":"bench","expires_in":"86400","token_type":"Bearer"})"};
  }
  std::size_t size = 0;
  std::array<char, sizeof size> length{};
  if (!read_exactly(length.data(), length.size())) {
    return Error{ErrorKind::unavailable, "the writer of the pages has ended"};
  }
  std::memcpy(&size, length.data(), sizeof size);
  Response response;
  response.body.resize(size);
  if (!read_exactly(response.body.data(), size)) {
    return Error{ErrorKind::unavailable, "the writer of the pages broke off"};
  }
  return response;
}

bool PageStream::read_exactly(char* target, std::size_t size) const {
  while (size > 0) {
    const ssize_t got = ::read(pipe_, target, size);
    if (got <= 0) return false;
    target += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

}  // namespace avstem::bench
