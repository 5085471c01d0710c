// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>

#include "devicemodel/base/fixed_vector.hpp"
#include "scenarios/host/hsm/hsm.hpp"

namespace mpos::host {

using Nonce = std::array<std::uint8_t, 16>;

/// What one sign-in gave reader and host to share.
struct SignedIn {
  Hsm::Terminal id = 0;  ///< under which the security module holds its working keys
  std::string reader;    ///< serial of the reader
  std::uint32_t batch = 1;
  Nonce reader_nonce{};
  Nonce host_nonce{};
};

/// A registered terminal and where its sign-in stands.
struct Terminal {
  enum class Session : std::uint8_t { out, in };
  static constexpr int max_bad_macs = 5;

  std::string name;      ///< field 41
  std::string merchant;  ///< field 42
  std::string serial;    ///< registered; a star at the end stands for anything
  std::string psam;      ///< registered PSAM serial, 20 digits; empty: the first one seen is bound
  bool blocked = false;  ///< by registration

  Session session = Session::out;
  SignedIn standing;     ///< in force while the session is in
  bool offered = false;  ///< keys were sent; the reader has yet to prove that it has them (MAC2)
  /// Beside the sign-in that stands until the proof has come: whoever repeats a recorded request offers keys to nobody.
  SignedIn offer;
  int bad_macs = 0;         ///< in a row, since the last sign-in
  ByteVector<10> last_ksn;  ///< DUKPT: only larger counters are taken
  std::int64_t merchant_account = 0;
  std::uint32_t key_version = 1;          ///< of the CA keys it has fetched; 1 is what it was personalised with
  std::uint32_t application_version = 1;  ///< likewise

  bool admits(std::string_view reader_serial) const noexcept {
    const std::string_view pattern{serial};
    if (!pattern.empty() && pattern.back() == '*')
      return reader_serial.starts_with(pattern.substr(0, pattern.size() - 1));
    return reader_serial == pattern;
  }
};

}  // namespace mpos::host
