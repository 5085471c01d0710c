// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/firmware/reader.hpp"
#include "devicemodel/firmware/text.hpp"
#include "devicemodel/iso8583/tlv59.hpp"
#include "devicemodel/primitives/aes_gcm.hpp"
#include "devicemodel/primitives/openssl_primitives.hpp"
#include "devicemodel/security/cbc_mac.hpp"
#include "mpos/reader/v1/reader.pb.h"
#include "tests/unit/devicemodel/firmware/fakes.hpp"

namespace mpos::firmware {

namespace api = mpos::reader::v1;
using namespace std::chrono_literals;

inline constexpr std::string_view debit_track = "6222021234567890128=30121010000012345";
inline constexpr std::string_view no_pin_track = "6225000000000253=30121020000012345678";
inline constexpr std::string_view chip_track = "6216261000000000018=30122010000012345";

/// The keys both ends share in these tests.
struct TestKeys {
  std::array<std::uint8_t, 16> master{}, device_auth{}, serial_number{};
  TestKeys() {
    for (std::size_t i = 0; i < 16; ++i) {
      master[i] = static_cast<std::uint8_t>(0x11 + 7 * i);
      device_auth[i] = static_cast<std::uint8_t>(0x55 ^ i);
      serial_number[i] = static_cast<std::uint8_t>(0xA0 + i);
    }
  }
};

/// The acquirer's side of one terminal: answers what the reader sends, well or, with `damage`, otherwise. Keys come
/// from a twin of the reader's core, which the crypto tests check against published figures.
class TestHost {
 public:
  using Damage = std::function<void(iso8583::Message&)>;

  explicit TestHost(const Config& config)
      : config_(config), core_(primitives_, entropy_, {config.policy.transaction_keys, config.policy.mac}) {
    EXPECT_TRUE(core_.personalise(security::KeyUsage::master, security::KeyAlgorithm::tdes, keys_.master));
    EXPECT_TRUE(core_.personalise(security::KeyUsage::device_auth, security::KeyAlgorithm::aes, keys_.device_auth));
  }

  std::string batch = "000001";
  std::string time = "20260917101530";
  std::string policy = "0024001000";
  std::string response_code = "00";
  std::string serial_in_proof;  ///< whom MAC1 speaks to; the terminal's own serial when empty
  bool send_mac = true;
  bool send_proof = true;    ///< A8 with what carries a MAC
  bool wrong_proof = false;  ///< A8 of another answer
  Damage before_proof;       ///< changes the answer before MAC1, A8 or field 64 is made
  Damage damage;             ///< changes it afterwards
  std::function<void(std::vector<std::uint8_t>&)> damage_field62;  ///< before MAC1
  iso8583::Message last_request;

  std::vector<std::uint8_t> answer(std::string_view bytes) {
    iso8583::Message& request = last_request;
    EXPECT_TRUE(iso8583::unpack(as_bytes(bytes), request));
    iso8583::Message reply;
    if (request.mti.view() == "0800") {
      sign_in(request, reply);
      if (damage) damage(reply);
      return packed(reply, false);
    }
    reply.mti = request.mti.view() == "0400" ? "0410" : "0210";
    for (const int field : {3, 4, 11, 25, 41, 42, 49, 60}) {
      if (request.has(field)) reply.set(field, request.get(field));
    }
    reply.set(12, "101600");
    reply.set(13, "0917");
    reply.set(37, "000000012345");
    if (response_code == "00") reply.set(38, "A1B2C3");
    reply.set(39, response_code);
    if (request.text(3) == "310000") reply.set(54, "1002156C000000012345");
    const std::string nonce = element(request, "A6", "02");
    std::array<std::uint8_t, 128> field59;
    iso8583::TlvWriter writer(field59);
    writer.begin("A6").put("01", "DIV").put("02", nonce).end();
    reply.set(59, writer.bytes());
    if (before_proof) before_proof(reply);
    std::array<std::uint8_t, 12> key_nonce{};
    const auto length = read_hex(nonce, key_nonce);
    EXPECT_TRUE(length && core_.resume_transaction(Bytes{key_nonce}.first(*length)));
    if (send_mac && send_proof && config_.policy.sign_in_proof) add_proof(reply, as_bytes(bytes), nonce);
    auto out = packed(reply, send_mac);
    if (send_mac) {
      const auto mac = core_.mac(iso8583::mac_input(out));
      std::copy(mac->begin(), mac->end(), out.end() - 8);
    }
    if (damage) {
      iso8583::Message damaged;
      EXPECT_TRUE(iso8583::unpack(out, damaged));
      damage(damaged);
      out = packed(damaged, false);
    }
    return out;
  }

  bool mac_right(std::string_view bytes) {
    iso8583::Message message;
    EXPECT_TRUE(iso8583::unpack(as_bytes(bytes), message));
    std::array<std::uint8_t, 12> nonce{};
    const auto length = read_hex(element(message, "A6", "02"), nonce);
    return length && core_.resume_transaction(Bytes{nonce}.first(*length)) &&
           core_.verify_mac(iso8583::mac_input(as_bytes(bytes)), message.get(64));
  }
  std::string confirmation(const iso8583::Message& first) {
    ByteVector<64> transcript;
    transcript.append(as_bytes("VMPOS-SIGNIN-2"));
    transcript.append(host_nonce_);
    transcript.append(reader_nonce_);
    transcript.append(bcd(batch));
    EXPECT_EQ(element(first, "A7", "02"), hex(host_nonce_));
    return hex(*core_.sign_in_confirmation(transcript.span()));
  }
  security::SecurityCore& core() { return core_; }

  static std::string element(const iso8583::Message& message, std::string_view group, std::string_view tag) {
    const auto groups = iso8583::parse_tlv(message.get(59));
    if (!groups || !groups->find(group)) return "";
    const auto items = iso8583::parse_tlv(*groups->find(group));
    return items ? std::string{items->text(tag)} : "";
  }
  static std::string hex(Bytes bytes) {
    std::string text(2 * bytes.size(), ' ');
    write_hex(bytes, text);
    return text;
  }

  /// Packs what was damaged again under a right field 64, as somebody can who balances the folded MAC.
  std::vector<std::uint8_t> with_mac_again(const iso8583::Message& message) {
    auto out = packed(message, true);
    const auto mac = core_.mac(iso8583::mac_input(out));
    std::copy(mac->begin(), mac->end(), out.end() - 8);
    return out;
  }

 private:
  // The proof of an answer, by the protocol page.
  void add_proof(iso8583::Message& reply, Bytes request, const std::string& nonce_text) {
    using security::Cipher;
    std::vector<std::uint8_t> nonce(nonce_text.size() / 2);
    EXPECT_TRUE(read_hex(nonce_text, nonce));
    const auto joined = [](std::string_view label, std::initializer_list<Bytes> parts) {
      std::vector<std::uint8_t> all(label.begin(), label.end());
      for (const Bytes each : parts) all.insert(all.end(), each.begin(), each.end());
      return all;
    };
    const std::array<std::uint8_t, 1> size{static_cast<std::uint8_t>(nonce.size())};
    std::array<std::uint8_t, 16> key{}, digest{}, proof{};
    security::cmac(primitives_, Cipher::aes, keys_.device_auth,
                   joined("VMPOS-ANSWER-KEY", {reader_nonce_, host_nonce_, size, nonce}), key);
    security::cmac(primitives_, Cipher::aes, key, joined("VMPOS-REQUEST", {iso8583::mac_input(request)}), digest);
    const std::string before{reply.text(59)};
    reply.set(59, before + "A8032" + std::string(32, '0'));
    const auto covered = packed(reply, true);
    security::cmac(primitives_, Cipher::aes, key, joined("VMPOS-ANSWER", {digest, iso8583::mac_input(covered)}), proof);
    if (wrong_proof) proof[15] ^= 1;
    reply.set(59, before + "A8032" + hex(proof));
  }
  static std::vector<std::uint8_t> bcd(const std::string& digits) {
    std::vector<std::uint8_t> bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
      bytes.push_back(static_cast<std::uint8_t>((digits[i] - '0') * 16 + digits[i + 1] - '0'));
    }
    return bytes;
  }
  static std::vector<std::uint8_t> packed(const iso8583::Message& message, bool mac) {
    std::vector<std::uint8_t> out(1200);
    const auto length = iso8583::pack(message, out, mac ? iso8583::MacRoom::yes : iso8583::MacRoom::no);
    EXPECT_TRUE(length.has_value());
    out.resize(length ? *length : 0);
    return out;
  }

  std::vector<std::uint8_t> field62() {
    std::vector<std::uint8_t> out;
    for (std::uint8_t index = 0; index < 3; ++index) {
      std::array<std::uint8_t, 16> key{}, wrapped{};
      for (std::size_t i = 0; i < 16; ++i)
        key[i] = static_cast<std::uint8_t>(1 + 0x31 * (index + 1U) + 2 * i * (index + 1U)) | 1U;
      for (auto& byte : key) {  // odd parity
        if (__builtin_popcount(byte) % 2 == 0) byte = static_cast<std::uint8_t>(byte ^ 1U);
      }
      primitives_.ecb_encrypt(security::Cipher::tdes, keys_.master, key, wrapped);
      std::array<std::uint8_t, 8> zeros{}, check{};
      primitives_.ecb_encrypt(security::Cipher::tdes, key, zeros, check);
      out.insert(out.end(), wrapped.begin(), wrapped.end());
      out.insert(out.end(), check.begin(), check.begin() + 4);
    }
    return out;
  }

  void sign_in(const iso8583::Message& request, iso8583::Message& reply) {
    std::vector<std::uint8_t> proof0;
    const auto add = [](std::vector<std::uint8_t>& to, Bytes bytes) {
      to.insert(to.end(), bytes.begin(), bytes.end());
    };
    EXPECT_TRUE(read_hex(element(request, "A7", "01"), reader_nonce_));
    const auto serial = std::string{config_.serial.view()};
    add(proof0, as_bytes("VMPOS-SIGNIN-0"));
    add(proof0, reader_nonce_);
    proof0.push_back(static_cast<std::uint8_t>(serial.size()));
    add(proof0, as_bytes(serial));
    add(proof0, std::array<std::uint8_t, 4>{0, 0, 0, 1});
    add(proof0, *core_.check_value(security::KeyUsage::master));
    add(proof0, request.get(41));
    add(proof0, request.get(42));
    add(proof0, bcd(std::string{request.text(11)}));
    EXPECT_EQ(element(request, "A7", "05"), hex(*core_.device_auth_mac(proof0))) << "MAC0";

    const auto clean = field62();
    EXPECT_TRUE(core_.load_working_keys(clean));
    auto keys = clean;
    if (damage_field62) damage_field62(keys);
    entropy_.fill(host_nonce_);
    std::vector<std::uint8_t> proof1;
    add(proof1, as_bytes("VMPOS-SIGNIN-1"));
    add(proof1, reader_nonce_);
    add(proof1, host_nonce_);
    const std::string addressee = serial_in_proof.empty() ? serial : serial_in_proof;
    proof1.push_back(static_cast<std::uint8_t>(addressee.size()));
    add(proof1, as_bytes(addressee));
    add(proof1, keys);
    add(proof1, as_bytes(policy));
    add(proof1, as_bytes(time));
    add(proof1, request.get(41));
    add(proof1, bcd(batch));
    std::array<std::uint8_t, 240> field59;
    iso8583::TlvWriter writer(field59);
    writer.begin("A7")
        .put_hex("01", host_nonce_)
        .put_hex("02", reader_nonce_)
        .put_hex("05", *core_.device_auth_mac(proof1));
    writer.put("06", policy).put("07", time).end();

    reply.mti = "0810";
    reply.set(11, request.get(11));
    reply.set(12, "101530");
    reply.set(13, "0917");
    reply.set(37, "000000000001");
    reply.set(39, response_code);
    reply.set(41, request.get(41));
    reply.set(42, request.get(42));
    reply.set(59, writer.bytes());
    reply.set(60, "00" + batch + "004");
    reply.set(62, Bytes{keys});
  }

  Config config_;
  TestKeys keys_;
  primitives::OpenSslPrimitives primitives_;
  fakes::Entropy entropy_;
  security::SecurityCore core_;
  std::array<std::uint8_t, 16> reader_nonce_{}, host_nonce_{};
};

inline Config test_config() {
  Config config;
  config.serial = "SIM-YC-000042";
  config.terminal = "30000001";
  config.merchant = "102310053110001";
  return config;
}

/// A reader on fakes, a phone that speaks the real link to it, and the host behind the phone.
class Rig final : public link::CertificateVerifier {
  // First, as reader and phone let go of their keys at their end.
  fakes::Entropy entropy_;
  primitives::OpenSslPrimitives primitives_, phone_primitives_;
  primitives::OpenSslAesGcm seal_, open_, phone_seal_, phone_open_;
  link::Identity identity_, phone_identity_;

 public:
  explicit Rig(const Config& config = test_config(), bool personalise = true) : config_(config), host(config) {
    std::array<std::uint8_t, 32> reader_key{}, phone_key{};
    entropy_.fill(reader_key);
    entropy_.fill(phone_key);
    identity_.private_key.assign(reader_key);
    primitives_.x25519_public(reader_key, identity_.public_key);
    identity_.certificate = as_bytes("a certificate");
    phone_identity_.private_key.assign(phone_key);
    primitives_.x25519_public(phone_key, phone_identity_.public_key);
    new_reader();
    if (personalise) personalise_reader();
  }
  void personalise_reader() {
    const TestKeys keys;
    Personalisation load;
    load.terminal_master.assign(keys.master);
    load.device_auth.assign(keys.device_auth);
    load.serial_number.assign(keys.serial_number);
    EXPECT_TRUE(reader->personalise(load));
  }
  /// A fresh firmware on the same flash, as after a power cut.
  void new_reader() {
    reader.reset();
    SecretBytes<32> device_key;
    device_key.assign(std::array<std::uint8_t, 32>{1, 2, 3});
    reader = std::make_unique<Reader>(
        hal::Board{keypad, display, glyphs, stripe, storage, wire, entropy_, rtc, indicators, timers, icc, sam, field},
        primitives_, seal_, open_, config_, identity_, device_key);
  }
  void boot() { reader->power_on(ResetCause::power_on); }

  // --- The phone.
  void connect() {
    link::Settings settings;
    settings.role = link::Role::phone;
    phone = std::make_unique<link::Channel>(settings, phone_primitives_, phone_seal_, phone_open_, entropy_,
                                            phone_identity_, nullptr, this);
    wire.up = true;
    ++wire.count;
    wire.to_reader.clear();
    wire.from_reader.clear();
    notice_base = notices.size();
    phone->start(timers.time);
    run();
    if (code.empty()) return;
    code_screen = display.line(2);
    press(hal::Key::digit_1);  // means nothing here
    press(confirm_key);
  }
  void disconnect() {
    wire.up = false;
    run();
  }
  bool verify(Bytes, std::array<std::uint8_t, 32>& key, FixedString<80>&) override {
    key = identity_.public_key;
    return true;
  }
  /// Moves bytes both ways until nothing moves.
  void run() {
    for (bool moved = true; moved;) {
      reader->service();
      if (!wire.up || !phone) return;
      moved = false;
      if (!wire.from_reader.empty()) {
        const auto bytes = std::exchange(wire.from_reader, {});
        link::feed_all(*phone, bytes, timers.time,
                       [this](const link::Channel::Event& event) { on_phone_event(event); });
        moved = true;
      }
      while (const auto event = phone->poll()) on_phone_event(*event);
      for (Bytes out = phone->outgoing(); !out.empty(); out = phone->outgoing()) {
        wire.to_reader.insert(wire.to_reader.end(), out.begin(), out.end());
        phone->sent(out.size(), timers.time);
        moved = true;
      }
    }
  }
  void on_phone_event(const link::Channel::Event& event) {
    using Kind = link::Channel::Event::Kind;
    if (event.kind == Kind::confirm_code) code.assign(event.code.data(), event.code.size());
    if (event.kind == Kind::up) phone_up = true;
    if (event.kind == Kind::closed) phone_up = false;
    if (event.kind != Kind::message) return;
    api::Notice notice;
    api::Reply reply;
    // A reply's field 2 is a number where a notice's is a message: only one of them parses and has a body or code.
    if (awaiting_ && reply.ParseFromArray(event.message.data(), static_cast<int>(event.message.size())) &&
        reply.code() != 0 && reply.id() == awaiting_) {
      replies.push_back(reply);
      awaiting_ = 0;
      return;
    }
    ASSERT_TRUE(notice.ParseFromArray(event.message.data(), static_cast<int>(event.message.size())));
    EXPECT_EQ(notice.number(), static_cast<std::uint32_t>(notices.size() - notice_base + 1));
    if (notice.has_host_request() && on_host_request) on_host_request(notice.host_request());
    notices.push_back(notice);
  }
  api::Reply ask(api::Request request) {
    if (request.id() == 0) request.set_id(++last_id_);
    std::string bytes = request.SerializeAsString();
    return ask_bytes(bytes, request.id());
  }
  api::Reply ask_bytes(const std::string& bytes, std::uint32_t id) {
    awaiting_ = id;
    const std::size_t before = replies.size();
    EXPECT_TRUE(phone->send(as_bytes(bytes), timers.time));
    run();
    EXPECT_EQ(replies.size(), before + 1);
    return replies.size() > before ? replies.back() : api::Reply{};
  }

  // --- Shorthands.
  api::Code start_sale(std::uint64_t amount = 12850, api::Language language = api::LANGUAGE_UNSPECIFIED) {
    api::Request request;
    request.mutable_start_transaction()->set_type(api::TRANSACTION_TYPE_SALE);
    request.mutable_start_transaction()->set_amount_minor(amount);
    request.mutable_start_transaction()->set_language(language);
    return ask(request).code();
  }
  api::Code start(api::TransactionType type, std::uint64_t amount) {
    api::Request request;
    request.mutable_start_transaction()->set_type(type);
    request.mutable_start_transaction()->set_amount_minor(amount);
    return ask(request).code();
  }
  api::Code start_balance() { return start(api::TRANSACTION_TYPE_BALANCE, 0); }
  void press(hal::Key key) {
    keypad.presses.push_back(key);
    run();
  }
  void type(std::string_view digits) {
    for (const char c : digits) press(static_cast<hal::Key>(c - '0'));
  }
  void swipe(std::string_view track2 = debit_track) {
    stripe.swipe(std::string{track2});
    run();
  }
  void enter_pin(std::string_view digits = "1234") {
    type(digits);
    press(hal::Key::enter);
  }
  void pass(Duration span) {
    const Duration end = timers.time + span;
    while (timers.next() && *timers.next() <= end) {
      timers.time = std::max(timers.time, *timers.next());
      run();
    }
    timers.time = end;
    run();
  }
  const api::Notice* last_notice() const { return notices.empty() ? nullptr : &notices.back(); }
  api::HostRequest open_request() const {
    for (auto it = notices.rbegin(); it != notices.rend(); ++it) {
      if (it->has_host_request()) return it->host_request();
    }
    ADD_FAILURE() << "no host request";
    return {};
  }
  api::Code answer_host(api::HostOutcome outcome, const std::vector<std::uint8_t>& bytes = {},
                        std::uint32_t exchange = 0) {
    api::Request request;
    auto* body = request.mutable_host_answer();
    body->set_exchange(exchange != 0 ? exchange : open_request().exchange());
    body->set_outcome(outcome);
    body->set_message(bytes.data(), bytes.size());
    return ask(request).code();
  }
  api::Code let_host_answer() { return answer_host(api::HOST_OUTCOME_ANSWERED, host.answer(open_request().message())); }
  api::SignInResult sign_in() {
    api::Request request;
    request.mutable_sign_in()->set_operator_id("01");
    EXPECT_EQ(ask(request).code(), api::CODE_OK);
    let_host_answer();
    return last_notice() != nullptr ? last_notice()->sign_in_result() : api::SignInResult{};
  }
  api::Reply state() {
    api::Request request;
    request.mutable_get_state();
    return ask(request);
  }
  /// Powered, connected and signed in.
  void make_ready() {
    boot();
    connect();
    ASSERT_TRUE(phone_up);
    ASSERT_TRUE(sign_in().signed_in());
  }
  /// A sale up to the open host request.
  void sale_to_host(std::string_view track2 = debit_track) {
    ASSERT_EQ(start_sale(), api::CODE_OK);
    swipe(track2);
    if (reader->in_pin_entry()) enter_pin();
    ASSERT_EQ(reader->state(), ReaderState::host);
  }
  /// The last notice, when it is a result; a reminder to take the card out may have followed it.
  const api::TransactionResult& result() const {
    static const api::TransactionResult none;
    for (auto it = notices.rbegin(); it != notices.rend(); ++it) {
      if (it->has_transaction_result()) return it->transaction_result();
      if (it->progress().stage() != api::STAGE_REMOVE_CARD) break;
    }
    return none;
  }

  fakes::Keypad keypad;
  fakes::Display display;
  fakes::GlyphRom glyphs;
  fakes::StripeHead stripe;
  fakes::Storage storage;
  fakes::ByteLink wire;
  fakes::Rtc rtc;
  fakes::Indicators indicators;
  fakes::Timers timers;
  fakes::IccSlot icc, sam;
  fakes::ContactlessField field;
  std::unique_ptr<Reader> reader;
  std::unique_ptr<link::Channel> phone;
  std::vector<api::Notice> notices;
  std::size_t notice_base = 0;
  std::vector<api::Reply> replies;
  std::function<void(const api::HostRequest&)> on_host_request;
  std::string code;
  std::string code_screen;
  hal::Key confirm_key = hal::Key::enter;
  bool phone_up = false;

 private:
  Config config_;
  std::uint32_t last_id_ = 0;
  std::uint32_t awaiting_ = 0;

 public:
  TestHost host;
};

}  // namespace mpos::firmware
