#include "platform/head_reader.hpp"

#include <microhttpd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace avstem {
namespace {

constexpr std::size_t line_end_bytes = 2;

/// Bytes from one place to a later one; a place that is not later gives a huge number.
std::size_t distance(const char* from, const char* to) {
  return reinterpret_cast<std::uintptr_t>(to) - reinterpret_cast<std::uintptr_t>(from);
}

struct Walk {
  Headers headers;
  const char* next = nullptr;  ///< where the next line must begin
  std::size_t span_max = 0;
  bool intact = true;
};

/// A value follows its name after the colon, which the parser has overwritten, and white space.
bool follows(const char* name_end, const char* value, std::size_t span_max) {
  const std::size_t gap = distance(name_end, value);
  if (gap == 0 || gap > span_max) return false;
  return std::all_of(name_end + 1, value, [](char c) { return c == ' ' || c == '\t'; });
}

MHD_Result visit(void* self, MHD_ValueKind /*kind*/, const char* name, std::size_t name_size,
                 const char* value, std::size_t value_size) {
  auto& walk = *static_cast<Walk*>(self);
  walk.intact = walk.intact && value != nullptr && name == walk.next &&
                follows(name + name_size, value, walk.span_max);
  if (!walk.intact) return MHD_NO;
  walk.headers.add(std::string(name, name_size), std::string(value, value_size));
  walk.next = value + value_size + line_end_bytes;
  return MHD_YES;
}

/// The last line's own end and the empty line, all overwritten with zeros. Where the head was
/// shorter than that, these are bytes of the body, or still of the parser's one block of memory.
bool ends_with_an_empty_line(const char* next) {
  const char* const end = next - line_end_bytes;
  return std::all_of(end, end + 2 * line_end_bytes, [](char c) { return c == '\0'; });
}

}  // namespace

std::optional<Headers> read_headers(MHD_Connection* connection, const FirstLine& line,
                                    std::size_t span_max) {
  if (distance(line.target_end, line.version) != 1) return std::nullopt;
  Walk walk;
  walk.next = line.version + std::strlen(line.version) + line_end_bytes;
  walk.span_max = span_max;
  const int count = MHD_get_connection_values_n(connection, MHD_HEADER_KIND, &visit, &walk);
  if (!walk.intact || (count > 0 && !ends_with_an_empty_line(walk.next))) return std::nullopt;
  return std::move(walk.headers);
}

}  // namespace avstem
