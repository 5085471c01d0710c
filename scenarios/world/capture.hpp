// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "devicemodel/base/bytes.hpp"
#include "devicemodel/base/result.hpp"
#include "devicemodel/base/time.hpp"

namespace mpos::world {

/// Writes what goes over the wires to a pcapng file, with virtual time, for Wireshark and
/// packaging/wireshark/vmpos.lua. Each packet is one whole frame behind two bytes: direction (0 towards reader, host or
/// card, 1 from it) and the reader's number in its world (0 for the host). Link types: 147 (DLT_USER0) phone and
/// reader, 148 (DLT_USER1) reader and card, 149 (DLT_USER2) phone and host. Bytes that are no frame make packets too.
///
/// Format: IETF draft-ietf-opsawg-pcapng; section header, one interface description each, enhanced packets.
class Capture {
 public:
  enum class Wire : std::uint8_t { link, host, apdu };
  enum class Way : std::uint8_t { towards, from };

  /// Puts a new file in the place of an old one. The failure names the file.
  static Result<std::unique_ptr<Capture>, std::string> create(const std::string& path);

  void packet(Wire wire, Way way, std::uint8_t reader, Instant time, Bytes frame);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  explicit Capture(std::FILE* file) : file_(file) {}
  void write(std::uint32_t type, Bytes body);

  std::unique_ptr<std::FILE, Close> file_;
};

/// Cuts one direction of a wire into whole frames.
class FrameCutter {
 public:
  explicit FrameCutter(Capture::Wire wire) : wire_(wire) {}

  /// Takes bytes and answers the frames (or junk) that are complete now.
  std::vector<std::vector<std::uint8_t>> take(Bytes bytes);

 private:
  /// How long the frame at the front is; 0: not known yet. `junk` bytes in front of it are none.
  std::size_t length(std::size_t& junk) const;

  Capture::Wire wire_;
  std::vector<std::uint8_t> held_;
};

}  // namespace mpos::world
