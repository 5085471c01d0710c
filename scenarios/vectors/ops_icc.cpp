// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/certificates.hpp"
#include "devicemodel/security/issuer_keys.hpp"
#include "scenarios/vectors/ops.hpp"

namespace mpos::vectors {
namespace {

using namespace security;

Cipher tdes_or_sm4(const Inputs& in) {
  const Cipher cipher = in.cipher_or("alg", Cipher::tdes);
  if (cipher != Cipher::tdes && cipher != Cipher::sm4) throw InputError("this operation takes TDES or SM4");
  return cipher;
}

Value sha1_of(Primitives& p, const Buffer& data) {
  Buffer digest(20);
  p.hash(Hash::sha1, data, digest);
  return hex_value_of(digest);
}

Value udk(Primitives& p, const Inputs& in) {
  Buffer out(16);
  bool made = false;
  if (in.text("option") == "A") {
    const Cipher cipher = tdes_or_sm4(in);
    made = udk_option_a(p, cipher, in.key("imk", cipher), in.text("pan"), in.text("psn"), in.boolean_or("parity", true),
                        out);
  } else if (in.text("option") == "B") {
    made = udk_option_b(p, in.key("imk", Cipher::tdes), in.text("pan"), in.text("psn"), out);
  } else {
    throw InputError("input \"option\" is not A or B");
  }
  if (!made) throw InputError("PAN or sequence number is not decimal, or too long");
  return hex_value_of(out);
}

Value session_pboc(Primitives& p, const Inputs& in) {
  Buffer out(16);
  const Cipher cipher = tdes_or_sm4(in);
  session_key_pboc(p, cipher, in.key("udk", cipher), in.hex_of_size("atc", 2), out);
  return hex_value_of(out);
}

Value session_emv(Primitives& p, const Inputs& in) {
  Buffer out(16);
  session_key_emv(p, in.key("udk", Cipher::tdes), in.hex_of_size("r", 8), out);
  return hex_value_of(out);
}

Value cryptogram(Primitives& p, const Inputs& in) {
  Buffer out(8);
  application_cryptogram(p, tdes_or_sm4(in), in.hex_of_size("sk", 16), in.hex("data"), out);
  return hex_value_of(out);
}

Value arpc_method_1(Primitives& p, const Inputs& in) {
  Buffer out(8);
  const Cipher cipher = tdes_or_sm4(in);
  arpc_1(p, cipher, in.key("sk", cipher), in.hex_of_size("arqc", 8), in.hex_of_size("arc", 2), out);
  return hex_value_of(out);
}

Value arpc_method_2(Primitives& p, const Inputs& in) {
  Buffer data = in.hex_of_size("arqc", 8);
  for (const Buffer& more : {in.hex("csu"), in.hex_or("prop", "")}) data.insert(data.end(), more.begin(), more.end());
  Buffer out(4);
  application_cryptogram(p, Cipher::tdes, in.hex_of_size("sk", 16), data, out);
  return hex_value_of(out);
}

Value script_mac(Primitives& p, const Inputs& in) {
  Buffer out(static_cast<std::size_t>(in.integer("n", 1, 8)));
  application_cryptogram(p, Cipher::tdes, in.hex_of_size("sk", 16), in.hex("data"), out);
  return hex_value_of(out);
}

Value capk_sha1(Primitives& p, const Inputs& in) {
  return sha1_of(p,
                 bytes_of_hex(in.text("rid") + in.text("index") + in.text("modulus") + in.text("exponent"), "modulus"));
}

Value psam_session(Primitives& p, const Inputs& in) {
  Buffer block = in.hex_of_size("rand", 4);
  const Buffer wallet = in.hex_of_size("ep_seq", 2);
  const Buffer psam = in.hex("psam_seq");
  if (psam.size() < 2) throw InputError("input \"psam_seq\" is shorter than 2 bytes");
  block.insert(block.end(), wallet.begin(), wallet.end());
  block.insert(block.end(), psam.end() - 2, psam.end());
  p.ecb_encrypt(Cipher::tdes, in.key("dpk", Cipher::tdes), block, block);
  return hex_value_of(block);
}

Value wallet_mac(Primitives& p, const Inputs& in) {
  const Buffer iv = in.hex_or("iv", "0000000000000000");
  if (iv.size() != 8) throw InputError("input \"iv\" is not 8 bytes long");
  Buffer out(static_cast<std::size_t>(in.integer("n", 1, 8)));
  pboc_des_mac(p, in.hex_of_size("key", 8), in.hex("data"), iv, out);
  return hex_value_of(out);
}

Value wallet_tac(Primitives& p, const Inputs& in) {
  const Buffer key = in.hex_of_size("dtk", 16);
  Buffer folded(8);
  xor_bytes(Bytes{key}.first(8), Bytes{key}.last(8), folded);
  Buffer out(4);
  pboc_des_mac(p, folded, in.hex("data"), {}, out);
  return hex_value_of(out);
}

emv::PublicKey signer(const Inputs& in) {
  emv::PublicKey out;
  if (!out.modulus.try_append(in.hex("modulus"))) throw InputError("input \"modulus\" is longer than 248 bytes");
  if (!out.exponent.try_append(in.hex("exponent"))) throw InputError("input \"exponent\" is longer than 3 bytes");
  return out;
}

/// The vectors tell whether the hash is right; every other fault of a certificate is an error of the vector.
template <typename T>
bool hash_right(const Result<T, emv::CertificateError>& result) {
  if (!result && result.error() != emv::CertificateError::bad_hash)
    throw InputError("the certificate is not well formed");
  return result.has_value();
}

Value recovered(const emv::Recovery& recovery, bool hash_ok, Value::Object more = {}) {
  more["recovered"] = hex_value_of(recovery.block());
  more["hash_ok"] = Value{hash_ok};
  return Value{std::move(more)};
}

/// The public key in a recovered certificate whose hash is not right: its length stands two bytes before the key's part
/// in the certificate, which ends before hash and trailer.
Value modulus_in(Bytes block, std::size_t at, Bytes remainder) {
  constexpr std::size_t hash_and_trailer = 21;
  if (block.size() < at + hash_and_trailer) throw InputError("the certificate is not well formed");
  const std::size_t size = block[at - 2];
  const Bytes part = block.first(block.size() - hash_and_trailer).subspan(at);
  Buffer modulus{part.begin(), part.end()};
  if (size > modulus.size()) modulus.insert(modulus.end(), remainder.begin(), remainder.end());
  if (modulus.size() > size) modulus.resize(size);
  return hex_value_of(modulus);
}

constexpr emv::Date long_ago{0x00, 0x01, 0x01};

Value issuer_certificate(Primitives& p, const Inputs& in) {
  emv::Recovery recovery{p};
  const Buffer certificate = in.hex("certificate");
  const Buffer remainder = in.hex("remainder");
  const Buffer exponent = in.hex("issuer_exponent");
  const auto key = recovery.issuer_key(signer(in), {certificate, remainder, exponent}, {}, long_ago);
  constexpr std::size_t key_at = 15;
  if (!hash_right(key)) {
    return recovered(recovery, false, {{"issuer_modulus", modulus_in(recovery.block(), key_at, remainder)}});
  }
  return recovered(recovery, true, {{"issuer_modulus", hex_value_of(key->key.modulus.span())}});
}

Value icc_certificate(Primitives& p, const Inputs& in) {
  emv::Recovery recovery{p};
  const Buffer certificate = in.hex("certificate");
  const Buffer remainder = in.hex("remainder");
  const Buffer exponent = in.hex("icc_exponent");
  const auto key =
      recovery.icc_key(signer(in), {certificate, remainder, exponent}, in.hex("static_data"), {}, long_ago);
  constexpr std::size_t key_at = 21;
  if (!hash_right(key)) {
    return recovered(recovery, false, {{"icc_modulus", modulus_in(recovery.block(), key_at, remainder)}});
  }
  return recovered(recovery, true, {{"icc_modulus", hex_value_of(key->modulus.span())}});
}

Value static_signature(Primitives& p, const Inputs& in) {
  emv::Recovery recovery{p};
  const Buffer signature = in.hex("certificate");
  const auto code = recovery.static_signature(signer(in), signature, in.hex("static_data"));
  return recovered(recovery, hash_right(code));
}

Value dynamic_signature(Primitives& p, const Inputs& in) {
  emv::Recovery recovery{p};
  const Buffer signature = in.hex("certificate");
  const auto dynamic = recovery.dynamic_signature(signer(in), signature, in.hex("ddol_data"), false);
  if (!hash_right(dynamic)) {
    constexpr std::size_t number_at = 5;
    const Bytes block = recovery.block();
    const std::size_t size = block.size() > number_at ? block[number_at - 1] : 0;
    if (block.size() < number_at + size) throw InputError("the signature is not well formed");
    return recovered(recovery, false, {{"icc_dynamic_number", hex_value_of(block.subspan(number_at, size))}});
  }
  return recovered(recovery, true, {{"icc_dynamic_number", hex_value_of(dynamic->number.span())}});
}

}  // namespace

void add_icc_ops(OpTable& table) {
  table["udk"] = udk;
  table["sk_pboc"] = session_pboc;
  table["sk_emv_common"] = session_emv;
  table["ac"] = cryptogram;
  table["arpc1"] = arpc_method_1;
  table["arpc2"] = arpc_method_2;
  table["script_mac"] = script_mac;
  table["capk_sha1"] = capk_sha1;
  table["issuer_cert"] = issuer_certificate;
  table["icc_cert"] = icc_certificate;
  table["sda"] = static_signature;
  table["dda"] = dynamic_signature;
  table["sha1"] = [](Primitives& p, const Inputs& in) { return sha1_of(p, in.hex("data")); };
  table["psam_session"] = psam_session;
  table["pboc_des_mac"] = wallet_mac;
  table["pboc_tac"] = wallet_tac;
}

}  // namespace mpos::vectors
