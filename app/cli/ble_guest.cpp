// SPDX-License-Identifier: Apache-2.0
#include "app/cli/ble_guest.hpp"

#include <chrono>
#include <filesystem>
#include <utility>

namespace mpos::cli {
namespace {

std::string service_of(const config::v1::ReaderProfile& profile) {
  switch (profile.bluetooth().service()) {
    case config::v1::Bluetooth::NUS: return "nus";
    case config::v1::Bluetooth::ISSC: return "issc";
    case config::v1::Bluetooth::FFF0: return "fff0";
    default: return "own";
  }
}

radio_ble::Appearance appearance_of(const config::v1::ReaderProfile& profile, const BleOptions& options) {
  constexpr std::size_t serial_end = 6;
  const std::string& serial = profile.serial();
  const std::string& prefix = profile.bluetooth().name_prefix();
  return {.name = (prefix.empty() ? "mPOS" : prefix) + " SIM " +
                  (serial.size() > serial_end ? serial.substr(serial.size() - serial_end) : serial),
          .service = options.service.empty() ? service_of(profile) : options.service,
          .model = profile.model(),
          .serial = serial,
          .firmware = profile.firmware_version()};
}

}  // namespace

BleGuest::BleGuest(net::Context& context, const config::v1::ReaderProfile& profile, const BleOptions& options,
                   OnPhone on_phone, Tell trouble, Tell note)
    : appearance_(appearance_of(profile, options)) {
  std::error_code ignored;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path() / "vmpos-ble";
  auto helper = radio_ble::Helper::start(context, program.string(), appearance_, options.adapter);
  if (!helper) {
    trouble(helper.error());
    return;
  }
  helper_ = std::move(*helper);
  radio_ = std::make_unique<radio_ble::BleRadio>(
      context, helper_->take_stream(),
      radio_ble::BleRadio::Handlers{.started = [this](const std::string& address) { address_ = address; },
                                    .failed =
                                        [this, trouble = std::move(trouble)](const std::string& reason) {
                                          failed_ = true;
                                          trouble(reason);
                                        },
                                    .phone = std::move(on_phone),
                                    .note = std::move(note)});
  while (!is_up() && !failed_ && !context.is_stopped()) (void)context.run_for(std::chrono::seconds{1});
}

}  // namespace mpos::cli
