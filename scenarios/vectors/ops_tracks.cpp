// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "devicemodel/base/pan.hpp"
#include "devicemodel/security/account_data.hpp"
#include "peripherals/magstripe/track_encoder.hpp"
#include "scenarios/vectors/compat_frames.hpp"
#include "scenarios/vectors/ops.hpp"

namespace mpos::vectors {
namespace {

using namespace security;

Value bits(Primitives&, const Inputs& in) {
  const auto encoded = magstripe::track_bits(in.text("text"), static_cast<int>(in.integer("track", 1, 3)));
  if (!encoded) throw InputError("this text cannot be written on that track");
  std::string joined;
  for (const std::string& character : encoded->characters) {
    if (!joined.empty()) joined.push_back(' ');
    joined += character;
  }
  Value::Object out;
  out["bits"] = Value{std::move(joined)};
  out["lrc_char"] = Value{std::string(1, encoded->lrc)};
  return Value{std::move(out)};
}

Value pack(Primitives&, const Inputs& in) {
  const std::string& digits = in.text("digits");
  Buffer out((digits.size() + 1) / 2);
  if (!track_pack(digits, 0, out)) throw InputError("input \"digits\" has something else than digits and '='");
  return hex_value_of(out);
}

Value encrypt(Primitives& p, const Inputs& in) {
  const std::string& digits = in.text("digits");
  const Cipher cipher = in.cipher_or("alg", Cipher::tdes);
  Buffer out((digits.size() + 1) / 2);
  if (!track_encrypt_cup(p, cipher, in.key("tdk", cipher), digits, out)) {
    throw InputError("this track cannot be enciphered: too short, or not digits and '='");
  }
  return hex_value_of(out);
}

Value frame(Primitives&, const Inputs& in) {
  const std::string& kind = in.text("kind");
  const Buffer data = in.hex("data");
  const auto byte = [&in](std::string_view name) { return in.hex_of_size(name, 1)[0]; };
  const auto small = [&in](std::string_view name) { return static_cast<std::uint8_t>(in.integer(name, 0, 255)); };
  std::optional<FrameBytes> out;
  if (kind == "miura-mpi") {
    out = miura_mpi_frame(byte("nad"), byte("pcb"), data);
  } else if (kind == "cup-mpos-55aa") {
    const auto total = in.has("total") ? in.integer("total", 0, 0xFFFF) : static_cast<std::int64_t>(data.size());
    out = cup_mpos_frame(small("frame_index"), byte("type"), small("packet_index"), static_cast<std::uint16_t>(total),
                         data);
  } else if (kind == "mf") {
    out =
        mf_frame(byte("dir"), load_be16(in.hex_of_size("cmd", 2).data()), small("seq"), as_bytes(in.text("rc")), data);
  } else if (kind == "stx-bcd-lrc") {
    out = stx_bcd_lrc_frame(data);
  } else {
    throw InputError("no frame is called \"" + kind + "\"");
  }
  if (!out) throw InputError("input \"data\" is too long for this frame");
  Value::Object result;
  result["frame"] = hex_value_of(*out);
  return Value{std::move(result)};
}

Value mask(Primitives&, const Inputs& in) {
  const std::string& pan = in.text("pan");
  // Vectors show the first six and the last four of any text; the product hides all but the last four of so short a
  // number, and knows no longer one.
  if (pan.size() <= 10 || pan.size() > Pan::max_digits) {
    const std::size_t last = std::min<std::size_t>(pan.size(), 4);
    const std::string stars(pan.size() > 10 ? pan.size() - 10 : 0, '*');
    return Value{pan.substr(0, 6) + stars + pan.substr(pan.size() - last)};
  }
  return Value{std::string{mask_pan(pan).view()}};
}

}  // namespace

void add_track_ops(OpTable& table) {
  table["track_bits"] = bits;
  table["track_pack"] = pack;
  table["track_encrypt_cup"] = encrypt;
  table["frame"] = frame;
  table["luhn"] = [](Primitives&, const Inputs& in) {
    const std::string& pan = in.text("pan");
    return Value{pan.empty() || luhn_valid(pan)};  // the sum of nothing is 0
  };
  table["mask"] = mask;
}

}  // namespace mpos::vectors
