// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/base/result.hpp"
#include "mpos/reader/v1/reader.npb.h"

/// The phone's API on the reader's side: nanopb structs in fixed memory, nothing allocated.
namespace mpos::command {

using Request = mpos_reader_v1_Request;
using Reply = mpos_reader_v1_Reply;
using Notice = mpos_reader_v1_Notice;
using Code = mpos_reader_v1_Code;

inline constexpr std::size_t max_request_bytes = 1280;
inline constexpr std::size_t max_reply_bytes = mpos_reader_v1_Reply_size;
inline constexpr std::size_t max_notice_bytes = mpos_reader_v1_Notice_size;

/// Why bytes are no request: the code to answer with, the id where one could be read (else 0), and what to tell people.
struct Refusal {
  Code code = mpos_reader_v1_Code_CODE_MALFORMED;
  std::uint32_t id = 0;
  const char* detail = "";
};

/// Decodes a Request. CODE_MALFORMED: not the wire format, a field longer than reader.proto says, id 0 or no body at
/// all; CODE_UNKNOWN_REQUEST: the only body present is one this version does not know.
Result<void, Refusal> decode(Bytes bytes, Request& request) noexcept;
/// Encodes into `out` (max_reply_bytes, max_notice_bytes); answers the length.
std::size_t encode(const Reply& reply, MutableBytes out) noexcept;
std::size_t encode(const Notice& notice, MutableBytes out) noexcept;

/// The number in an enum field of a request. The wire may carry any number there, and one outside the enum must not be
/// loaded as the enum's type.
template <typename Enum>
std::int64_t number_of(const Enum& field) noexcept {
  static_assert(sizeof(Enum) == sizeof(std::int32_t));
  std::int32_t value = 0;
  std::memcpy(&value, &field, sizeof value);
  return value;
}

/// Copies text into one of nanopb's character arrays, cut to its size, always terminated.
void set_text(std::span<char> field, std::string_view text) noexcept;
/// The text of one of nanopb's character arrays.
std::string_view text_of(std::span<const char> field) noexcept;

}  // namespace mpos::command
