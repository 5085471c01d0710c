// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "mpos/config/v1/config.pb.h"
#include "peripherals/net/context.hpp"
#include "peripherals/radio_ble/ble_radio.hpp"
#include "peripherals/radio_ble/helper.hpp"

namespace mpos::cli {

struct BleOptions {
  bool wanted = false;
  std::string service;  ///< own, nus, issc or fff0; empty: the profile's
  std::string adapter;  ///< an address; empty: the first
};

/// The first reader over Bluetooth LE. Without Bluetooth there is a reason, and everything else goes on.
class BleGuest {
 public:
  using OnPhone = std::function<void(std::unique_ptr<radio::Stream>)>;
  using Tell = std::function<void(const std::string& text)>;

  /// Starts the helper beside this program and waits until it advertises or says why not. `trouble` is told, once, when
  /// it fails; `note` what may interest those who look for a fault.
  BleGuest(net::Context& context, const config::v1::ReaderProfile& profile, const BleOptions& options, OnPhone on_phone,
           Tell trouble, Tell note);

  bool is_up() const noexcept { return !address_.empty(); }
  const std::string& address() const noexcept { return address_; }  ///< of the adapter
  const radio_ble::Appearance& appearance() const noexcept { return appearance_; }

 private:
  radio_ble::Appearance appearance_;
  std::string address_;
  bool failed_ = false;
  std::unique_ptr<radio_ble::Helper> helper_;
  std::unique_ptr<radio_ble::BleRadio> radio_;
};

}  // namespace mpos::cli
