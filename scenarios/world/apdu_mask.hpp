// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "devicemodel/base/bytes.hpp"

namespace mpos::world {

/// Writes commands and answers of one card in hexadecimal, fit for a journal: a star stands for each digit of a PIN
/// block, of track data behind the account number, and of the middle of an account number (PCI DSS 3.4). Everything
/// else stands as it is. Numbers are found by their tags, in what is no proper TLV by the look of tag, length and
/// digits or of track 2, and once seen wherever they turn up, packed or as text.
class ApduMask {
 public:
  /// An account number this card is known to carry: digits.
  void know(std::string_view pan);
  std::string command(Bytes apdu);
  /// `response` with its status word. Learns the account numbers in it.
  std::string response(Bytes response);

 private:
  void hide_objects(Bytes list, std::string& hex, std::size_t at);
  void hide_known(std::string& hex) const;
  void hide_loose(std::string& hex);

  std::vector<std::string> numbers_;
};

}  // namespace mpos::world
