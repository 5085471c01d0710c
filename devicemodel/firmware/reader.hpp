// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/base/result.hpp"
#include "devicemodel/firmware/config.hpp"
#include "devicemodel/hal/hal.hpp"
#include "devicemodel/link/channel.hpp"

namespace mpos::firmware {

enum class PersonaliseError : std::uint8_t { storage_failed, bad_key, bad_ksn };

/// The reader's firmware: everything between the HAL and the phone. One value, no heap, nothing runs by itself.
///
/// The executor calls service() after any interrupt line was raised (keypad, stripe head, link, timers); it drains all that is
/// ready and returns. Firmware takes no virtual time. While the idle screen stands, a timer ends each minute to redraw the clock.
class Reader {
 public:
  /// All references must outlive the reader. `device_key` unlocks the key store in flash and is copied. `identity` is the X25519 key
  /// and certificate of this device; its certificate bytes are borrowed.
  Reader(hal::Board board, security::Primitives& primitives, security::AesGcm& send_cipher, security::AesGcm& receive_cipher,
         const Config& config, const link::Identity& identity, const SecretBytes<32>& device_key) noexcept;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// The secure room: loads the keys and writes them, sealed, to flash; forgets an earlier life. Before the first power_on().
  Result<void, PersonaliseError> personalise(const Personalisation& keys) noexcept;
  /// Boots: self test, records, key store, idle screen (or the locked screen). Drops whatever ran before.
  void power_on(ResetCause cause) noexcept;
  /// Handles every key, swipe, link byte and timer that is ready.
  void service() noexcept;

  ReaderState state() const noexcept;
  bool in_pin_entry() const noexcept { return state() == ReaderState::pin_entry; }
  bool signed_in() const noexcept;
  bool reversal_pending() const noexcept;
};

}  // namespace mpos::firmware
