// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "scenarios/host/frontend/terminal.hpp"
#include "scenarios/host/hsm/hsm.hpp"
#include "scenarios/host/ledger/ledger.hpp"

namespace mpos::host {

/// A PSAM as field 59 A7 names it: tags 08 (serial), 09 (its terminal number), 10 (what it is used for).
struct NamedPsam {
  Psam module;
  std::array<std::uint8_t, 6> terminal{};
};

/// Reads the tags of group A7. False when only some of them are there or one is malformed; `psam` stays empty when
/// none is.
bool read_psam(Bytes group, std::optional<NamedPsam>& psam);

/// Which PSAM belongs to which reader: the first one a reader proves itself with is bound to it for good, by serial
/// number, terminal number and check value of the terminal master key.
class PsamRegister {
 public:
  PsamRegister(Hsm& hsm, Ledger& ledger) noexcept : hsm_(hsm), ledger_(ledger) {}

  /// Checks, and binds what was not bound yet; call after the reader's proof. Why it is refused, or empty.
  const char* admit(const Terminal& terminal, std::string_view reader, const std::optional<NamedPsam>& psam);

 private:
  Hsm& hsm_;
  Ledger& ledger_;
};

}  // namespace mpos::host
