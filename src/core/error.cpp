#include "core/error.hpp"

namespace avstem {

std::string_view to_string(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid:
      return "invalid";
    case ErrorKind::not_found:
      return "not_found";
    case ErrorKind::conflict:
      return "conflict";
    case ErrorKind::unauthorised:
      return "unauthorised";
    case ErrorKind::refused:
      return "refused";
    case ErrorKind::unavailable:
      return "unavailable";
    case ErrorKind::busy:
      return "busy";
    case ErrorKind::storage:
      return "storage";
    case ErrorKind::not_ready:
      return "not_ready";
    case ErrorKind::internal:
      return "internal";
  }
  return "internal";
}

}  // namespace avstem
