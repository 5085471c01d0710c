// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "devicemodel/primitives/openssl_primitives.hpp"
#include "peripherals/psam/psam.hpp"

/// First byte: reading of P1. Then commands with a length byte in front; FF resets.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mpos;
  static primitives::OpenSslPrimitives primitives;
  static_cast<void>(psam::load({data, size}));
  if (size == 0) return 0;
  psam::PsamProfile profile{{0x3B, 0x60, 0, 0},
                            psam::Blob(10, 1),
                            psam::Blob(6, 2),
                            psam::Blob(8, 3),
                            psam::Blob(8, 4),
                            psam::Blob(4, 5),
                            psam::Blob(4, 6),
                            "123456",
                            1,
                            data[0] % 2 == 0 ? psam::P1Reading::levels_and_type : psam::P1Reading::public_os,
                            {}};
  for (const psam::Folder folder : {psam::Folder::card, psam::Folder::application}) {
    for (const int type : {0, 1, 2, 6, 7, 8}) {
      profile.keys.push_back({folder, static_cast<std::uint8_t>(type), 1, psam::Blob(type == 7 ? 8 : 16, 0x5A)});
    }
  }
  psam::Psam subject{profile, psam::first_state(profile), primitives};
  subject.reset(card::Interface::contact, card::Reset::cold);
  for (std::size_t i = 1; i < size;) {
    const std::size_t length = data[i++];
    if (length == 0xFF) {
      subject.reset(card::Interface::contact, card::Reset::warm);
      continue;
    }
    const std::size_t taken = std::min(length, size - i);
    const card::ApduReply reply = subject.transmit({data + i, taken});
    if (reply.bytes.size() < 2 || reply.bytes.size() > 258) __builtin_trap();
    i += taken;
  }
  const auto loaded = psam::load(psam::save(subject.state()));
  if (!loaded || *loaded != subject.state()) __builtin_trap();
  return 0;
}
