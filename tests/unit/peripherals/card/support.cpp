// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/peripherals/card/support.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "devicemodel/security/issuer_keys.hpp"
#include "scenarios/load/yaml_reader.hpp"

namespace mpos::card::test {
namespace {

template <typename Message>
Message load_yaml(const std::string& path) {
  load::Problems problems(path);
  Message message;
  const auto text = load::read_file(std::string(VMPOS_SOURCE_DIR) + "/assets/" + path, problems);
  const bool read = text && load::read_yaml(*text, message, problems);
  EXPECT_TRUE(read) << path << " cannot be read";
  return message;
}

}  // namespace

Blob hex(std::string_view text) {
  auto bytes = parse_hex(text);
  EXPECT_TRUE(bytes.has_value()) << text;
  return bytes.value_or(Blob{});
}

const KeyRing& keys() {
  static const KeyRing ring = [] {
    auto made = KeyRing::from(load_yaml<config::v1::ChipKeyFile>("keys/chip.yaml"));
    EXPECT_TRUE(made) << made.error();
    return *std::move(made);
  }();
  return ring;
}

config::v1::CardFile card_file(const std::string& name) {
  return load_yaml<config::v1::CardFile>("cards/chip/" + name + ".yaml");
}

ChipProfile profile(const std::string& name) {
  auto made = profile_from(card_file(name));
  EXPECT_TRUE(made) << name;
  return *std::move(made);
}

std::vector<std::string> card_names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(VMPOS_SOURCE_DIR) + "/assets/cards/chip")) {
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Blob find(Bytes data, std::uint32_t wanted) {
  while (data.size() >= 2) {
    std::size_t i = 0;
    std::uint32_t tag = data[i++];
    const bool constructed = (tag & 0x20) != 0;
    if ((tag & 0x1F) == 0x1F) tag = tag << 8 | data[i++];
    std::size_t size = data[i++];
    if (size == 0x81) size = data[i++];
    const Bytes value = data.subspan(i, size);
    if (tag == wanted) return {value.begin(), value.end()};
    if (constructed) {
      if (Blob inside = find(value, wanted); !inside.empty()) return inside;
    }
    data = data.subspan(i + size);
  }
  return {};
}

Blob apdu(std::string_view header, Bytes data) {
  Blob out = hex(header);
  out.push_back(static_cast<std::uint8_t>(data.size()));
  append(out, data);
  return out;
}

Bench::Bench(const ChipProfile& profile) {
  auto made = make_card(profile, keys(), primitives);
  EXPECT_TRUE(made) << made.error();
  personalisation = std::make_shared<const Personalisation>(*std::move(made));
  card = std::make_unique<VirtualCard>(personalisation, first_state(*personalisation), primitives);
  card->reset(card->has(Interface::contact) ? Interface::contact : Interface::contactless, Reset::cold);
}

ApduReply Bench::send(std::string_view command) {
  return card->transmit(hex(command));
}

Blob Bench::values(const Dol& list, std::uint64_t amount, std::string_view tvr, std::string_view response_code,
                   std::string_view ttq, std::uint8_t cash_indicator) const {
  Blob out;
  for (const Dol::Item& item : list.items()) {
    Blob value;
    switch (item.tag) {
      case 0x9F02: value = pack_n(amount, 6); break;
      case 0x95: value = hex(tvr); break;
      case 0x8A: value.assign(response_code.begin(), response_code.end()); break;
      case 0x9F66: value = hex(ttq); break;
      case 0x9F7A: value = {cash_indicator}; break;
      case 0x9F1A:
      case 0x5F2A: value = hex("0156"); break;
      case 0x9A: value = hex("240917"); break;
      case 0x9F21: value = hex("101530"); break;
      case 0x9F37: value = hex("55667788"); break;
      case 0x9F4E: value = hex("5649525455414C204D504F532054455354202020"); break;
      default: break;
    }
    value.resize(item.size, 0);
    append(out, value);
  }
  return out;
}

ApduReply Bench::start(std::uint64_t amount, std::size_t application, std::uint8_t cash_indicator) {
  application_ = application;
  arqc.clear();
  card->reset(Interface::contact, Reset::cold);
  send(apdu("00A40400", app().profile.aid));
  const Blob list = values(app().pdol, amount, "0000000000", "", "00000000", cash_indicator);
  return send(apdu("80A80000", tlv(0x83, list)));
}

ApduReply Bench::tap(std::uint64_t amount, std::string_view ttq, std::size_t application) {
  application_ = application;
  card->reset(Interface::contactless, Reset::cold);
  send(apdu("00A40400", app().profile.aid));
  const Blob list = values(app().contactless_pdol, amount, "0000000000", "", ttq);
  return send(apdu("80A80000", tlv(0x83, list)));
}

ApduReply Bench::generate(std::uint8_t kind, std::uint64_t amount, std::string_view tvr) {
  const Blob header{0x80, 0xAE, kind, 0x00};
  ApduReply reply = send(apdu(to_hex(header), values(app().cdol1, amount, tvr, "", "00000000")));
  const Blob body(reply.data().begin(), reply.data().end());
  if (!body.empty() && body[0] == 0x80) arqc.assign(body.begin() + 5, body.begin() + 13);
  if (!body.empty() && body[0] == 0x77) arqc = find(body, 0x9F26);
  return reply;
}

ApduReply Bench::generate_second(std::uint8_t kind, std::string_view response_code, std::uint64_t amount) {
  const Blob header{0x80, 0xAE, kind, 0x00};
  return send(apdu(to_hex(header), values(app().cdol2, amount, "0000008000", response_code, "00000000")));
}

Blob Bench::session_key(const Blob& udk) {
  Blob atc(2);
  store_be16(atc.data(), memory().atc);
  Blob key(16);
  security::session_key_pboc(primitives, app().profile.sm4 ? security::Cipher::sm4 : security::Cipher::tdes, udk, atc,
                             key);
  return key;
}

Blob Bench::issuer_answer(std::string_view response_code) {
  Blob out(8);
  security::arpc_1(primitives, app().profile.sm4 ? security::Cipher::sm4 : security::Cipher::tdes,
                   session_key(app().udk_ac), arqc, as_bytes(response_code), out);
  append(out, as_bytes(response_code));
  return out;
}

ApduReply Bench::authenticate_issuer(std::string_view response_code) {
  return send(apdu("00820000", issuer_answer(response_code)));
}

Blob Bench::script(std::string_view header, Bytes data) {
  Blob command = hex(header);
  command.push_back(static_cast<std::uint8_t>(data.size() + 4));
  Blob input = command;
  Blob atc(2);
  store_be16(atc.data(), memory().atc);
  append(input, atc);
  append(input, arqc);
  append(input, data);
  Blob mac(8);
  security::application_cryptogram(primitives, app().profile.sm4 ? security::Cipher::sm4 : security::Cipher::tdes,
                                   session_key(app().udk_mac), input, mac);
  append(command, data);
  append(command, Bytes{mac}.first(4));
  return command;
}

void Bench::restart() {
  auto state = load(save(card->state()));
  ASSERT_TRUE(state.has_value());
  card = std::make_unique<VirtualCard>(personalisation, *std::move(state), primitives);
  card->reset(card->has(Interface::contact) ? Interface::contact : Interface::contactless, Reset::cold);
}

}  // namespace mpos::card::test
