#pragma once

#include <tl/expected.hpp>
#include <type_traits>
#include <utility>

#include "core/error.hpp"

namespace avstem {

/// A value of type T, or the Error that stands in its place. Ignoring one is a compile error.
/// libstdc++ 12 has no monadic std::expected, so this stands on tl::expected.
///
///     Result<Date> d = Date::parse(text);
///     if (!d) return d.error();
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
  using Base = tl::expected<T, Error>;

 public:
  using value_type = T;
  using Base::Base;
  Result(Error error) : Base(tl::unexpected<Error>(std::move(error))) {}
  Result(Base base) : Base(std::move(base)) {}

  /// Applies f to the value; an error passes through untouched.
  template <class F>
  auto transform(F&& f) && {
    using U = std::remove_cvref_t<std::invoke_result_t<F, T&&>>;
    return Result<U>(std::move(static_cast<Base&>(*this)).map(std::forward<F>(f)));
  }

  /// Applies f, which itself may fail, to the value.
  template <class F>
  auto and_then(F&& f) && -> std::invoke_result_t<F, T&&> {
    if (!this->has_value()) return std::move(this->error());
    return std::forward<F>(f)(std::move(**this));
  }

  /// The same result; an error says where it happened.
  Result in(std::string_view place) && {
    if (this->has_value()) return std::move(*this);
    return this->error().in(place);
  }
};

/// Success without a value, or an Error.
template <>
class [[nodiscard]] Result<void> : public tl::expected<void, Error> {
  using Base = tl::expected<void, Error>;

 public:
  using value_type = void;
  using Base::Base;
  Result() = default;
  Result(Error error) : Base(tl::unexpected<Error>(std::move(error))) {}
  Result(Base base) : Base(std::move(base)) {}

  Result in(std::string_view place) && {
    if (this->has_value()) return std::move(*this);
    return this->error().in(place);
  }
};

}  // namespace avstem
