// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/sam/sam_client.hpp"

namespace {

using namespace mpos;

/// A slot whose module says what the script says: an event byte, a length byte, that many bytes.
class ScriptedSlot final : public hal::IccSlot {
 public:
  explicit ScriptedSlot(Bytes script) : script_(script) {}
  bool card_present() const override { return true; }
  void power_on() override { due_ = true; }
  void warm_reset() override { due_ = true; }
  void power_off() override { due_ = false; }
  void set_rate(Rate rate) override { MPOS_ASSERT(rate.f != 0 && rate.d != 0); }
  void set_waiting_time(std::uint32_t etu) override { MPOS_ASSERT(etu != 0); }
  void exchange(Bytes bytes) override {
    MPOS_ASSERT(bytes.size() <= 261);
    due_ = true;
  }
  Event take_event() override {
    if (!due_ || script_.size() < 2) return Event::none;
    due_ = false;
    const auto event = static_cast<Event>(1 + script_[0] % 5);
    const std::size_t length = script_[1] < script_.size() - 2 ? script_[1] : script_.size() - 2;
    received_ = script_.subspan(2, length);
    script_ = script_.subspan(2 + length);
    return event;
  }
  Bytes received() const override { return received_; }

 private:
  Bytes script_;
  Bytes received_;
  bool due_ = false;
};

}  // namespace

/// First byte: the operation. Then what the module says.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  ScriptedSlot slot{Bytes{data, size}.subspan(1)};
  sam::SamClient client{slot};
  client.power_on();
  const std::array<std::uint8_t, 300> message{};
  const Bytes some{message};
  const sam::KeyPath key;
  for (int i = 0; i < 64; ++i) {
    const auto event = client.service();
    MPOS_ASSERT(client.output().size() <= sam::SamClient::most_crypt_bytes);
    if (event == sam::SamClient::Event::none) break;
    if (!client.is_ready() || client.is_working()) continue;
    switch ((data[0] + i) % 5) {
      case 0: (void)client.begin_identity(); break;
      case 1: (void)client.begin_crypt(key, sam::SamClient::Direction::decrypt, some.first(48)); break;
      case 2: (void)client.begin_terminal_mac(key, some); break;
      case 3: (void)client.begin_purchase({}); break;
      default: (void)client.begin_credit(some.first(4)); break;
    }
  }
  return 0;
}
