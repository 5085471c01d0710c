// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "devicemodel/security/aes_dukpt.hpp"
#include "devicemodel/security/dukpt.hpp"
#include "devicemodel/security/kcv.hpp"
#include "devicemodel/security/mac.hpp"
#include "devicemodel/security/pboc.hpp"
#include "devicemodel/security/pin_block.hpp"
#include "devicemodel/security/tr31.hpp"
#include "scenarios/vectors/ops.hpp"

namespace mpos::vectors {
namespace {

using namespace security;

Buffer whole_blocks(const Inputs& in, Cipher cipher) {
  Buffer data = in.hex("data");
  if (data.size() % block_bytes(cipher) != 0) throw InputError("input \"data\" is not a multiple of the block");
  return data;
}

Value block(Primitives& p, const Inputs& in, bool encrypt) {
  const Cipher cipher = in.cipher("alg");
  const Buffer key = in.key("key", cipher);
  Buffer data = whole_blocks(in, cipher);
  if (encrypt) {
    p.ecb_encrypt(cipher, key, data, data);
  } else {
    p.ecb_decrypt(cipher, key, data, data);
  }
  return hex_value_of(data);
}

Value cbc(Primitives& p, const Inputs& in) {
  const Cipher cipher = in.cipher("alg");
  const Buffer key = in.key("key", cipher);
  const Buffer iv = in.hex_of_size("iv", block_bytes(cipher));
  Buffer data = whole_blocks(in, cipher);
  p.cbc_encrypt(cipher, key, iv, data, data);
  return hex_value_of(data);
}

Value check_value(Primitives& p, const Inputs& in, bool by_cmac) {
  const Cipher cipher = in.cipher("alg");
  const Buffer key = in.key("key", cipher);
  Buffer out(static_cast<std::size_t>(in.integer("n", 1, static_cast<std::int64_t>(block_bytes(cipher)))));
  if (by_cmac) {
    kcv_cmac(p, cipher, key, out);
  } else {
    kcv_ecb(p, cipher, key, out);
  }
  return hex_value_of(out);
}

Cipher div_cipher(const Inputs& in) {
  const Cipher cipher = in.cipher("alg");
  if (cipher != Cipher::tdes && cipher != Cipher::sm4) throw InputError("DIV takes TDES or SM4");
  return cipher;
}

Value div(Primitives& p, const Inputs& in) {
  const Cipher cipher = div_cipher(in);
  Buffer out(16);
  pboc_div(p, cipher, in.key("key", cipher), in.hex_of_size("factor", 8), out);
  return hex_value_of(out);
}

Value div_chain(Primitives& p, const Inputs& in) {
  const Cipher cipher = div_cipher(in);
  Buffer key = in.key("key", cipher);
  for (const Value& each : in.array("factors")) {
    const auto* text = each.as<std::string>();
    if (text == nullptr) throw InputError("input \"factors\" holds something that is not a string");
    const Buffer factor = bytes_of_hex(*text, "factors");
    if (factor.size() != 8) throw InputError("input \"factors\" holds a factor that is not 8 bytes long");
    Buffer next(16);
    pboc_div(p, cipher, key, factor, next);
    key = next;
  }
  return hex_value_of(key);
}

Buffer dukpt_transaction_key(Primitives& p, const Inputs& in) {
  Buffer key(16);
  dukpt_key(p, in.hex_of_size("ipek", 16), in.hex_of_size("ksn", ksn_bytes), key);
  return key;
}

Buffer variant(Primitives& p, const Buffer& key, DukptUse use) {
  Buffer out(16);
  dukpt_variant(p, key, use, out);
  return out;
}

DukptUse use_of(const std::string& name) {
  static const std::map<std::string, DukptUse> uses{{"pin", DukptUse::pin},
                                                    {"mac_req", DukptUse::mac_request},
                                                    {"mac_rsp", DukptUse::mac_response},
                                                    {"data_req", DukptUse::data_request},
                                                    {"data_rsp", DukptUse::data_response}};
  const auto found = uses.find(name);
  if (found == uses.end()) throw InputError("no DUKPT variant is called \"" + name + "\"");
  return found->second;
}

Value dukpt_everything(Primitives& p, const Inputs& in) {
  const Buffer key = dukpt_transaction_key(p, in);
  const Bytes text = as_bytes(in.text("text"));
  Value::Object out;
  out["key"] = hex_value_of(key);
  const auto mac_under = [&](const Buffer& mac_key) {
    Buffer mac(4);
    mac_alg3(p, mac_key, text, Padding::zeros, mac);
    return hex_value_of(mac);
  };
  const auto data_under = [&](const Buffer& data_key) {
    Buffer data(text.begin(), text.end());
    data.resize(data.empty() ? 8 : (data.size() + 7) / 8 * 8);
    p.cbc_encrypt(Cipher::tdes, data_key, Buffer(8), data, data);
    return hex_value_of(data);
  };
  for (const char* use : {"pin", "mac_req", "mac_rsp", "data_req", "data_rsp"}) {
    out[std::string{use} + "_key"] = hex_value_of(variant(p, key, use_of(use)));
  }
  Buffer block(8);
  if (!pin_block_0(in.digits("pin"), in.text("pan"), block)) throw InputError("no format 0 block of this PIN and PAN");
  p.ecb_encrypt(Cipher::tdes, variant(p, key, DukptUse::pin), block, block);
  out["enc_pin_block"] = hex_value_of(block);
  out["mac_req"] = mac_under(variant(p, key, DukptUse::mac_request));
  out["mac_rsp"] = mac_under(variant(p, key, DukptUse::mac_response));
  out["enc_data_req"] = data_under(variant(p, key, DukptUse::data_request));
  out["enc_data_rsp"] = data_under(variant(p, key, DukptUse::data_response));
  return Value{std::move(out)};
}

Value next_ksn(Primitives&, const Inputs& in) {
  Buffer ksn = in.hex_of_size("ksn", ksn_bytes);
  if (!dukpt_next(ksn)) throw InputError("this KSN is the last one");
  return hex_value_of(ksn);
}

AesDukptUsage aes_usage(const Inputs& in) {
  static const std::map<std::string, AesDukptUsage> usages{
      {"kek", AesDukptUsage::key_encryption},    {"pin", AesDukptUsage::pin},
      {"mac_gen", AesDukptUsage::mac_generate},  {"mac_ver", AesDukptUsage::mac_verify},
      {"mac_both", AesDukptUsage::mac_both},     {"data_enc", AesDukptUsage::data_encrypt},
      {"data_dec", AesDukptUsage::data_decrypt}, {"data_both", AesDukptUsage::data_both},
      {"deriv", AesDukptUsage::derivation},      {"ik", AesDukptUsage::initial_key}};
  const auto found = usages.find(in.text("usage"));
  if (found == usages.end()) throw InputError("no AES DUKPT usage is called \"" + in.text("usage") + "\"");
  return found->second;
}

AesDukptAlgorithm aes_algorithm(const Inputs& in) {
  static const std::map<std::string, AesDukptAlgorithm> algorithms{
      {"2TDEA", AesDukptAlgorithm::tdea2},   {"3TDEA", AesDukptAlgorithm::tdea3},
      {"AES128", AesDukptAlgorithm::aes128}, {"AES192", AesDukptAlgorithm::aes192},
      {"AES256", AesDukptAlgorithm::aes256}, {"HMAC", AesDukptAlgorithm::hmac}};
  const auto found = algorithms.find(in.text("algo"));
  if (found == algorithms.end()) throw InputError("no AES DUKPT algorithm is called \"" + in.text("algo") + "\"");
  return found->second;
}

std::uint16_t aes_bits(const Inputs& in) {
  if (in.has("bits")) {
    const auto bits = in.integer("bits", 0, 0xFFFF);
    if (bits != 0) return static_cast<std::uint16_t>(bits);
  }
  const std::uint16_t bits = aes_dukpt_bits(aes_algorithm(in));
  if (bits == 0) throw InputError("this algorithm needs \"bits\"");
  return bits;
}

std::uint32_t transaction_counter(const Inputs& in) {
  std::uint64_t counter = 0;
  const std::string& text = in.text("tc");
  const Buffer bytes = bytes_of_hex(text.size() % 2 == 0 ? text : "0" + text, "tc");
  for (const std::uint8_t byte : bytes) {
    counter = counter << 8 | byte;
    if (counter > 0xFFFFFFFF) throw InputError("input \"tc\" is more than 32 bits");
  }
  return static_cast<std::uint32_t>(counter);
}

Value aes_initial(Primitives& p, const Inputs& in) {
  const Buffer bdk = in.key("bdk", Cipher::aes);
  Buffer out(bdk.size());
  aes_dukpt_initial_key(p, bdk, in.hex_of_size("ikid", 8), out);
  return hex_value_of(out);
}

Value aes_transaction(Primitives& p, const Inputs& in) {
  const Buffer key = in.key("ik", Cipher::aes);
  Buffer out(key.size());
  aes_dukpt_transaction_key(p, key, in.hex_of_size("ikid", 8), transaction_counter(in), out);
  return hex_value_of(out);
}

Value aes_working(Primitives& p, const Inputs& in) {
  const Buffer key = in.key("txn_key", Cipher::aes);
  const std::uint16_t bits = aes_bits(in);
  const Buffer id = in.hex_of_size("ikid", 8);
  Buffer out(bits / 8);
  if (bits % 8 == 0 &&
      aes_dukpt_working_key(p, key, id, transaction_counter(in), aes_usage(in), aes_algorithm(in), out))
    return hex_value_of(out);
  // X9.24-3 forbids a working key longer than the key it comes from, and the product makes none; vectors may show what
  // the derivation would give.
  std::array<std::uint8_t, 8> identity{};
  copy_bytes(Bytes{id}.last(4), identity);
  store_be32(&identity[4], transaction_counter(in));
  std::uint8_t number = 1;
  for (std::size_t done = 0; done < out.size(); done += 16, ++number) {
    std::array<std::uint8_t, 16> derived{};
    p.ecb_encrypt(Cipher::aes, key, aes_dukpt_data(aes_usage(in), aes_algorithm(in), identity, bits, number), derived);
    copy_bytes(Bytes{derived}.first(std::min<std::size_t>(16, out.size() - done)), MutableBytes{out}.subspan(done));
  }
  return hex_value_of(out);
}

Value aes_data(Primitives&, const Inputs& in) {
  const auto number = in.has("block") ? in.integer("block", 0, 255) : 1;
  return hex_value_of(aes_dukpt_data(aes_usage(in), aes_algorithm(in), in.hex_of_size("ident8", 8), aes_bits(in),
                                     static_cast<std::uint8_t>(number)));
}

[[noreturn]] void refuse(Tr31Error error) {
  static constexpr std::array<const char*, 7> reasons{
      "unknown version", "lengths do not fit", "malformed header", "protection key of a wrong length",
      "not hexadecimal", "wrong MAC",          "too long"};
  throw InputError(std::string{"key block refused: "} + reasons[static_cast<std::size_t>(error)]);
}

Value unwrap(Primitives& p, const Inputs& in) {
  const std::string& block = in.text("block");
  const auto opened = tr31_unwrap(p, in.hex("kbpk"), block);
  if (!opened) refuse(opened.error());
  Value::Object out;
  out["header"] = Value{block.substr(0, opened->header_size)};
  out["key"] = hex_value_of(opened->key.expose());
  return Value{std::move(out)};
}

Value wrap(Primitives& p, const Inputs& in) {
  std::string out(tr31_max_characters, ' ');
  const auto size = tr31_wrap(p, in.hex("kbpk"), in.text("header"), in.hex("key"), in.hex("pad"), out);
  if (!size) refuse(size.error());
  out.resize(*size);
  return Value{std::move(out)};
}

Value kdf(Primitives& p, const Inputs& in) {
  const std::string& version = in.text("version");
  if (version.size() != 1) throw InputError("input \"version\" is not one character");
  const auto use = static_cast<Tr31Use>(in.integer("use", 0, 0xFFFF));
  const auto key = tr31_derive(p, version[0], in.hex("kbpk"), use);
  if (!key) refuse(key.error());
  return hex_value_of(key->expose());
}

/// The nibbles of a fill given as hexadecimal text.
Buffer nibbles(const Inputs& in, std::string_view name) {
  const std::string& text = in.text(name);
  const Buffer bytes = bytes_of_hex(text.size() % 2 == 0 ? text : text + "0", name);
  Buffer out;
  for (std::size_t i = 0; i < text.size() && i / 2 < bytes.size(); ++i) {
    out.push_back(static_cast<std::uint8_t>(i % 2 == 0 ? bytes[i / 2] >> 4 : bytes[i / 2] & 15));
  }
  return out;
}

Value made(bool ok, const Buffer& block) {
  if (!ok) throw InputError("no PIN block of this format can be made from these inputs");
  return hex_value_of(block);
}

Value format_4(Primitives& p, const Inputs& in) {
  const Buffer pin = in.digits("pin");
  const std::string& pan = in.text("pan");
  const Buffer random = in.hex_of_size("random", 8);
  Buffer pin_field(16);
  Buffer pan_field(16);
  Buffer enciphered(16);
  Value::Object out;
  out["pin_field"] = made(pin_field_4(pin, random, pin_field), pin_field);
  out["pan_field"] = made(pan_field_4(pan, pan_field), pan_field);
  out["encrypted"] = made(pin_block_4(p, in.key("key", Cipher::aes), pin, pan, random, enciphered), enciphered);
  return Value{std::move(out)};
}

}  // namespace

void add_key_ops(OpTable& table) {
  table["block_encrypt"] = [](Primitives& p, const Inputs& in) { return block(p, in, true); };
  table["block_decrypt"] = [](Primitives& p, const Inputs& in) { return block(p, in, false); };
  table["cbc_encrypt"] = cbc;
  table["kcv"] = [](Primitives& p, const Inputs& in) { return check_value(p, in, false); };
  table["kcv_cmac"] = [](Primitives& p, const Inputs& in) { return check_value(p, in, true); };
  table["odd_parity"] = [](Primitives&, const Inputs& in) {
    Buffer key = in.hex("key");
    set_odd_parity(key);
    return hex_value_of(key);
  };
  table["pboc_div"] = div;
  table["pboc_div_chain"] = div_chain;
  table["dukpt_ipek"] = [](Primitives& p, const Inputs& in) {
    Buffer out(16);
    const Buffer ksn = in.hex("ksn");
    if (ksn.size() < 8) throw InputError("input \"ksn\" is shorter than 8 bytes");
    dukpt_ipek(p, in.hex_of_size("bdk", 16), ksn, out);
    return hex_value_of(out);
  };
  table["dukpt_key"] = [](Primitives& p, const Inputs& in) { return hex_value_of(dukpt_transaction_key(p, in)); };
  table["dukpt_variant"] = [](Primitives& p, const Inputs& in) {
    return hex_value_of(variant(p, in.hex_of_size("key", 16), use_of(in.text("use"))));
  };
  table["dukpt_next"] = next_ksn;
  table["dukpt_all"] = dukpt_everything;
  table["aesdukpt_ik"] = aes_initial;
  table["aesdukpt_txn"] = aes_transaction;
  table["aesdukpt_working"] = aes_working;
  table["aesdukpt_data"] = aes_data;
  table["tr31_unwrap"] = unwrap;
  table["tr31_wrap"] = wrap;
  table["tr31_kdf"] = kdf;
  table["pinblock0"] = [](Primitives&, const Inputs& in) {
    Buffer out(8);
    return made(pin_block_0(in.digits("pin"), in.text("pan"), out), out);
  };
  table["pinblock_cup"] = [](Primitives&, const Inputs& in) {
    Buffer out(8);
    return made(pin_block_cup(in.digits("pin"), in.text("pan"), out), out);
  };
  table["pinblock1"] = [](Primitives&, const Inputs& in) {
    Buffer out(8);
    return made(pin_block_1(in.digits("pin"), nibbles(in, "fill"), out), out);
  };
  table["pinblock3"] = [](Primitives&, const Inputs& in) {
    Buffer out(8);
    return made(pin_block_3(in.digits("pin"), in.text("pan"), nibbles(in, "fill"), out), out);
  };
  table["pinblock4"] = format_4;
  table["pinblock_sm4_cup"] = [](Primitives&, const Inputs& in) {
    Buffer out(16);
    return made(pin_block_sm4_cup(in.digits("pin"), in.text("pan"), out), out);
  };
}

}  // namespace mpos::vectors
