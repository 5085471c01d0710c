// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/peripherals/psam/support.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "devicemodel/security/mac.hpp"
#include "scenarios/load/yaml_reader.hpp"

namespace mpos::psam::test {
namespace {

nlohmann::json vector(const std::string& name) {
  std::ifstream file(std::string(VMPOS_SOURCE_DIR) + "/tests/vectors/psam.json");
  const nlohmann::json all = nlohmann::json::parse(file);
  for (const auto& one : all.at("vectors")) {
    if (one.at("name").get<std::string>().starts_with(name)) return one;
  }
  ADD_FAILURE() << "no vector " << name;
  return {};
}

}  // namespace

Blob hex(std::string_view text) {
  auto bytes = card::parse_hex(text);
  EXPECT_TRUE(bytes.has_value()) << text;
  return bytes.value_or(Blob{});
}

std::string expected(const std::string& name) {
  return vector(name).at("expected").get<std::string>();
}

std::string input(const std::string& name, const std::string& key) {
  return vector(name).at("inputs").at(key).get<std::string>();
}

PsamProfile profile(const std::string& name) {
  const std::string path = std::string(VMPOS_SOURCE_DIR) + "/assets/psams/" + name + ".yaml";
  load::Problems problems(path);
  config::v1::PsamFile file;
  const auto text = load::read_file(path, problems);
  EXPECT_TRUE(text && load::read_yaml(*text, file, problems)) << path;
  auto made = profile_from(file);
  EXPECT_TRUE(made) << made.error();
  return *std::move(made);
}

Bench::Bench(const std::string& name) {
  const PsamProfile wanted = profile(name);
  psam = std::make_unique<Psam>(wanted, first_state(wanted), primitives);
  psam->reset(card::Interface::contact, card::Reset::cold);
}

void Bench::select_application() {
  EXPECT_EQ(status("00A4040009A00000000386980701"), sw::ok);
}

card::ApduReply Bench::send_with_mac(std::string_view header, Bytes data, Bytes key) {
  const card::ApduReply challenge = send("0084000004");
  EXPECT_EQ(challenge.data().size(), 4U);
  Blob command = hex(header);
  command.push_back(static_cast<std::uint8_t>(data.size() + 4));
  card::append(command, data);
  Blob padded = command;
  padded.push_back(0x80);
  padded.resize((padded.size() + 7) / 8 * 8, 0);
  xor_bytes(MutableBytes{padded}.first(4), challenge.data(), MutableBytes{padded}.first(4));
  Blob mac(4);
  security::mac_alg3(primitives, key, padded, security::Padding::zeros, mac);
  card::append(command, mac);
  return psam->transmit(command);
}

void Bench::restart() {
  auto state = load(save(psam->state()));
  ASSERT_TRUE(state.has_value());
  psam = std::make_unique<Psam>(psam->profile(), *std::move(state), primitives);
  psam->reset(card::Interface::contact, card::Reset::cold);
}

}  // namespace mpos::psam::test
