// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <string>

#include "devicemodel/primitives/openssl_primitives.hpp"
#include "peripherals/card/chip_file.hpp"
#include "peripherals/card/personaliser.hpp"
#include "peripherals/card/virtual_card.hpp"
#include "scenarios/load/catalogue.hpp"
#include "scenarios/load/yaml_reader.hpp"

namespace {

namespace card = mpos::card;

constexpr std::array names{"virtual_card", "electronic_cash", "cda_1408", "dda_1984", "wallet", "multi_application"};

template <typename Message>
Message load_asset(const std::string& path) {
  mpos::load::Problems problems(path);
  Message message;
  const auto text = mpos::load::read_file(mpos::load::Catalogue::find_root() / path, problems);
  if (!text || !mpos::load::read_yaml(*text, message, problems)) __builtin_trap();
  return message;
}

std::shared_ptr<const card::Personalisation> make(const char* name, mpos::primitives::OpenSslPrimitives& primitives) {
  static const auto keys = card::KeyRing::from(load_asset<mpos::config::v1::ChipKeyFile>("keys/chip.yaml"));
  const auto profile =
      card::profile_from(load_asset<mpos::config::v1::CardFile>("cards/chip/" + std::string(name) + ".yaml"));
  auto made = card::make_card(*profile, *keys, primitives);
  return std::make_shared<const card::Personalisation>(*std::move(made));
}

}  // namespace

/// First byte: card. Then commands with a length byte in front; FF resets the contacts, FE the field, FD goes on from
/// the saved state.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static mpos::primitives::OpenSslPrimitives primitives;
  static std::array<std::shared_ptr<const card::Personalisation>, names.size()> cards;
  static_cast<void>(card::load({data, size}));
  if (size == 0) return 0;
  const std::size_t which = data[0] % names.size();
  if (!cards[which]) cards[which] = make(names[which], primitives);
  auto subject = std::make_unique<card::VirtualCard>(cards[which], card::first_state(*cards[which]), primitives);
  subject->reset(card::Interface::contact, card::Reset::cold);
  for (std::size_t i = 1; i < size;) {
    const std::size_t length = data[i++];
    if (length == 0xFF || length == 0xFE) {
      subject->reset(length == 0xFF ? card::Interface::contact : card::Interface::contactless, card::Reset::warm);
      continue;
    }
    if (length == 0xFD) {
      auto state = card::load(card::save(subject->state()));
      if (!state || *state != subject->state()) __builtin_trap();
      subject = std::make_unique<card::VirtualCard>(cards[which], *std::move(state), primitives);
      subject->reset(card::Interface::contact, card::Reset::cold);
      continue;
    }
    const std::size_t taken = std::min(length, size - i);
    const card::ApduReply reply = subject->transmit({data + i, taken});
    if (reply.bytes.size() == 1 || reply.bytes.size() > 258) __builtin_trap();
    i += taken;
  }
  return 0;
}
