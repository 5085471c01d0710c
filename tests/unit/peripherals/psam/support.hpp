// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "devicemodel/primitives/openssl_primitives.hpp"
#include "peripherals/psam/psam.hpp"
#include "peripherals/psam/psam_file.hpp"

namespace mpos::psam::test {

namespace sw = card::sw;

Blob hex(std::string_view text);
/// assets/psams/<name>.yaml.
PsamProfile profile(const std::string& name);
/// The "expected" or an "inputs" value of a vector of tests/vectors/psam.json, found by the beginning of its name.
std::string expected(const std::string& name);
std::string input(const std::string& name, const std::string& key);

/// A powered module.
class Bench {
 public:
  explicit Bench(const std::string& name = "default");

  card::ApduReply send(std::string_view command) { return psam->transmit(hex(command)); }
  std::uint16_t status(std::string_view command) { return send(command).status(); }
  /// Data and status as hexadecimal.
  std::string text(std::string_view command) { return card::to_hex(send(command).bytes); }
  void select_application();
  /// A command with a MAC under `key` over a fresh challenge.
  card::ApduReply send_with_mac(std::string_view header, Bytes data, Bytes key);
  void restart();

  primitives::OpenSslPrimitives primitives;
  std::unique_ptr<Psam> psam;
};

}  // namespace mpos::psam::test
