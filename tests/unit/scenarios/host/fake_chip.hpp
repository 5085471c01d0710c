// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/unit/peripherals/card/support.hpp"
#include "tests/unit/scenarios/host/fake_terminal.hpp"

namespace mpos::host {

/// The field 55 of tests/vectors/virtual_card.json: 100.00, ARQC 5AA988CFB5271BFE.
inline constexpr const char* published_field55 =
    "9F26085AA988CFB5271BFE9F2701809F100807010103A00002019F3704556677889F36020001950500000080009A032409179C01009F020600"
    "00000100005F2A02015682027C009F1A0201569F03060000000000009F3303E0F8C89F34034203009F3501229F1E0831323334353637388408"
    "A0000003330101029F090200309F410400000001";

/// `hex` with the first `from` replaced by `to`, of the same length; the test fails when it is not there.
std::string with(std::string hex, std::string_view from, std::string_view to);

/// A virtual card of assets/cards/chip in the hands of a FakeTerminal: what it answers goes into field 55, what the
/// host answers goes back into it.
class FakeChip {
 public:
  explicit FakeChip(const std::string& name) : bench(name) {}

  /// One transaction up to GENERATE AC; `kind` is its P1. Answers field 55 as the reader sends it.
  std::string transact(std::uint8_t kind, std::int64_t amount_minor, std::string_view tvr = "0000048000",
                       std::uint8_t cash_indicator = 0);
  /// The same in the field.
  std::string tap(std::int64_t amount_minor, std::string_view ttq = "36800000");
  /// Field 55 from a cryptogram reply (template 77 or 80).
  std::string field55(Bytes reply, std::int64_t amount_minor, std::string_view tvr, std::string_view type = "00") const;
  /// A sale or balance enquiry of the card at the terminal; field 39.
  std::string send(FakeTerminal& terminal, Purchase purchase, const std::string& field55, const char* entry = "051");

  card::test::Bench bench;
};

}  // namespace mpos::host
