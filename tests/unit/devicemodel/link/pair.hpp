// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "devicemodel/link/channel.hpp"
#include "devicemodel/primitives/aes_gcm.hpp"
#include "devicemodel/primitives/openssl_primitives.hpp"
#include "devicemodel/sim/random.hpp"

namespace mpos::link::test {

using Buffer = std::vector<std::uint8_t>;
using Kind = Channel::Event::Kind;

inline Buffer buffer_of(std::string_view text) {
  return {text.begin(), text.end()};
}

/// Trusts a certificate that is the word SIMULATOR and a key.
class FakeVerifier final : public CertificateVerifier {
 public:
  bool verify(Bytes certificate, std::array<std::uint8_t, 32>& key, FixedString<80>& reason) override {
    const Bytes word = as_bytes("SIMULATOR");
    if (certificate.size() != word.size() + key.size() || !equal(certificate.first(word.size()), word)) {
      reason = "not signed by the test CA";
      return false;
    }
    copy_bytes(certificate.subspan(word.size()), key);
    return true;
  }
};

class FakePhones final : public KnownPhones {
 public:
  bool is_known(Bytes key) const override {
    for (const auto& known : keys) {
      if (equal(known, key)) return true;
    }
    return false;
  }
  void remember(Bytes key) override { keys.emplace_back(key.begin(), key.end()); }
  std::vector<Buffer> keys;
};

/// What an end told, copied out of the channel.
struct Told {
  Kind kind;
  std::string code;
  Buffer message;
  CloseReason reason = CloseReason::none;
  bool keeps_no_time = false;
  std::string phone_name;
  std::string detail;
};

struct End {
  End(Settings settings, std::uint64_t seed) : entropy(seed), settings_given(settings) {
    entropy.fill(identity.private_key.fill(32));
    primitives.x25519_public(identity.private_key.expose(), identity.public_key);
    certificate = buffer_of("SIMULATOR");
    certificate.insert(certificate.end(), identity.public_key.begin(), identity.public_key.end());
    if (settings.role == Role::reader) identity.certificate = certificate;
    make();
  }
  void make() {
    channel = std::make_unique<Channel>(settings_given, primitives, send_cipher, receive_cipher, entropy, identity,
                                        settings_given.role == Role::reader ? &phones : nullptr,
                                        settings_given.role == Role::phone ? &verifier : nullptr);
  }
  void feed(Bytes bytes, Duration now) {
    feed_all(*channel, bytes, now, [this](const Channel::Event& event) { note(event); });
  }
  void poll() {
    while (const auto event = channel->poll()) note(*event);
  }
  void note(const Channel::Event& event) {
    told.push_back({event.kind,
                    event.kind == Kind::confirm_code ? std::string(event.code.begin(), event.code.end()) : "",
                    {event.message.begin(), event.message.end()},
                    event.reason,
                    event.far_end_keeps_no_time,
                    std::string(event.phone_name.view()),
                    std::string(event.detail.view())});
  }
  Buffer take_outgoing(Duration now) {
    Buffer all;
    for (Bytes out = channel->outgoing(); !out.empty(); out = channel->outgoing()) {
      all.insert(all.end(), out.begin(), out.end());
      channel->sent(out.size(), now);
    }
    return all;
  }
  bool was_told(Kind kind) const {
    for (const auto& told_one : told) {
      if (told_one.kind == kind) return true;
    }
    return false;
  }
  /// The reason of the one closed event, or nothing.
  std::optional<CloseReason> closed() const {
    std::optional<CloseReason> reason;
    for (const auto& told_one : told) {
      if (told_one.kind != Kind::closed) continue;
      if (reason) return std::nullopt;  // twice is wrong
      reason = told_one.reason;
    }
    return reason;
  }
  std::vector<Buffer> messages() const {
    std::vector<Buffer> all;
    for (const auto& told_one : told) {
      if (told_one.kind == Kind::message) all.push_back(told_one.message);
    }
    return all;
  }

  primitives::OpenSslPrimitives primitives;
  primitives::OpenSslAesGcm send_cipher;
  primitives::OpenSslAesGcm receive_cipher;
  sim::Random entropy;
  Identity identity;
  Buffer certificate;
  FakeVerifier verifier;
  FakePhones phones;
  Settings settings_given;
  std::unique_ptr<Channel> channel;
  std::vector<Told> told;
};

inline Settings reader_settings() {
  return {.role = Role::reader};
}
inline Settings phone_settings() {
  Settings settings{.role = Role::phone};
  settings.phone_name = "test phone";
  return settings;
}

/// A phone and a reader with a wire between them that the test may touch.
struct Pair {
  explicit Pair(Settings phone_given = phone_settings(), Settings reader_given = reader_settings(),
                std::uint64_t seed = 1)
      : phone(phone_given, seed), reader(reader_given, seed + 1000) {}

  void start() {
    reader.channel->start(now);
    phone.channel->start(now);
  }
  /// One flight in each direction; true when anything moved.
  bool exchange() {
    Buffer to_reader = phone.take_outgoing(now);
    if (touch_to_reader) touch_to_reader(to_reader);
    if (!to_reader.empty()) reader.feed(to_reader, now);
    Buffer to_phone = reader.take_outgoing(now);
    if (touch_to_phone) touch_to_phone(to_phone);
    if (!to_phone.empty()) phone.feed(to_phone, now);
    phone.poll();
    reader.poll();
    return !to_reader.empty() || !to_phone.empty();
  }
  void settle() {
    while (exchange()) {
    }
  }
  /// A session with a phone the reader has met before.
  void bring_up() {
    reader.phones.remember(phone.identity.public_key);
    start();
    settle();
  }
  bool is_up() const { return phone.channel->is_up() && reader.channel->is_up(); }
  /// Moves time to both ends' deadlines up to `span` from now.
  void pass(Duration span) {
    const Duration end = now + span;
    for (;;) {
      settle();
      std::optional<Duration> next = phone.channel->deadline();
      if (const auto other = reader.channel->deadline(); other && (!next || *other < *next)) next = other;
      if (!next || *next > end) break;
      if (*next > now) now = *next;
      phone.channel->on_time(now);
      reader.channel->on_time(now);
    }
    now = end;
  }

  Duration now{};
  End phone;
  End reader;
  std::function<void(Buffer&)> touch_to_reader;
  std::function<void(Buffer&)> touch_to_phone;
};

}  // namespace mpos::link::test
