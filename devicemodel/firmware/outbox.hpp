// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/base/fixed_vector.hpp"

namespace mpos::firmware {

/// Replies and notices on their way to the link, oldest first, each with a two-byte length in front.
class Outbox {
 public:
  static constexpr std::size_t capacity_bytes = 8192;
  /// Room the executor leaves free before it takes another request: a reply, a host request and a handful of small
  /// notices.
  static constexpr std::size_t reserve_bytes = 4096;

  bool empty() const noexcept { return bytes_.empty(); }
  bool ready_for_request() const noexcept { return capacity_bytes - bytes_.size() >= reserve_bytes; }
  /// False when it is full; the message is then lost.
  [[nodiscard]] bool push(Bytes message) noexcept {
    if (message.size() + 2 > capacity_bytes - bytes_.size()) return false;
    const std::uint8_t length[2] = {static_cast<std::uint8_t>(message.size() >> 8),
                                    static_cast<std::uint8_t>(message.size())};
    bytes_.append(length);
    bytes_.append(message);
    return true;
  }
  Bytes front() const noexcept { return bytes_.span().subspan(2, load_be16(bytes_.data())); }
  void pop() noexcept { bytes_.discard_front(2U + load_be16(bytes_.data())); }
  void clear() noexcept { bytes_.clear(); }

 private:
  ByteVector<capacity_bytes> bytes_;
};

}  // namespace mpos::firmware
