// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/firmware/host_message.hpp"
#include "devicemodel/firmware/upload_store.hpp"

namespace mpos::firmware {

/// Tells the host what the reader keeps for it (iso8583.md sections 4 and 9): builds the 0220 of a sale the card
/// approved by itself or the 0620 of a script under a fresh transaction key, and judges the 0230 or 0630.
class Advice {
 public:
  Advice(const Config& config, security::SecurityCore& core, UploadStore& uploads, SignIn& sign_in,
         Bytes storage_key) noexcept
      : config_(config), core_(core), uploads_(uploads), sign_in_(sign_in), storage_key_(storage_key) {}

  /// Builds the message of the oldest upload. False when there is none, no key, or its account cannot be opened.
  [[nodiscard]] bool build_request(HostMessage& out) noexcept;
  std::uint32_t trace() const noexcept { return current_.trace; }
  UploadKind kind() const noexcept { return current_.kind; }

  /// done: the host has it, and it is forgotten. refused: the host will never take it; it is forgotten, and an auditor
  /// is to be told. later: no word that can be trusted, or the host asks for patience: it stays.
  enum class Next : std::uint8_t { done, refused, later };
  /// `forced_sign_in` is set for A0, 99, 77.
  Next on_answer(Bytes answer, bool& forced_sign_in) noexcept;
  /// Field 39 of the last answer.
  std::string_view response_code() const noexcept { return code_.view(); }
  void on_silence() noexcept { core_.end_transaction(); }

 private:
  bool set_account(iso8583::Message& message, iso8583::TlvWriter& field59) noexcept;

  const Config& config_;
  security::SecurityCore& core_;
  UploadStore& uploads_;
  SignIn& sign_in_;
  Bytes storage_key_;
  Upload current_;
  KeyFields sent_;
  FixedString<2> code_;
};

}  // namespace mpos::firmware
