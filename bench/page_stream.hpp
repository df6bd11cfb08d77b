#pragma once

#include <sys/types.h>

#include <string>

#include "platform/http.hpp"

namespace avstem::bench {

/// A process of its own that writes the pages of a day into a pipe, funds first, so that neither
/// the pages nor what makes them counts as memory or time of the close; and the HttpClient that
/// answers from that pipe. Pages are answered in their order, whatever cursor is asked for.
class PageStream final : public HttpClient {
 public:
  /// Starts the writer. To be made before the process holds anything large.
  explicit PageStream(std::int64_t entries);
  PageStream(const PageStream&) = delete;
  PageStream& operator=(const PageStream&) = delete;
  ~PageStream() override;

  Result<Response> send(const Request& request) override;

 private:
  bool read_exactly(char* target, std::size_t size) const;

  int pipe_ = -1;
  pid_t writer_ = -1;
};

}  // namespace avstem::bench
