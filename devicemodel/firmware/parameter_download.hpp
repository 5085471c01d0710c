// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/firmware/host_message.hpp"
#include "devicemodel/firmware/parameter_messages.hpp"
#include "devicemodel/firmware/terminal_parameters.hpp"

namespace mpos::firmware {

/// One download of AIDs or CA keys (assets/docs/host-protocol.md, "Parameters"): asks what there is, fetches record by
/// record beside those that count, and lets them count when the signature over all of them was right. A download that
/// ends early, by a lost link or a power cut, leaves the old file in force and is begun anew.
class ParameterDownload {
 public:
  ParameterDownload(const Config& config, TerminalMemory& memory, TerminalParameters& parameters,
                    security::Primitives& primitives) noexcept
      : config_(config), memory_(memory), parameters_(parameters), primitives_(primitives) {}

  void begin(emv::ParameterSet set) noexcept;
  emv::ParameterSet set() const noexcept { return set_; }
  /// The next message. False when it cannot be packed.
  [[nodiscard]] bool build_request(HostMessage& out) noexcept;
  /// more: build_request() again. done: the new file counts. failed: the old one does; detail() says why.
  enum class Next : std::uint8_t { more, done, failed };
  Next on_answer(Bytes answer) noexcept;
  const char* detail() const noexcept { return detail_; }
  /// Version of the file that counts.
  std::uint32_t version() const noexcept { return parameters_.version(kind()); }

 private:
  ParameterKind kind() const noexcept {
    return set_ == emv::ParameterSet::ca_keys ? ParameterKind::ca_key : ParameterKind::application;
  }
  Next fail(const char* detail) noexcept;
  Next on_list(const iso8583::Message& answer) noexcept;
  Next on_record(const iso8583::Message& answer) noexcept;
  Next on_end(const iso8583::Message& answer) noexcept;

  const Config& config_;
  TerminalMemory& memory_;
  TerminalParameters& parameters_;
  security::Primitives& primitives_;
  emv::ParameterSet set_ = emv::ParameterSet::ca_keys;
  std::optional<emv::ParameterFile> file_;  ///< since begin()
  ParameterStep step_ = ParameterStep::list;
  FixedVector<ParameterName, emv::ParameterFile::max_records> names_;
  FixedString<4> asked_mti_;
  FixedString<17> asked_control_;
  const char* detail_ = "";
};

}  // namespace mpos::firmware
