// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/contactless.hpp"
#include "devicemodel/emv/kernel.hpp"
#include "devicemodel/primitives/openssl_primitives.hpp"

namespace {

using namespace mpos;

class NoEntropy final : public hal::Entropy {
 public:
  void fill(MutableBytes out) override {
    for (std::uint8_t& byte : out) byte = 0x5A;
  }
};

/// The input is a first byte of settings, then answers: one length byte (FF: the next byte names another event), then
/// that many bytes.
template <typename Kernel>
void drive(Kernel& kernel, Bytes script) {
  emv::Input input;
  for (int step = 0; step < 2000; ++step) {
    const emv::Action action = kernel.advance(input);
    if (action.kind == emv::Action::Kind::finish) {
      const bool approved = action.outcome.disposition == emv::Disposition::approved_online ||
                            action.outcome.disposition == emv::Disposition::approved_offline;
      MPOS_ASSERT(!approved || !action.outcome.reverse);
      return;
    }
    input = emv::Input{};
    if (action.kind == emv::Action::Kind::send_apdu) {
      MPOS_ASSERT(action.apdu.size() >= 4 && action.apdu.size() <= 261);
      input.kind = emv::Input::Kind::card_reply;
    } else if (action.kind == emv::Action::Kind::go_online) {
      input.kind = emv::Input::Kind::host_answer;
      input.approved = true;
    } else if (action.kind == emv::Action::Kind::choose_application) {
      input.kind = emv::Input::Kind::application_chosen;
    } else {
      input.kind = emv::Input::Kind::pin_entered;
    }
    if (script.empty()) {
      input.kind = emv::Input::Kind::card_removed;
      continue;
    }
    std::size_t length = script[0];
    script = script.subspan(1);
    if (length == 0xFF && !script.empty()) {
      input.kind = static_cast<emv::Input::Kind>(script[0] % 13);
      length = script[0] / 13;
      script = script.subspan(1);
    }
    if (length > script.size()) length = script.size();
    input.data = script.first(length);
    script = script.subspan(length);
  }
  MPOS_ASSERT(false && "the kernel does not come to an end");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static primitives::OpenSslPrimitives primitives;
  if (size == 0) return 0;
  NoEntropy entropy;
  emv::TerminalProfile profile;
  emv::Policy policy;
  policy.use_pse = (data[0] & 1) != 0;
  policy.online_pin_late = (data[0] & 2) != 0;
  profile.type = (data[0] & 4) != 0 ? 0x23 : 0x22;
  emv::AidTable aids;
  emv::AidParameters aid;
  constexpr std::array<std::uint8_t, 5> rid{0xA0, 0x00, 0x00, 0x03, 0x33};
  aid.aid.append(rid);
  aids.push_back(aid);
  emv::CaKeyTable keys;
  emv::CaKey key;
  key.rid = rid;
  key.index = 0xFE;
  key.expiry = {0x49, 0x12, 0x31};
  key.key.modulus.resize(128);
  for (std::uint8_t& byte : key.key.modulus) byte = 0xC5;
  key.key.exponent.push_back(3);
  (void)keys.put(key);
  emv::Transaction transaction;
  transaction.date = {0x24, 0x09, 0x17};
  const Bytes script{data + 1, size - 1};
  if ((data[0] & 8) == 0) {
    emv::Kernel kernel{{primitives, entropy, nullptr}, profile, policy, aids, keys};
    kernel.begin(transaction);
    drive(kernel, script);
  } else {
    aids[0].contactless_floor_limit = 100;
    emv::ContactlessKernel kernel{primitives, nullptr, profile, aids, keys};
    kernel.begin(transaction);
    drive(kernel, script);
  }
  return 0;
}
