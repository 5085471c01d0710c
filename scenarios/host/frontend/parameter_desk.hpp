// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mpos/config/v1/config.pb.h"
#include "scenarios/host/frontend/exchange.hpp"
#include "scenarios/host/hsm/parameter_signer.hpp"

namespace mpos::host {

/// Hands out what a terminal needs to take chips: CA keys (60.3 372 list, 370 one record, 371 end) and application
/// parameters (382, 380, 381). The end carries the signature over the whole file. Source: icc.md section 9 and
/// iso8583.md section 9 of the domain notes; the signature is this project's own (assets/docs/host-protocol.md).
class ParameterDesk {
 public:
  /// errors  a sentence naming the key or application of the file that is wrong
  static Result<ParameterDesk, std::string> create(const config::v1::TerminalFile& file,
                                                   std::optional<ParameterSigner> signer);

  /// Whether the message asks for parameters, by type and 60.3.
  static bool serves(const Exchange& exchange) noexcept;
  /// Writes fields 59 and 62 of the answer.
  Code answer(Exchange& exchange) const;
  /// What the header of an answer to this terminal asks for: 4 to fetch CA keys, 5 applications, 0 nothing.
  std::uint8_t processing_request(const Terminal& terminal) const noexcept;

 private:
  struct Record {
    std::vector<std::uint8_t> name;   ///< what a terminal asks for it with: 9F06 and, for a key, 9F22
    std::vector<std::uint8_t> entry;  ///< its line in the list: and, for a key, DF05
    std::vector<std::uint8_t> whole;
  };
  struct Set {
    char kind = 'K';
    std::vector<Record> records;
  };

  const Set& set_of(std::string_view network) const noexcept { return network[1] == '7' ? keys_ : applications_; }
  Code list(Exchange& exchange, const Set& set) const;
  Code one(Exchange& exchange, const Set& set) const;
  Code end(Exchange& exchange, const Set& set) const;

  std::uint32_t version_ = 0;
  Set keys_{'K', {}};
  Set applications_{'A', {}};
  std::optional<ParameterSigner> signer_;
};

}  // namespace mpos::host
