// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mpos/bus/v1/bus.pb.h"
#include "scenarios/decode/row.hpp"
#include "scenarios/decode/specimen.hpp"

namespace mpos::decode {

enum class Kind : std::uint8_t {
  bytes,  ///< nothing is known about them
  command,
  response,
  tlv,
  dol,
  message,  ///< ISO 8583, with or without its frame
  request,
  reply,
  notice,
  atr,
  block,
  link_frame,
  compat_frame,  ///< of the 55AA wire
  status,
  tvr,
  tsi,
  cvm,
  aip,
  ttq,
};
/// The word of a kind on the command line: "command", "iso8583", "t1", ...
std::string_view word_of(Kind kind) noexcept;
std::optional<Kind> kind_of(std::string_view word) noexcept;
/// All words, "command, response, ...".
std::string kind_words();

/// Bytes and what they mean. `specimen` is empty where an event has no bytes.
struct Part {
  std::string title;
  Kind kind = Kind::bytes;
  Specimen specimen;
  Rows rows;
};

/// What these bytes most likely are. The most telling form is tried first: check sums, then lengths that must agree.
Kind guess(Bytes bytes);
/// Reads the bytes as `kind`; what the house masks is hidden in the answer's specimen.
Part decode(Specimen specimen, Kind kind);

/// What a bus event carries, part by part: the bytes it holds with their decoding, and at the end its own fields.
std::vector<Part> decode_event(const bus::v1::Event& event);

}  // namespace mpos::decode
