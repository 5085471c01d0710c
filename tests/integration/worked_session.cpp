// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/worked_session.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/link/channel.hpp"
#include "devicemodel/primitives/aes_gcm.hpp"
#include "devicemodel/primitives/openssl_primitives.hpp"
#include "mpos/reader/v1/reader.pb.h"
#include "peripherals/radio/loopback.hpp"
#include "tests/integration/bench_world.hpp"

namespace mpos::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Buffer = std::vector<std::uint8_t>;

std::string hex(Bytes bytes) {
  std::string text(2 * bytes.size(), '0');
  write_hex(bytes, text);
  return text;
}

/// Bytes counting up from `first`: easy to recognise in a dump.
template <std::size_t N>
std::array<std::uint8_t, N> counting(std::uint8_t first) {
  std::array<std::uint8_t, N> bytes{};
  std::iota(bytes.begin(), bytes.end(), first);
  return bytes;
}

/// AES-GCM that remembers the last key it was given.
class ShownCipher final : public security::AesGcm {
 public:
  void set_key(Bytes key) override {
    key_ = hex(key);
    cipher_.set_key(key);
  }
  void seal(Bytes nonce, Bytes associated, Bytes plain, MutableBytes out) override {
    cipher_.seal(nonce, associated, plain, out);
  }
  bool open(Bytes nonce, Bytes associated, Bytes sealed, MutableBytes out) override {
    return cipher_.open(nonce, associated, sealed, out);
  }
  void clear() override { cipher_.clear(); }
  const std::string& key() const { return key_; }

 private:
  primitives::OpenSslAesGcm cipher_;
  std::string key_;
};

class Player {
 public:
  Player() : world_(default_options(1)), loopback_(world_.bus().scheduler()), line_(world_.bus().scheduler()) {}

  std::string play() {
    world_.power(bus::v1::Power::ON);
    run(seconds{5});
    listen(*(stream_ = loopback_.take_first()), in_);
    EXPECT_TRUE(world_.bus().attach_phone({}, loopback_.take_second()));
    run();
    shake_hands();
    compare();
    ask_info();
    sign_in();
    const std::uint8_t goodbye[] = {4, 2};
    say("Goodbye, reason 2");
    send_record(goodbye);
    return std::move(text_);
  }

 private:
  void run(Duration span = milliseconds{100}) {
    EXPECT_FALSE(world_.bus().wait([](const bus::v1::Event&) { return false; }, span));
  }
  static void listen(radio::Stream& stream, Buffer& to) {
    stream.set_handlers({.opened = {},
                         .received = [&to](Bytes bytes) { to.insert(to.end(), bytes.begin(), bytes.end()); },
                         .closed = {}});
  }
  void say(const std::string& what) { text_ += "# " + what + "\n"; }
  void give(const std::string& name, const std::string& value) {
    text_ += "= " + name + std::string(name.size() < 30 ? 30 - name.size() : 1, ' ') + value + "\n";
  }
  void dump(char mark, Bytes bytes) {
    for (; !bytes.empty(); bytes = bytes.subspan(std::min<std::size_t>(bytes.size(), 48))) {
      text_ += std::string{mark} + " " + hex(bytes.first(std::min<std::size_t>(bytes.size(), 48))) + "\n";
    }
  }
  void dump_frame(char mark, Bytes frame) {
    const std::string head = hex(frame.first(link::frame_header_bytes));
    text_ += std::string{mark} + " ";
    const std::size_t widths[] = {4, 2, 2, 2, 2, 4, 4, 4, 4};
    std::size_t at = 0;
    for (const std::size_t width : widths) {
      text_ += (at == 0 ? "" : " ") + head.substr(at, width);
      at += width;
    }
    text_ += "\n";
    const Bytes rest = frame.subspan(link::frame_header_bytes);
    dump(mark, rest.first(rest.size() - link::frame_trailer_bytes));
    dump(mark, rest.last(link::frame_trailer_bytes));
  }

  void send_frame(link::FrameType type, Bytes payload) {
    Buffer frame(payload.size() + link::frame_overhead_bytes);
    copy_bytes(payload, MutableBytes{frame}.subspan(link::frame_header_bytes));
    link::finish_frame({.type = type, .sequence = sent_++, .acknowledgement = received_, .credit = 8}, payload.size(),
                       frame);
    dump_frame('>', frame);
    EXPECT_TRUE(stream_->send(frame));
    run();
  }
  /// The next frame's payload, which must have come whole.
  Buffer take_frame() {
    if (in_.size() < link::frame_overhead_bytes) {
      ADD_FAILURE() << "the reader said nothing";
      return Buffer(64);
    }
    const std::size_t size = link::encoded_frame_bytes(in_.data());
    dump_frame('<', Bytes{in_}.first(size));
    ++received_;
    Buffer payload(in_.begin() + link::frame_header_bytes,
                   in_.begin() + static_cast<std::ptrdiff_t>(size - link::frame_trailer_bytes));
    in_.erase(in_.begin(), in_.begin() + static_cast<std::ptrdiff_t>(size));
    return payload;
  }

  void show_opened(Bytes plain) {
    text_ += "= record opened, type " + hex(plain.first(1)) + "\n";
    dump('=', plain.subspan(1));
  }
  void send_record(Bytes plain) {
    Buffer sealed(plain.size() + link::noise::tag_bytes);
    sending_.seal({}, plain, sealed);
    show_opened(plain);
    send_frame(link::FrameType::record, sealed);
  }
  /// The next record, opened; its first byte is the type.
  Buffer take_record() {
    const Buffer sealed = take_frame();
    Buffer plain(sealed.size() - link::noise::tag_bytes);
    EXPECT_TRUE(receiving_.open({}, sealed, plain));
    show_opened(plain);
    return plain;
  }

  void send_request(reader::v1::Request request) {
    request.set_id(++id_);
    say("Request {" + request.ShortDebugString() + "}");
    const std::string body = request.SerializeAsString();
    Buffer plain{1};
    plain.insert(plain.end(), body.begin(), body.end());
    send_record(plain);
  }
  template <typename Message>
  Message take_message(const std::string& what) {
    say(what);
    const Buffer plain = take_record();
    Message message;
    EXPECT_TRUE(plain[0] == 1 && message.ParseFromArray(plain.data() + 1, static_cast<int>(plain.size() - 1)));
    return message;
  }

  void shake_hands() {
    const auto nonce = counting<16>(0xA0);
    give("phone static private key", hex(static_key_));
    give("phone ephemeral private key", hex(ephemeral_key_));
    give("phone nonce", hex(nonce));
    std::array<std::uint8_t, 32> static_public{};
    primitives_.x25519_public(static_key_, static_public);
    give("phone static public key", hex(static_public));
    handshake_.start(link::noise::Handshake::Role::initiator, as_bytes(link::handshake_prologue),
                     {static_key_, static_public}, ephemeral_key_);

    std::array<std::uint8_t, link::hello_bytes> hello{};
    const auto commitment = link::commitment_of(primitives_, nonce, static_public);
    link::encode(link::Hello{.version = 1, .keeps_no_time = false, .commitment = commitment}, hello);
    give("commitment", hex(commitment));
    say("Handshake message 1: e, payload in clear (version 01, flags 00, commitment)");
    std::array<std::uint8_t, 512> out{};
    send_frame(link::FrameType::handshake, Bytes{out}.first(*handshake_.write(hello, out)));

    say("Handshake message 2: e, sealed s, sealed payload");
    std::array<std::uint8_t, link::introduction_limit_bytes> introduction{};
    const auto size = handshake_.read(take_frame(), introduction);
    ASSERT_TRUE(size);
    const auto introduced = link::decode_introduction(Bytes{introduction}.first(*size));
    ASSERT_TRUE(introduced);
    give("reader static public key", hex(handshake_.remote_static()));
    give("reader nonce", hex(introduced->nonce));
    text_ += "= device certificate, " + std::to_string(introduced->certificate.size()) + " bytes\n";
    dump('=', introduced->certificate);

    std::array<std::uint8_t, link::proof_limit_bytes> proof{};
    const std::size_t length = link::encode(link::Proof{.nonce = nonce, .name = "Example"}, proof);
    give("payload of message 3", hex(Bytes{proof}.first(length)));
    say("Handshake message 3: sealed s, sealed payload (nonce, name \"Example\")");
    send_frame(link::FrameType::handshake, Bytes{out}.first(*handshake_.write(Bytes{proof}.first(length), out)));
    handshake_.split(sending_, receiving_);
    give("handshake hash", hex(handshake_.hash()));
    give("key phone to reader", send_cipher_.key());
    give("key reader to phone", receive_cipher_.key());
    const auto code = link::confirm_code(primitives_, handshake_.hash(), nonce, introduced->nonce);
    give("six digits", {code.data(), code.size()});
  }

  void compare() {
    say("Compare: both displays show the digits; the merchant presses the green key");
    EXPECT_EQ(take_record(), Buffer{6});
    world_.keys("enter");
    run(seconds{1});
    say("Confirmed: the session is up");
    EXPECT_EQ(take_record(), Buffer{2});
  }

  void ask_info() {
    reader::v1::Request request;
    request.mutable_get_info();
    send_request(request);
    const auto reply = take_message<reader::v1::Reply>("Reply with Info");
    EXPECT_EQ(reply.code(), reader::v1::CODE_OK);
    say("Info {" + reply.info().ShortDebugString() + "}");
  }

  void sign_in() {
    reader::v1::Request request;
    request.mutable_sign_in();
    send_request(request);
    EXPECT_EQ(take_message<reader::v1::Reply>("Reply: Accepted").code(), reader::v1::CODE_OK);
    const auto notice =
        take_message<reader::v1::Notice>("Notice 1: HostRequest, kind SIGN_IN; its message goes to the acquirer");
    ASSERT_TRUE(notice.has_host_request());

    const Buffer prefix{0x60, 0x00, 0x03, 0x00, 0x00, 0x60, 0x31, 0x00, 0x31, 0x11, 0x08};
    const std::string& message = notice.host_request().message();
    Buffer frame(2);
    store_be16(frame.data(), static_cast<std::uint16_t>(prefix.size() + message.size()));
    frame.insert(frame.end(), prefix.begin(), prefix.end());
    frame.insert(frame.end(), message.begin(), message.end());
    say("Phone to acquirer: length, TPDU 6000030000, header 603100311108, the message");
    dump('}', frame);
    const auto line = line_.take_first();
    Buffer answer;
    listen(*line, answer);
    ASSERT_TRUE(world_.bus().attach_terminal(line_.take_second()));
    ASSERT_TRUE(line->send(frame));
    run(seconds{1});
    say("Acquirer to phone: length, TPDU with source and destination swapped, header, the answer");
    dump('{', answer);
    ASSERT_GT(answer.size(), 13U);

    request.Clear();
    auto& brought = *request.mutable_host_answer();
    brought.set_exchange(notice.host_request().exchange());
    brought.set_outcome(reader::v1::HOST_OUTCOME_ANSWERED);
    brought.set_message(answer.data() + 13, answer.size() - 13);
    request.set_id(++id_);
    say("Request HostAnswer {exchange: 1 outcome: HOST_OUTCOME_ANSWERED message: the answer without its first 13 "
        "bytes}");
    const std::string body = request.SerializeAsString();
    Buffer plain{1};
    plain.insert(plain.end(), body.begin(), body.end());
    send_record(plain);
    EXPECT_EQ(take_message<reader::v1::Reply>("Reply: Accepted").code(), reader::v1::CODE_OK);
    const auto result = take_message<reader::v1::Notice>("Notice 2: SignInResult");
    EXPECT_TRUE(result.sign_in_result().signed_in()) << result.ShortDebugString();
    say("SignInResult {" + result.sign_in_result().ShortDebugString() + "}");
  }

  BenchWorld world_;
  radio::Loopback loopback_;
  radio::Loopback line_;
  std::unique_ptr<radio::Stream> stream_;
  primitives::OpenSslPrimitives primitives_;
  ShownCipher send_cipher_;
  ShownCipher receive_cipher_;
  link::noise::Handshake handshake_{primitives_, send_cipher_};
  link::noise::CipherState sending_{send_cipher_};
  link::noise::CipherState receiving_{receive_cipher_};
  const std::array<std::uint8_t, 32> static_key_ = counting<32>(0x01);
  const std::array<std::uint8_t, 32> ephemeral_key_ = counting<32>(0x41);
  Buffer in_;
  std::uint16_t sent_ = 0;
  std::uint16_t received_ = 0;
  std::uint32_t id_ = 0;
  std::string text_;
};

}  // namespace

std::string play_worked_session() {
  return Player{}.play();
}

}  // namespace mpos::test
