// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/base/bytes.hpp"
#include "devicemodel/base/result.hpp"

namespace mpos::iso8583 {

inline constexpr std::size_t length_bytes = 2;  ///< Big endian; counts everything after itself.
inline constexpr std::size_t tpdu_bytes = 5;
inline constexpr std::size_t header_bytes = 6;
inline constexpr std::size_t frame_overhead = length_bytes + tpdu_bytes + header_bytes;

/// Transport addresses: 60, destination, source; packed BCD, so that address 0003 is the number 0x0003.
struct Tpdu {
  std::uint16_t destination = 0;
  std::uint16_t source = 0;
  /// What an answer carries.
  Tpdu swapped() const noexcept { return {source, destination}; }
  friend bool operator==(const Tpdu&, const Tpdu&) noexcept = default;
};

/// Application class, software version, state, processing request, software sub-version: 12 BCD digits, kept as they
/// came.
using Header = std::array<std::uint8_t, header_bytes>;

/// What stands behind the length prefix. `message` borrows from the input.
struct Frame {
  Tpdu tpdu;
  Header header{};
  Bytes message;
};

enum class FrameError : std::uint8_t {
  too_short,   ///< shorter than TPDU and header
  bad_tpdu,    ///< does not start with 60, or an address is not BCD
  bad_header,  ///< the header is not BCD
  no_room      ///< the output is too small, or the whole longer than the prefix can say
};

/// Takes a frame apart. `body` is everything after the length prefix.
Result<Frame, FrameError> parse_frame(Bytes body) noexcept;

/// Writes length prefix, TPDU, header and message; answers the number of bytes.
Result<std::size_t, FrameError> build_frame(const Tpdu& tpdu, const Header& header, Bytes message,
                                            MutableBytes out) noexcept;

}  // namespace mpos::iso8583
