// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string_view>

#include "devicemodel/base/bytes.hpp"

namespace mpos {

/// A vector that never grows past `capacity` and never allocates. T is trivially copyable.
template <typename T, std::size_t N>
class FixedVector {
 public:
  static constexpr std::size_t capacity() noexcept { return N; }

  constexpr FixedVector() noexcept = default;
  constexpr FixedVector(std::initializer_list<T> items) noexcept {
    for (const T& item : items) push_back(item);
  }

  constexpr std::size_t size() const noexcept { return size_; }
  constexpr bool empty() const noexcept { return size_ == 0; }
  constexpr bool full() const noexcept { return size_ == N; }
  constexpr T* data() noexcept { return items_.data(); }
  constexpr const T* data() const noexcept { return items_.data(); }
  constexpr T* begin() noexcept { return data(); }
  constexpr T* end() noexcept { return data() + size_; }
  constexpr const T* begin() const noexcept { return data(); }
  constexpr const T* end() const noexcept { return data() + size_; }
  constexpr T& operator[](std::size_t i) noexcept {
    MPOS_ASSERT(i < size_);
    return items_[i];
  }
  constexpr const T& operator[](std::size_t i) const noexcept {
    MPOS_ASSERT(i < size_);
    return items_[i];
  }
  constexpr T& back() noexcept { return (*this)[size_ - 1]; }
  constexpr const T& back() const noexcept { return (*this)[size_ - 1]; }
  std::span<T> span() noexcept { return {data(), size_}; }
  std::span<const T> span() const noexcept { return {data(), size_}; }

  constexpr void clear() noexcept { size_ = 0; }
  constexpr void pop_back() noexcept {
    MPOS_ASSERT(size_ > 0);
    --size_;
  }
  /// Appends; a full vector is the caller's bug. Use try_push_back() on input from outside.
  constexpr void push_back(const T& item) noexcept {
    MPOS_ASSERT(size_ < N);
    items_[size_++] = item;
  }
  [[nodiscard]] constexpr bool try_push_back(const T& item) noexcept {
    if (size_ == N) return false;
    items_[size_++] = item;
    return true;
  }
  /// Appends all of `items` or nothing.
  [[nodiscard]] bool try_append(std::span<const T> items) noexcept {
    if (items.size() > N - size_) return false;
    for (const T& item : items) items_[size_++] = item;
    return true;
  }
  void append(std::span<const T> items) noexcept { MPOS_ASSERT(try_append(items)); }
  /// Sets the size; new items keep whatever value their place held.
  constexpr void resize(std::size_t size) noexcept {
    MPOS_ASSERT(size <= N);
    size_ = size;
  }
  /// Drops the first `count` items and moves the rest down.
  constexpr void discard_front(std::size_t count) noexcept {
    MPOS_ASSERT(count <= size_);
    for (std::size_t i = count; i < size_; ++i) items_[i - count] = items_[i];
    size_ -= count;
  }

  friend constexpr bool operator==(const FixedVector& a, const FixedVector& b) noexcept {
    if (a.size_ != b.size_) return false;
    for (std::size_t i = 0; i < a.size_; ++i) {
      if (!(a.items_[i] == b.items_[i])) return false;
    }
    return true;
  }

 private:
  std::array<T, N> items_{};
  std::size_t size_ = 0;
};

template <std::size_t N>
using ByteVector = FixedVector<std::uint8_t, N>;

/// Text of at most N bytes, by value, never allocated.
template <std::size_t N>
class FixedString {
 public:
  constexpr FixedString() noexcept = default;
  /// Cuts text that is too long; use try_assign() on input from outside.
  FixedString(std::string_view text) noexcept { assign_cut(text); }  // NOLINT(google-explicit-constructor)
  FixedString(const char* text) noexcept
      : FixedString(std::string_view{text}) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool try_assign(std::string_view text) noexcept {
    if (text.size() > N) return false;
    assign_cut(text);
    return true;
  }
  [[nodiscard]] bool try_append(std::string_view text) noexcept {
    return chars_.try_append(std::span<const char>{text.data(), text.size()});
  }
  void append(std::string_view text) noexcept { MPOS_ASSERT(try_append(text)); }
  void clear() noexcept { chars_.clear(); }
  std::string_view view() const noexcept { return {chars_.data(), chars_.size()}; }
  operator std::string_view() const noexcept { return view(); }  // NOLINT(google-explicit-constructor)
  std::size_t size() const noexcept { return chars_.size(); }
  bool empty() const noexcept { return chars_.empty(); }
  friend bool operator==(const FixedString& a, const FixedString& b) noexcept { return a.view() == b.view(); }
  friend bool operator==(const FixedString& a, std::string_view b) noexcept { return a.view() == b; }

 private:
  void assign_cut(std::string_view text) noexcept {
    chars_.clear();
    for (std::size_t i = 0; i < text.size() && i < N; ++i) chars_.push_back(text[i]);
  }
  FixedVector<char, N> chars_;
};

}  // namespace mpos
