// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <functional>
#include <memory>
#include <string>

#include "devicemodel/base/result.hpp"
#include "devicemodel/security/ports.hpp"

namespace mpos::world {

/// Writes the keys of every session to a file, so that a capture can be read: for tests only. One line a session:
/// `VMPOS_LINK`, the phone's ephemeral public key (the first 32 bytes of handshake message 1), the key phone to reader
/// and the key reader to phone, in hexadecimal.
class KeyLog {
 public:
  /// A new file only its owner may read. The failure names the file.
  static Result<std::unique_ptr<KeyLog>, std::string> create(const std::string& path);

  void session(Bytes phone_ephemeral, Bytes to_reader, Bytes to_phone);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  explicit KeyLog(std::FILE* file) : file_(file) {}
  std::unique_ptr<std::FILE, Close> file_;
};

/// A cipher that tells each key it is given.
class WatchedCipher final : public security::AesGcm {
 public:
  using OnKey = std::function<void(Bytes key)>;
  WatchedCipher(security::AesGcm& cipher, OnKey on_key) : cipher_(cipher), on_key_(std::move(on_key)) {}
  void set_key(Bytes key) override {
    cipher_.set_key(key);
    on_key_(key);
  }
  void seal(Bytes nonce, Bytes associated, Bytes plain, MutableBytes out) override {
    cipher_.seal(nonce, associated, plain, out);
  }
  bool open(Bytes nonce, Bytes associated, Bytes sealed, MutableBytes out) override {
    return cipher_.open(nonce, associated, sealed, out);
  }
  void clear() override { cipher_.clear(); }

 private:
  security::AesGcm& cipher_;
  OnKey on_key_;
};

}  // namespace mpos::world
