// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/security/mac.hpp"
#include "scenarios/vectors/ops.hpp"

namespace mpos::vectors {
namespace {

using namespace security;

Padding padding_of(char c) {
  if (c == '1') return Padding::zeros;
  if (c == '2') return Padding::bit;
  throw InputError("padding method is not 1 or 2");
}

Buffer alg1(Primitives& p, const Inputs& in, Cipher cipher, Padding padding) {
  Buffer out(block_bytes(cipher));
  mac_alg1(p, cipher, in.key("key", cipher), in.hex("data"), padding, out);
  return out;
}

Buffer alg3(Primitives& p, const Inputs& in, Padding padding) {
  Buffer out(8);
  mac_alg3(p, in.hex_of_size("key", 16), in.hex("data"), padding, out);
  return out;
}

Buffer run_mac(Primitives& p, const Inputs& in) {
  const std::string& name = in.text("algorithm");
  if (name == "X9.9") return alg1(p, in, Cipher::des, Padding::zeros);
  if (name == "X9.19" || name == "ISO9797-1-ALG3-PAD1") return alg3(p, in, Padding::zeros);
  if (name == "ISO9797-1-ALG3-PAD2") return alg3(p, in, Padding::bit);
  constexpr std::string_view alg1_prefix = "ISO9797-1-ALG1-";
  if (name.starts_with(alg1_prefix)) {
    const std::size_t dash = name.find('-', alg1_prefix.size());
    if (dash == std::string::npos || name.size() != dash + 5) throw InputError("malformed algorithm \"" + name + "\"");
    const Cipher cipher = cipher_of_name(name.substr(alg1_prefix.size(), dash - alg1_prefix.size()));
    return alg1(p, in, cipher, padding_of(name.back()));
  }
  if (name.starts_with("CUP-ECB-")) {
    const Cipher cipher = cipher_of_name(name.substr(8));
    const auto mac = mac_cup_ecb(p, cipher, in.key("key", cipher), in.hex("data"));
    return {mac.begin(), mac.end()};
  }
  if (name == "CUP-MPOS-READER") {
    const auto mac = mac_cup_mpos_reader(p, in.hex_of_size("key", 16), in.hex("data"));
    return {mac.begin(), mac.end()};
  }
  if (name.starts_with("CMAC-")) {
    const Cipher cipher = cipher_of_name(name.substr(5));
    Buffer out(block_bytes(cipher));
    cmac(p, cipher, in.key("key", cipher), in.hex("data"), out);
    return out;
  }
  throw InputError("no MAC algorithm is called \"" + name + "\"");
}

Value mac(Primitives& p, const Inputs& in) {
  Buffer out = run_mac(p, in);
  if (in.has("n")) {
    const auto n = static_cast<std::size_t>(in.integer("n", 0, 99));
    if (n < out.size()) out.resize(n);
  }
  return hex_value_of(out);
}

Value fold(Primitives&, const Inputs& in) {
  Fold folded{static_cast<std::size_t>(in.integer("block", 1, Fold::max_block))};
  folded.update(in.hex("data"));
  return hex_value_of(folded.value());
}

Value tusn(Primitives& p, const Inputs& in) {
  const auto mac = tusn_mac(p, in.key("key", Cipher::sm4), as_bytes(in.text("tusn")), as_bytes(in.text("factor")));
  return Value{std::string{as_text(mac)}};
}

}  // namespace

void add_mac_ops(OpTable& table) {
  table["mac"] = mac;
  table["fold"] = fold;
  table["tusn_mac"] = tusn;
}

}  // namespace mpos::vectors
