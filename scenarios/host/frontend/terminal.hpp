// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <set>
#include <string>

#include "devicemodel/base/fixed_vector.hpp"
#include "scenarios/host/hsm/hsm.hpp"

namespace mpos::host {

using Nonce = std::array<std::uint8_t, 16>;

/// A registered terminal and where its sign-in stands.
struct Terminal {
  enum class Session : std::uint8_t {
    out,
    pending,  ///< keys were sent; the reader has yet to prove that it has them
    in
  };
  static constexpr int max_bad_macs = 5;

  Hsm::Terminal id = 0;
  std::string name;      ///< field 41
  std::string merchant;  ///< field 42
  std::string serial;    ///< registered; a star at the end stands for anything
  std::string psam;      ///< registered PSAM serial, 20 digits; empty: the first one seen is bound
  bool blocked = false;  ///< by registration

  Session session = Session::out;
  std::string reader;  ///< serial of the reader that signed in
  std::uint32_t batch = 1;
  Nonce reader_nonce{};
  Nonce host_nonce{};
  std::set<Nonce> used_nonces;  ///< of sign-ins with a right proof: each is taken once
  int bad_macs = 0;             ///< in a row, since the last sign-in
  ByteVector<10> last_ksn;      ///< DUKPT: only larger counters are taken
  std::int64_t merchant_account = 0;

  bool admits(std::string_view reader_serial) const noexcept {
    const std::string_view pattern{serial};
    if (!pattern.empty() && pattern.back() == '*')
      return reader_serial.starts_with(pattern.substr(0, pattern.size() - 1));
    return reader_serial == pattern;
  }
};

}  // namespace mpos::host
