#pragma once

#include <string>
#include <string_view>

namespace avstem {

/// What kind of thing went wrong, so that a caller can decide what to do next.
/// The message is for a person: it names the thing, its value and the way out.
enum class ErrorKind {
  invalid,       ///< input that breaks a rule; repeating it gives the same answer
  not_found,     ///< the thing named is not there, or is hidden from us
  conflict,      ///< it exists already, or someone else holds it
  unauthorised,  ///< keys, tokens or privileges do not allow it
  refused,       ///< an outside system understood the request and said no
  unavailable,   ///< no answer, or no usable one; the effect of a write is unknown
  busy,          ///< asked to wait; nothing was done
  storage,       ///< the disk or the database could not keep what it was given
  not_ready,     ///< the data is not complete yet; try later
  internal,      ///< a promise of our own code was broken
};

/// The short English name of a kind, e.g. `unavailable`.
std::string_view to_string(ErrorKind kind);

/// A failure for a reason outside the program.
struct [[nodiscard]] Error {
  ErrorKind kind = ErrorKind::internal;
  std::string message;

  /// The same error with the place it happened in front: `client 'kafe-nord': …`.
  Error in(std::string_view place) const {
    return Error{kind, std::string(place) + ": " + message};
  }
};

}  // namespace avstem
