// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "devicemodel/link/noise.hpp"
#include "devicemodel/primitives/aes_gcm.hpp"
#include "scenarios/vectors/ops.hpp"

namespace mpos::vectors {
namespace {

namespace noise = link::noise;
using primitives::OpenSslAesGcm;

struct Party {
  OpenSslAesGcm handshake_cipher;
  OpenSslAesGcm send_cipher;
  OpenSslAesGcm receive_cipher;
  noise::CipherState send{send_cipher};
  noise::CipherState receive{receive_cipher};
  noise::Handshake handshake;

  explicit Party(security::Primitives& p) : handshake(p, handshake_cipher) {}
};

void compare(const Buffer& want, const Buffer& got, std::size_t message, std::string_view what) {
  if (want != got) {
    throw InputError("message " + std::to_string(message) + ": " + std::string{what} + ": want " + hex_of(want) +
                     ", got " + hex_of(got));
  }
}

Buffer write_handshake(Party& party, const Buffer& payload, std::size_t message) {
  Buffer out(payload.size() + noise::max_overhead_bytes);
  const auto size = party.handshake.write(payload, out);
  if (!size) throw InputError("message " + std::to_string(message) + " could not be written");
  out.resize(*size);
  return out;
}

Buffer read_handshake(Party& party, const Buffer& cipher_text, std::size_t message) {
  Buffer out(cipher_text.size());
  const auto size = party.handshake.read(cipher_text, out);
  if (!size) throw InputError("message " + std::to_string(message) + " was refused by its reader");
  out.resize(*size);
  return out;
}

}  // namespace

bool run_noise_vector(security::Primitives& primitives, const Value::Object& vector) {
  const Inputs in{vector};
  if (in.text("protocol_name") != "Noise_XX_25519_AESGCM_SHA256") return false;
  const auto initiator = std::make_unique<Party>(primitives);
  const auto responder = std::make_unique<Party>(primitives);
  const auto start = [&](Party& party, noise::Handshake::Role role, const std::string& end) {
    const Buffer private_key = in.hex_of_size(end + "_static", 32);
    Buffer public_key(32);
    primitives.x25519_public(private_key, public_key);
    party.handshake.start(role, in.hex(end + "_prologue"), {private_key, public_key},
                          in.hex_of_size(end + "_ephemeral", 32));
  };
  start(*initiator, noise::Handshake::Role::initiator, "init");
  start(*responder, noise::Handshake::Role::responder, "resp");
  std::size_t number = 0;
  for (const Value& each : in.array("messages")) {
    const auto* object = each.as<Value::Object>();
    if (object == nullptr) throw InputError("input \"messages\" holds something that is not an object");
    const Inputs message{*object};
    const Buffer payload = message.hex("payload");
    const Buffer want = message.hex("ciphertext");
    Party& from = number % 2 == 0 ? *initiator : *responder;
    Party& to = number % 2 == 0 ? *responder : *initiator;
    if (number < 3) {
      if (payload.size() > noise::max_payload_bytes) throw InputError("a payload is longer than the product takes");
      compare(want, write_handshake(from, payload, number), number, "cipher text");
      compare(payload, read_handshake(to, want, number), number, "payload");
    } else {
      Buffer sealed(payload.size() + noise::tag_bytes);
      from.send.seal({}, payload, sealed);
      compare(want, sealed, number, "cipher text");
      Buffer opened(payload.size());
      if (!to.receive.open({}, sealed, opened)) throw InputError("message " + std::to_string(number) + " did not open");
      compare(payload, opened, number, "payload");
    }
    if (++number == 3) {
      for (Party* party : {initiator.get(), responder.get()}) {
        const noise::Digest& hash = party->handshake.hash();
        if (in.has("handshake_hash")) {
          compare(in.hex("handshake_hash"), Buffer(hash.begin(), hash.end()), number - 1, "handshake hash");
        }
        party->handshake.split(party->send, party->receive);
      }
    }
  }
  if (number < 3) throw InputError("fewer than three messages");
  return true;
}

}  // namespace mpos::vectors
