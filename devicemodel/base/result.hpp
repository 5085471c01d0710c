// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <utility>

#include "devicemodel/base/assert.hpp"

namespace mpos {

/// The failing half of a Result: `return Failure{FrameError::bad_crc};`
template <typename E>
struct Failure {
  E error;
};
template <typename E>
Failure(E) -> Failure<E>;

/// A value or the reason why there is none. Mirrors std::expected, so that it can become that.
template <typename T, typename E>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}                     // NOLINT(google-explicit-constructor)
  Result(Failure<E> failure) : error_(std::move(failure.error)) {}  // NOLINT(google-explicit-constructor)

  bool has_value() const noexcept { return value_.has_value(); }
  explicit operator bool() const noexcept { return has_value(); }

  T& operator*() & noexcept { return get(); }
  const T& operator*() const& noexcept { return const_cast<Result*>(this)->get(); }
  T&& operator*() && noexcept { return std::move(get()); }
  T* operator->() noexcept { return &get(); }
  const T* operator->() const noexcept { return &const_cast<Result*>(this)->get(); }
  const E& error() const noexcept {
    MPOS_ASSERT(!has_value());
    return error_;
  }
  template <typename U>
  T value_or(U&& other) const {
    return has_value() ? *value_ : static_cast<T>(std::forward<U>(other));
  }

 private:
  T& get() noexcept {
    MPOS_ASSERT(has_value());
    return *value_;
  }
  std::optional<T> value_;
  E error_{};
};

/// Success without a value, or a reason.
template <typename E>
class [[nodiscard]] Result<void, E> {
 public:
  Result() noexcept = default;
  Result(Failure<E> failure) : error_(std::move(failure.error)) {}  // NOLINT(google-explicit-constructor)

  bool has_value() const noexcept { return !error_.has_value(); }
  explicit operator bool() const noexcept { return has_value(); }
  const E& error() const noexcept {
    MPOS_ASSERT(error_.has_value());
    return *error_;
  }

 private:
  std::optional<E> error_;
};

}  // namespace mpos
