// SPDX-License-Identifier: Apache-2.0
// What goes over the wires of a world, written down for test benches.
#include "scenarios/world/world_side.hpp"

namespace mpos::world {

/// Split gives the sending cipher its key first, then the receiving one: with the second both are known.
void World::watch_keys(Side& reader) {
  reader.watched_send =
      std::make_unique<WatchedCipher>(reader.send_cipher, [&reader](Bytes key) { reader.sending_key.assign(key); });
  reader.watched_receive = std::make_unique<WatchedCipher>(reader.receive_cipher, [this, &reader](Bytes key) {
    options_.key_log->session(reader.ephemeral, key, reader.sending_key.expose());
  });
}

void World::listen_in(Station& station, Side& reader, std::uint8_t number) {
  if (options_.capture) {
    station.reader().on_apdu([this, number](bool answer, Duration later, Bytes bytes) {
      options_.capture->packet(Capture::Wire::apdu, answer ? Capture::Way::from : Capture::Way::towards, number,
                               scheduler_.now() + later, bytes);
    });
  }
  station.set_listener([this, &reader, number]() -> radio::Tap::Heard {
    struct Ears {
      FrameCutter from{Capture::Wire::link};
      FrameCutter towards{Capture::Wire::link};
    };
    return [this, &reader, number, ears = std::make_shared<Ears>()](bool outward, Bytes bytes) {
      for (const auto& frame : (outward ? ears->from : ears->towards).take(bytes)) {
        constexpr std::size_t type_at = 3, key_bytes = 32;
        constexpr auto handshake = static_cast<std::uint8_t>(link::FrameType::handshake);
        const Bytes whole{frame};
        const bool first = !outward && whole.size() > link::frame_header_bytes + key_bytes &&
                           whole[type_at] == handshake && load_be16(whole.data() + 6) == 0;
        if (first) {
          const Bytes key = whole.subspan(link::frame_header_bytes, key_bytes);
          reader.ephemeral.assign(key.begin(), key.end());
        }
        if (options_.capture) {
          options_.capture->packet(Capture::Wire::link, outward ? Capture::Way::from : Capture::Way::towards, number,
                                   scheduler_.now(), whole);
        }
      }
    };
  });
}

void World::attach_to_acquirer(std::unique_ptr<radio::Stream> stream) {
  if (!options_.capture) return acquirer_->attach(std::move(stream));
  struct Ears {
    FrameCutter from{Capture::Wire::host};
    FrameCutter towards{Capture::Wire::host};
  };
  const auto heard = [this, ears = std::make_shared<Ears>()](bool outward, Bytes bytes) {
    for (const auto& frame : (outward ? ears->from : ears->towards).take(bytes)) {
      options_.capture->packet(Capture::Wire::host, outward ? Capture::Way::from : Capture::Way::towards, 0,
                               scheduler_.now(), frame);
    }
  };
  acquirer_->attach(std::make_unique<radio::Tap>(std::move(stream), heard));
}

}  // namespace mpos::world
