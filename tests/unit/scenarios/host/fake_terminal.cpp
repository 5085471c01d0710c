// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/scenarios/host/fake_terminal.hpp"

#include <openssl/sha.h>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/base/pan.hpp"
#include "devicemodel/iso8583/frame.hpp"

namespace mpos::host {

std::vector<std::uint8_t> from_hex(std::string_view text) {
  std::vector<std::uint8_t> bytes(text.size() / 2);
  EXPECT_TRUE(read_hex(text, bytes).has_value()) << text;
  return bytes;
}

std::string to_hex(Bytes bytes) {
  std::string text(2 * bytes.size(), ' ');
  write_hex(bytes, text);
  return text;
}

config::v1::HostProfile test_profile() {
  config::v1::HostProfile profile;
  profile.set_title("test");
  profile.set_nac_destination("0003");
  profile.set_batch("000001");
  for (const char* name : {"30000001", "30000002"}) {
    auto* terminal = profile.add_terminals();
    terminal->set_terminal(name);
    terminal->set_merchant("102310053110001");
    terminal->set_serial("SIM-*");
  }
  profile.mutable_terminals(1)->set_serial("SIM-OTHER");
  const auto account = [&profile](const char* pan, const char* pin, std::int64_t balance, const char* status,
                                  std::int64_t limit) {
    auto* row = profile.add_accounts();
    row->set_pan(pan);
    row->set_pin(pin);
    row->set_balance_minor(balance);
    row->set_status(status);
    row->set_limit_minor(limit);
  };
  account("6222021234567890128", "123456", 1000000, "", 0);
  account("6210948000000003", "123456", 2000, "open", 0);
  account("6221558812340000", "123456", 100000, "blocked", 0);
  account("6228480000000015", "123456", 100000, "lost", 0);
  account("6228480000000023", "123456", 100000, "stolen", 0);
  account("6228480000000031", "123456", 100000, "expired", 0);
  account("6228480000000049", "123456", 1000000, "", 100000);
  account("6228480000000056", "", 1000000, "", 0);
  auto* keys = profile.mutable_keys();
  keys->set_tmk_master("3C2B1A0918273645546372819FAEBDCC");
  keys->set_device_auth_master("0F1E2D3C4B5A69788796A5B4C3D2E1F0");
  keys->set_serial_key("00112233445566778899AABBCCDDEEFF");
  keys->set_bdk("0123456789ABCDEFFEDCBA9876543210");
  for (const char* pan : {"62", "4761739001010010", "5413330089010608", "6228480000003175"}) {
    auto* issuer = profile.add_issuers();
    issuer->set_pan(pan);
    issuer->set_imk_ac("0123456789ABCDEFFEDCBA9876543210");
    issuer->set_imk_mac("23456789ABCDEF01DCBA987654321098");
    issuer->set_imk_enc("456789ABCDEF0123BA98765432109876");
  }
  profile.mutable_issuers()->rbegin()->set_sm4(true);
  return profile;
}

FakeTerminal::FakeTerminal(Host& host, std::string serial_number, std::uint64_t seed)
    : serial(std::move(serial_number)), host_(host), random_(seed) {
  const Bytes text = as_bytes(serial);
  std::array<std::uint8_t, SHA_DIGEST_LENGTH> sha1{};
  SHA1(text.data(), text.size(), sha1.data());
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH> sha256{};
  SHA256(text.data(), text.size(), sha256.data());
  const Key tmk_master = keys_.load(KeyAlgorithm::tdes, from_hex("3C2B1A0918273645546372819FAEBDCC"));
  const Key auth_master = keys_.load(KeyAlgorithm::aes, from_hex("0F1E2D3C4B5A69788796A5B4C3D2E1F0"));
  tmk_ = keys_.diversify(tmk_master, Bytes{sha1}.first(8));
  dak_ = keys_.derive(auth_master, Bytes{sha256}.first(16), KeyAlgorithm::aes);
  snk_ = keys_.load(KeyAlgorithm::sm4, from_hex("00112233445566778899AABBCCDDEEFF"));
  bdk_ = keys_.load(KeyAlgorithm::tdes, from_hex("0123456789ABCDEFFEDCBA9876543210"));
  host_.attach(std::make_unique<FakeStream>(wire));
}

std::vector<std::uint8_t> FakeTerminal::framed(Bytes message, std::string_view tpdu) {
  std::vector<std::uint8_t> frame(2);
  store_be16(frame.data(), static_cast<std::uint16_t>(11 + message.size()));
  for (const auto& part : {from_hex(tpdu), from_hex("603100311312")})
    frame.insert(frame.end(), part.begin(), part.end());
  frame.insert(frame.end(), message.begin(), message.end());
  return frame;
}

std::optional<iso8583::Message> FakeTerminal::exchange(Bytes message) {
  const auto frame = framed(message, tpdu);
  last_request_.assign(message.begin(), message.end());
  const std::size_t before = wire->sent.size();
  wire->handlers.received(frame);
  if (wire->sent.size() == before) return std::nullopt;
  const Bytes bytes{wire->sent.back()};
  last_message_.assign(bytes.begin() + 13, bytes.end());
  iso8583::Message unpacked;
  EXPECT_TRUE(iso8583::unpack(last_message_, unpacked));
  answer = unpacked;
  return unpacked;
}

std::optional<iso8583::Message> FakeTerminal::exchange(const iso8583::Message& message) {
  std::array<std::uint8_t, 1200> out{};
  const auto size = iso8583::pack(message, out);
  EXPECT_TRUE(size.has_value());
  return exchange(Bytes{out}.first(*size));
}

std::string FakeTerminal::text_trace() const {
  char text[16];
  std::snprintf(text, sizeof text, "%06d", trace);
  return text;
}

std::string FakeTerminal::sign_in(const std::function<void(iso8583::Message&)>& change, bool proof) {
  ++trace;
  random_.fill(rr_);
  iso8583::Message message;
  message.mti = "0800";
  message.set(11, text_trace());
  message.set(41, "30000001");
  message.set(42, "102310053110001");
  message.set(60, "00" + batch + "004");
  char prefix[16];
  std::snprintf(prefix, sizeof prefix, "Sequence No%02u", static_cast<unsigned>(serial.size()));
  message.set(62, std::string(prefix).append(serial));
  message.set(63, "01");
  if (proof) {
    const auto key_id = check_value(keys_, tmk_);
    std::string transcript = "VMPOS-SIGNIN-0";
    transcript += as_text(rr_);
    transcript += static_cast<char>(serial.size());
    transcript += serial;
    transcript += std::string("\0\0\0\1", 4);
    transcript += as_text(key_id);
    transcript += "30000001102310053110001";
    transcript += as_text(from_hex(text_trace()));
    std::array<std::uint8_t, 16> mac0{};
    cmac(keys_, dak_, as_bytes(transcript), mac0);
    std::array<std::uint8_t, 200> bytes{};
    iso8583::TlvWriter writer(bytes);
    writer.begin("A7").put_hex("01", rr_).put("03", "00000001").put_hex("04", key_id).put_hex("05", mac0).end();
    message.set(59, writer.bytes());
  }
  if (change) change(message);
  const auto answered = exchange(message);
  if (!answered) return "silent";
  if (answered->mti.view() != "0810" || answered->text(11) != message.text(11)) return "not the answer";
  if (answered->text(39) != "00") return std::string(answered->text(39));
  const std::string new_batch(answered->text(60).substr(2, 6));
  const Bytes field62 = answered->get(62);
  if (field62.size() != 60) return "field 62";
  if (proof) {
    const auto outer = iso8583::parse_tlv(answered->get(59));
    const auto a7 = iso8583::parse_tlv(*outer->find("A7"));
    if (a7->text("02") != to_hex(rr_)) return "another nonce";
    copy_bytes(from_hex(a7->text("01")), rh_);
    std::string transcript = "VMPOS-SIGNIN-1";
    transcript += as_text(rr_);
    transcript += as_text(rh_);
    transcript += static_cast<char>(serial.size());
    transcript += serial;
    transcript += as_text(field62);
    transcript += a7->text("06");
    transcript += a7->text("07");
    transcript += "30000001";
    transcript += as_text(from_hex(new_batch));
    std::array<std::uint8_t, 16> mac1{};
    cmac(keys_, dak_, as_bytes(transcript), mac1);
    if (a7->text("05") != to_hex(mac1)) return "host proof wrong";
    confirmation_due = true;
  }
  proves = proof;
  Key* const places[] = {&pik_, &mak_, &tdk_};
  for (std::size_t i = 0; i < 3; ++i) {
    std::array<std::uint8_t, 16> clear{};
    keys_.decrypt(tmk_, field62.subspan(20 * i, 16), clear);
    *places[i] = keys_.load(KeyAlgorithm::tdes, clear);
    if (!equal(check_value(keys_, *places[i]), field62.subspan(20 * i + 16, 4))) return "check value";
  }
  batch = new_batch;
  return "00";
}

void FakeTerminal::begin_keys(bool dukpt) {
  answer_mak_.release();
  if (dukpt) {
    source_ = "DUKPT";
    nonce_ = from_hex("FFFF9876543210E00000");
    nonce_[9] = static_cast<std::uint8_t>(++counter_);
    pik1_ = keys_.dukpt(bdk_, nonce_, DukptUse::pin);
    mak1_ = keys_.dukpt(bdk_, nonce_, DukptUse::mac_request);
    answer_mak_ = keys_.dukpt(bdk_, nonce_, DukptUse::mac_response);
    tdk1_ = keys_.dukpt(bdk_, nonce_, DukptUse::data_request);
    return;
  }
  source_ = "DIV";
  nonce_.resize(8);
  random_.fill(nonce_);
  pik1_ = keys_.diversify(pik_, nonce_);
  mak1_ = keys_.diversify(mak_, nonce_);
  tdk1_ = keys_.diversify(tdk_, nonce_);
}

void FakeTerminal::write_confirmation(iso8583::TlvWriter& writer) {
  if (!confirmation_due) return;
  std::string transcript = "VMPOS-SIGNIN-2";
  transcript += as_text(rh_);
  transcript += as_text(rr_);
  transcript += as_text(from_hex(batch));
  std::array<std::uint8_t, 8> mac2{};
  cmac(keys_, mak_, as_bytes(transcript), mac2);
  writer.begin("A7").put_hex("02", rh_).put_hex("05", mac2).end();
}

iso8583::Message FakeTerminal::purchase_message(const Purchase& purchase) {
  ++trace;
  begin_keys(purchase.dukpt);
  iso8583::Message message;
  message.mti = "0200";
  message.set(3, purchase.balance ? "310000" : "000000");
  char amount[16];
  std::snprintf(amount, sizeof amount, "%012lld", static_cast<long long>(purchase.balance ? 0 : purchase.amount_minor));
  if (!purchase.balance) message.set(4, amount);
  message.set(11, text_trace());
  message.set(22, purchase.pin.empty() ? "022" : "021");
  message.set(25, "00");
  message.set(41, purchase.terminal);
  message.set(42, purchase.merchant);
  message.set(49, "156");
  if (!purchase.pin.empty()) {
    message.set(26, "12");
    const auto right = Pan::parse(purchase.pan)->right12();
    std::string block{'0', "0123456789ABC"[purchase.pin.size()]};
    block += purchase.pin;
    block.resize(16, 'F');
    auto clear = from_hex(block);
    const auto pan_half = from_hex(std::string("0000").append(right.data(), right.size()));
    xor_bytes(clear, pan_half, clear);
    keys_.encrypt(pik1_, clear, clear);
    message.set(52, clear);
  }
  message.set(53, (purchase.pin.empty() ? "06" : purchase.control) + "10000000000000");
  const std::string track2 = purchase.pan + "=" + purchase.expiry + purchase.service + "1234567800";
  std::array<std::uint8_t, 600> bytes{};
  iso8583::TlvWriter writer(bytes);
  const std::string factor = purchase.pan.substr(purchase.pan.size() - 6);
  const std::string serial_text = serial + factor;
  const auto cipher = terminal_mac(keys_, snk_, as_bytes(serial_text));
  writer.begin("A2").put("01", "03").put("02", serial).put("03", factor).put("04", cipher).put("05", "1.0.0   ").end();
  writer.begin("A6").put("01", source_).put_hex("02", nonce_);
  std::string packed = track2;
  packed[packed.find('=')] = 'D';
  if (purchase.cup) {
    if (packed.size() % 2 != 0) packed += '0';
    auto track = from_hex(packed);
    const MutableBytes block = MutableBytes{track}.subspan(track.size() - 9, 8);
    keys_.encrypt(tdk1_, block, block);
    message.set(35, to_hex(track).substr(0, track2.size()));
  } else {
    if (packed.size() % 2 != 0) packed += 'F';
    char count[3];
    std::snprintf(count, sizeof count, "%02X", static_cast<unsigned>(track2.size()));
    std::string package = amount;
    package.append(count).append(packed).append("00");
    while (package.size() % 16 != 0) package += "FF";
    auto clear = from_hex(package);
    if (purchase.dukpt) {
      for (std::size_t i = 0; i < clear.size(); i += 8) {
        const MutableBytes block = MutableBytes{clear}.subspan(i, 8);
        if (i > 0) xor_bytes(block, Bytes{clear}.subspan(i - 8, 8), block);
        keys_.encrypt(tdk1_, block, block);
      }
    } else {
      keys_.encrypt(tdk1_, clear, clear);
    }
    writer.put_hex("03", clear).put("04", Pan::parse(purchase.pan)->masked());
  }
  writer.end();
  if (purchase.confirm) write_confirmation(writer);
  EXPECT_TRUE(writer.good());
  message.set(59, writer.bytes());
  const std::string in_batch = purchase.batch.empty() ? batch : purchase.batch;
  message.set(60, (purchase.balance ? "01" : "22") + in_batch + "00050");
  if (purchase.change) purchase.change(message);
  return message;
}

std::vector<std::uint8_t> FakeTerminal::packed_with_mac(const iso8583::Message& message) {
  std::vector<std::uint8_t> out(1200);
  const auto size = iso8583::pack(message, out, iso8583::MacRoom::yes);
  EXPECT_TRUE(size.has_value()) << "field " << (size ? 0 : size.error().field);
  out.resize(size.value_or(0));
  const auto mac = terminal_mac(keys_, mak1_, iso8583::mac_input(out));
  std::copy(mac.begin(), mac.end(), out.end() - 8);
  return out;
}

bool FakeTerminal::proof_right(const iso8583::TlvList& field59) {
  const std::string context = "VMPOS-ANSWER-KEY" + std::string(as_text(rr_)) + std::string(as_text(rh_)) +
                              static_cast<char>(nonce_.size()) + std::string(as_text(nonce_));
  std::array<std::uint8_t, 16> bytes{};
  cmac(keys_, dak_, as_bytes(context), bytes);
  const Key key = keys_.load(KeyAlgorithm::aes, bytes);
  std::array<std::uint8_t, 16> digest{};
  const std::string request = "VMPOS-REQUEST" + std::string(as_text(iso8583::mac_input(last_request_)));
  cmac(keys_, key, as_bytes(request), digest);
  std::string covered(as_text(iso8583::mac_input(last_message_)));
  const std::string value(field59.text("A8"));
  EXPECT_EQ(value.size(), 32U);
  const std::size_t at = covered.rfind("A8032" + value);
  if (at == std::string::npos) return false;
  covered.replace(at + 5, 32, std::string(32, '0'));
  std::array<std::uint8_t, 16> proof{};
  const std::string all = "VMPOS-ANSWER" + std::string(as_text(digest)) + covered;
  cmac(keys_, key, as_bytes(all), proof);
  return to_hex(proof) == value;
}

std::string FakeTerminal::check(const iso8583::Message& sent) {
  const std::string code(answer.text(39));
  for (const int field : {3, 4, 11, 41, 42}) {
    if (sent.has(field) && answer.text(field) != sent.text(field)) return "another field " + std::to_string(field);
  }
  if (answer.has(64)) {
    const auto mac = terminal_mac(keys_, answer_mak_.empty() ? mak1_ : answer_mak_, iso8583::mac_input(last_message_));
    if (!equal(mac, answer.get(64))) return "bad mac";
    const auto outer = iso8583::parse_tlv(answer.get(59));
    const auto a6 = iso8583::parse_tlv(*outer->find("A6"));
    EXPECT_EQ(a6->text("02"), to_hex(nonce_));
    if (proves && !proof_right(*outer)) return "bad proof";
    confirmation_due = false;
  } else if (code == "00") {
    return "approved without mac";
  }
  return code;
}

std::string FakeTerminal::send(const Purchase& purchase) {
  const auto message = purchase_message(purchase);
  auto bytes = packed_with_mac(message);
  if (purchase.damage) purchase.damage(bytes);
  if (!exchange(bytes)) return "silent";
  return check(message);
}

std::string FakeTerminal::reverse(std::int64_t amount_minor, int of_trace, const std::string& reason) {
  begin_keys(false);
  iso8583::Message message;
  message.mti = "0400";
  char text[16];
  std::snprintf(text, sizeof text, "%012lld", static_cast<long long>(amount_minor));
  message.set(3, "000000");
  message.set(4, text);
  std::snprintf(text, sizeof text, "%06d", of_trace);
  message.set(11, text);
  message.set(22, "021");
  message.set(25, "00");
  message.set(39, reason);
  message.set(41, "30000001");
  message.set(42, "102310053110001");
  message.set(49, "156");
  std::array<std::uint8_t, 300> bytes{};
  iso8583::TlvWriter writer(bytes);
  writer.begin("A6").put("01", source_).put_hex("02", nonce_).end();
  write_confirmation(writer);
  message.set(59, writer.bytes());
  message.set(60, "22" + batch + "00050");
  if (!exchange(packed_with_mac(message))) return "silent";
  return check(message);
}

}  // namespace mpos::host
