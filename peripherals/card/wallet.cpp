// SPDX-License-Identifier: Apache-2.0
#include "peripherals/card/wallet.hpp"

#include "devicemodel/security/issuer_keys.hpp"

namespace mpos::card {
namespace {

constexpr std::uint8_t purchase_type = 0x06;

Blob mac4(security::Primitives& primitives, Bytes key, Bytes data) {
  Blob out(8);
  security::pboc_des_mac(primitives, key, data, {}, out);
  out.resize(4);
  return out;
}

Answer initialise(const Wallet& wallet, const WalletMemory& memory, WalletSession& session, const Apdu& apdu,
                  const std::function<Blob()>& random) {
  session = {};
  if (apdu.p1 != 0x01 || apdu.p2 != 0x02) return {sw::wrong_p1p2};
  if (apdu.data.size() != 11) return {sw::wrong_length};
  if (apdu.data[0] != 0x01) return {sw::key_not_found};
  if (memory.sequence == 0xFFFF) return {sw::counter_limit};
  const Bytes amount = apdu.data.subspan(1, 4);
  if (load_be32(amount.data()) > memory.balance) return {sw::insufficient};
  session.open = true;
  session.amount.assign(amount.begin(), amount.end());
  session.terminal.assign(apdu.data.begin() + 5, apdu.data.end());
  session.random = wallet.profile.fixed_random.empty() ? random() : wallet.profile.fixed_random;
  Answer answer;
  answer.data.resize(6);
  store_be32(answer.data.data(), memory.balance);
  store_be16(answer.data.data() + 4, memory.sequence);
  append(answer.data, Blob{0, 0, 0, 0x01, 0x00});  // overdraft, key version, algorithm
  append(answer.data, session.random);
  return answer;
}

Answer debit(const Wallet& wallet, const WalletMemory& memory, WalletSession& session, security::Primitives& primitives,
             const Apdu& apdu) {
  if (apdu.p1 != 0x01 || apdu.p2 != 0x00) return {sw::wrong_p1p2};
  if (apdu.data.size() != 15) return {sw::wrong_length};
  if (!session.open) return {sw::conditions};
  session.open = false;
  const Bytes terminal_sequence = apdu.data.first(4);
  const Bytes moment = apdu.data.subspan(4, 7);
  Blob seed = session.random;
  seed.push_back(static_cast<std::uint8_t>(memory.sequence >> 8));
  seed.push_back(static_cast<std::uint8_t>(memory.sequence));
  append(seed, terminal_sequence.last(2));
  Blob key(8);
  primitives.ecb_encrypt(security::Cipher::tdes, wallet.purchase_key, seed, key);
  Blob purchase = session.amount;
  purchase.push_back(purchase_type);
  append(purchase, session.terminal);
  Blob first = purchase;
  append(first, moment);
  if (!equal_constant_time(mac4(primitives, key, first), apdu.data.last(4))) return {sw::mac_invalid};
  append(purchase, terminal_sequence);
  append(purchase, moment);
  Blob tac_key(8);
  xor_bytes(Bytes{wallet.profile.tac_key}.first(8), Bytes{wallet.profile.tac_key}.last(8), tac_key);
  Answer answer{sw::ok, mac4(primitives, tac_key, purchase)};
  append(answer.data, mac4(primitives, key, session.amount));
  memory.balance -= load_be32(session.amount.data());
  ++memory.sequence;
  return answer;
}

}  // namespace

Blob wallet_fci(const Wallet& wallet) {
  Blob issuer = tlv(0x9F0C, wallet.profile.serial);
  Blob body = tlv(0x84, wallet_aid);
  append_tlv(body, 0xA5, issuer);
  return tlv(0x6F, body);
}

Answer wallet_command(const Wallet& wallet, WalletMemory memory, WalletSession& session,
                      security::Primitives& primitives, const Apdu& apdu, const std::function<Blob()>& random) {
  switch (apdu.cla << 8 | apdu.ins) {
    case 0x8050: return initialise(wallet, memory, session, apdu, random);
    case 0x8054: return debit(wallet, memory, session, primitives, apdu);
    case 0x805C: {
      if (apdu.p1 != 0x00 || apdu.p2 != 0x02) return {sw::wrong_p1p2};
      if (!apdu.data.empty()) return {sw::wrong_length};
      Answer answer;
      answer.data.resize(4);
      store_be32(answer.data.data(), memory.balance);
      return answer;
    }
    default: return {sw::wrong_instruction};
  }
}

}  // namespace mpos::card
