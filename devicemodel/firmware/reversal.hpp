// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/firmware/host_message.hpp"

namespace mpos::firmware {

/// Sends the kept reversal record (iso8583.md section 6): builds the 0400 under a fresh transaction key and judges the
/// 0410.
class Reversal {
 public:
  static constexpr std::uint8_t max_attempts = 3;

  Reversal(const Config& config, security::SecurityCore& core, TerminalMemory& memory, SignIn& sign_in) noexcept
      : config_(config), core_(core), memory_(memory), sign_in_(sign_in) {}

  /// Counts an attempt durably and builds the message. False when there is no key or the flash failed.
  [[nodiscard]] bool build_request(HostMessage& out) noexcept;
  std::uint32_t trace() const noexcept { return memory_.reversal() ? memory_.reversal()->trace : 0; }

  /// stuck: three attempts failed and the record could not be set aside; it still stands, so nothing new may begin.
  enum class Next : std::uint8_t { done, try_again, set_aside, stuck };
  /// 00, 12 and 25 under a right MAC and proof end it; anything else is a failed attempt. `forced_sign_in` is set for
  /// A0, 99, 77.
  Next on_answer(Bytes answer, bool& forced_sign_in) noexcept;
  /// No answer came.
  Next on_silence() noexcept;
  /// It never left: the attempt does not count.
  void on_not_sent() noexcept;

 private:
  Next failed() noexcept;

  const Config& config_;
  security::SecurityCore& core_;
  TerminalMemory& memory_;
  SignIn& sign_in_;
  KeyFields sent_;
};

/// Host answers after which the reader must sign in again (iso8583.md section 5).
bool forces_sign_in(std::string_view response_code) noexcept;

}  // namespace mpos::firmware
