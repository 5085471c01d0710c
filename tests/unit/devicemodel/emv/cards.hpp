// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/emv/kernel.hpp"
#include "devicemodel/primitives/openssl_primitives.hpp"

namespace mpos::emv::test {

using Buffer = std::vector<std::uint8_t>;

inline Buffer unhex(std::string_view text) {
  Buffer out(text.size() / 2);
  EXPECT_TRUE(read_hex(text, out)) << text;
  return out;
}
inline std::string hex(Bytes bytes) {
  std::string out(2 * bytes.size(), ' ');
  write_hex(bytes, out);
  return out;
}
inline std::string tlv(std::string_view tag, std::string_view value) {
  const Buffer raw = unhex(value);
  Buffer out(raw.size() + 8);
  Tag number = 0;
  for (const std::uint8_t byte : unhex(tag)) number = number << 8 | byte;
  out.resize(write_tlv(number, raw, out));
  return hex(out);
}
template <std::size_t N>
std::array<std::uint8_t, N> array_of(std::string_view text) {
  std::array<std::uint8_t, N> out{};
  EXPECT_EQ(read_hex(text, out), N) << text;
  return out;
}

inline const nlohmann::json& virtual_card() {
  static const nlohmann::json card = [] {
    std::ifstream file{std::string{VMPOS_SOURCE_DIR} + "/tests/vectors/virtual_card.json"};
    return nlohmann::json::parse(file);
  }();
  return card;
}
inline std::string of_card(const char* group, const char* name) {
  return virtual_card().at(group).at(name).get<std::string>();
}

/// Counts up, so that tests see the same bytes each time.
class CountingEntropy final : public hal::Entropy {
 public:
  void fill(MutableBytes out) override {
    for (std::uint8_t& byte : out) byte = ++last_;
  }

 private:
  std::uint8_t last_ = 0;
};

class Records final : public RiskRecords {
 public:
  bool on_exception_file(Bytes, Bytes) override { return exception; }
  std::uint64_t earlier_amount(Bytes, Bytes) override { return earlier; }
  bool exception = false;
  std::uint64_t earlier = 0;
};

/// A card of plain data elements in one record; every answer can be replaced by the command it answers.
struct TestCard {
  std::string aip = "1C00";
  std::string afl = "08010100";
  std::map<std::string, std::string> data = {{"5A", "6222021234567890128F"},
                                             {"5F24", "301231"},
                                             {"5F25", "200101"},
                                             {"5F34", "01"},
                                             {"5F28", "0156"},
                                             {"9F07", "FF00"},
                                             {"9F08", "0020"},
                                             {"8E", "000000000000000042031E031F00"},
                                             {"9F0D", "F8F8F8F8F8"},
                                             {"9F0E", "0000000000"},
                                             {"9F0F", "F8F8F8F8F8"},
                                             {"8C", "9F02069F03069F1A0295055F2A029A039C019F3704"},
                                             {"8D", "8A0295059B02"}};
  std::map<std::string, std::string> answers = {
      {"00A404000E315041592E5359532E4444463031", "6A82"},
      {"00A4040008A000000333010102", "6F1C8408A000000333010102A510500B50424F43204352454449548701019000"},
      {"80CA9F36", "9F360200059000"},
      {"80CA9F13", "9F130200049000"},
      {"80CA9F17", "9F1701039000"},
      {"00200080", "9000"},
      {"00200088", "9000"},
      {"0082", "9000"},
      {"0084", "01020304050607089000"}};
  std::string first_cid;  ///< empty: what was asked for
  std::string second_cid;
  std::vector<std::string> log;
  int cryptograms = 0;
  int mute_at = -1;  ///< number of the command that gets no answer

  Buffer answer(Bytes apdu) {
    log.push_back(hex(apdu));
    const std::string& command = log.back();
    std::string best;
    for (const auto& [prefix, reply] : answers) {
      if (command.starts_with(prefix) && prefix.size() > best.size()) best = prefix;
    }
    if (!best.empty()) return unhex(answers.at(best));
    if (command.starts_with("80A8")) return unhex(tlv("80", aip + afl) + "9000");
    if (command.starts_with("00B2010C")) {
      std::string record;
      for (const auto& [tag, value] : data) record += tlv(tag, value);
      return unhex(tlv("70", record) + "9000");
    }
    if (command.starts_with("80AE")) {
      const std::string& forced = ++cryptograms == 1 ? first_cid : second_cid;
      const std::string cid =
          forced.empty() ? hex(std::array<std::uint8_t, 1>{static_cast<std::uint8_t>(apdu[2] & 0xC0)}) : forced;
      return unhex(tlv("80", cid + "0005" + "1122334455667788" + "07010103A0000201") + "9000");
    }
    return unhex("6D00");
  }
  std::string last(std::string_view prefix) const {
    for (auto command = log.rbegin(); command != log.rend(); ++command) {
      if (command->starts_with(prefix)) return *command;
    }
    return "";
  }
  int count(std::string_view prefix) const {
    int found = 0;
    for (const std::string& command : log) found += command.starts_with(prefix) ? 1 : 0;
    return found;
  }
};

/// A kernel with everything round it. Answers the kernel's requests as told, one script for people and host.
class Bench {
 public:
  Bench() {
    AidParameters aid;
    aid.aid.append(unhex("A000000333010102"));
    aid.default_ddol.append(unhex("9F3704"));
    aids.push_back(aid);
    policy.use_pse = false;
    transaction.date = array_of<3>("240917");
    transaction.time = array_of<3>("101530");
    transaction.amount = array_of<6>("000000010000");
    transaction.unpredictable = array_of<4>("55667788");
    transaction.sequence = array_of<4>("00000001");
    profile.ifd_serial = array_of<8>("3132333435363738");
  }
  void put_test_ca() {
    CaKey key;
    key.rid = array_of<5>("A000000333");
    key.index = 0xFE;
    key.key.modulus.append(unhex(of_card("ca", "modulus")));
    key.key.exponent.append(unhex(of_card("ca", "exponent")));
    key.expiry = array_of<3>("401231");
    ASSERT_TRUE(keys.put(key));
  }

  Outcome run() {
    kernel.begin(transaction);
    Input input;
    Buffer reply;
    for (int steps = 0; steps < 400; ++steps) {
      const Action action = kernel.advance(input);
      input = Input{};
      seen.push_back(action.kind);
      switch (action.kind) {
        case Action::Kind::finish: return action.outcome;
        case Action::Kind::send_apdu:
          if (++sent == card.mute_at) {
            input.kind = Input::Kind::card_mute;
            break;
          }
          reply = respond ? respond(action.apdu) : card.answer(action.apdu);
          input.kind = Input::Kind::card_reply;
          input.data = reply;
          break;
        case Action::Kind::choose_application:
          input.kind = Input::Kind::application_chosen;
          input.number = choice;
          break;
        case Action::Kind::enter_online_pin: input.kind = pin; break;
        case Action::Kind::enter_offline_pin:
          tries.push_back(action.tries_left);
          input.kind = pin;
          input.data = pin_block;
          break;
        case Action::Kind::check_document:
          input.kind = Input::Kind::document_checked;
          input.number = document;
          break;
        case Action::Kind::go_online:
          pin_due = action.pin_due;
          went_online = true;
          input = host;
          break;
      }
    }
    ADD_FAILURE() << "the kernel does not come to an end";
    return {};
  }
  std::string value(Tag tag) const { return hex(kernel.store().get_or_empty(tag)); }
  std::string tvr() const { return hex(kernel.tvr()); }
  std::string tsi() const { return hex(kernel.tsi()); }
  static Input host_says(bool approved, Bytes data, std::array<std::uint8_t, 2> code) {
    Input input;
    input.kind = Input::Kind::host_answer;
    input.approved = approved;
    input.data = data;
    input.response_code = code;
    return input;
  }

  primitives::OpenSslPrimitives primitives;
  CountingEntropy entropy;
  Records records;
  TerminalProfile profile;
  Policy policy;
  AidTable aids;
  CaKeyTable keys;
  Transaction transaction;
  Kernel kernel{{primitives, entropy, &records}, profile, policy, aids, keys};
  TestCard card;
  std::function<Buffer(Bytes)> respond;  ///< in place of `card`

  Buffer issuer_data = unhex("910A11223344556677883030");
  Input host = host_says(true, issuer_data, {'0', '0'});
  Input::Kind pin = Input::Kind::pin_entered;
  Buffer pin_block = unhex("241234FFFFFFFFFF");
  std::size_t choice = 0;
  std::size_t document = 1;
  std::vector<Action::Kind> seen;
  std::vector<std::uint8_t> tries;
  bool pin_due = false;
  bool went_online = false;
  int sent = 0;
};

}  // namespace mpos::emv::test
