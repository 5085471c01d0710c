// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/iso7816_transport.hpp"

namespace mpos::emv {
namespace {

constexpr std::uint8_t most_rounds = 250;  ///< exchanges of one command before the card counts as broken

constexpr bool is_status(std::uint8_t byte) noexcept {
  return ((byte & 0xF0U) == 0x60 && byte != 0x60) || (byte & 0xF0U) == 0x90;
}

}  // namespace

TransportStep T0Terminal::start(Bytes apdu) noexcept {
  MPOS_ASSERT(apdu.size() >= 4);
  apdu_.clear();
  apdu_.append(apdu);
  reply_.clear();
  rounds_ = 0;
  copy_bytes(apdu_.span().first(4), header_);
  data_ = {};
  wants_answer_ = false;
  if (apdu.size() == 4) return command(0);
  if (apdu.size() == 5) {
    expected_ = apdu[4] == 0 ? 256 : apdu[4];
    return command(apdu[4]);
  }
  const std::size_t length = apdu[4];
  if (length == 0 || apdu.size() < 5 + length || apdu.size() > 6 + length) return {};
  data_ = apdu_.span().subspan(5, length);
  wants_answer_ = apdu.size() == 6 + length;
  return command(apdu[4]);
}

TransportStep T0Terminal::command(std::uint8_t p3) noexcept {
  header_[4] = p3;
  sent_ = 0;
  if (!data_.empty() || apdu_.size() == 4) expected_ = 0;
  return {TransportStep::Kind::exchange, header_, {}};
}

TransportStep T0Terminal::get_response(std::uint8_t length) noexcept {
  data_ = {};
  wants_answer_ = false;
  apdu_.clear();
  header_ = {0x00, 0xC0, 0x00, 0x00, length};
  apdu_.append(header_);
  expected_ = length == 0 ? 256 : length;
  return command(length);
}

TransportStep T0Terminal::send_data(std::size_t count) noexcept {
  out_.clear();
  const std::size_t left = data_.size() - sent_;
  out_.append(data_.subspan(sent_, count < left ? count : left));
  sent_ += out_.size();
  return {TransportStep::Kind::exchange, out_.span(), {}};
}

TransportStep T0Terminal::finish(std::uint8_t sw1, std::uint8_t sw2) noexcept {
  const std::array<std::uint8_t, 2> status_bytes{sw1, sw2};
  if (!reply_.try_append(status_bytes)) return {};
  return {TransportStep::Kind::done, {}, reply_.span()};
}

TransportStep T0Terminal::status(std::uint8_t sw1, std::uint8_t sw2) noexcept {
  if (sw1 == 0x61) return get_response(sw2);
  if (sw1 == 0x6C && apdu_.size() == 5) {
    expected_ = sw2 == 0 ? 256 : sw2;
    return command(sw2);
  }
  // A warning for a case 4 command comes without 61xx: the data is fetched, the warning kept out of the way (book 1,
  // table 29).
  if (wants_answer_ && (sw1 == 0x62 || sw1 == 0x63)) return get_response(0);
  return finish(sw1, sw2);
}

TransportStep T0Terminal::on_answer(Bytes answer) noexcept {
  if (answer.empty() || ++rounds_ > most_rounds) return {};
  while (!answer.empty()) {
    const std::uint8_t procedure = answer[0];
    if (procedure == 0x60) {
      answer = answer.subspan(1);
      continue;
    }
    if (is_status(procedure)) {
      if (answer.size() != 2) return {};
      return status(procedure, answer[1]);
    }
    const bool one = procedure == static_cast<std::uint8_t>(header_[1] ^ 0xFF);
    if (!one && procedure != header_[1]) return {};
    answer = answer.subspan(1);
    if (!data_.empty()) {
      if (sent_ == data_.size() || !answer.empty()) return {};
      return send_data(one ? 1 : data_.size());
    }
    const std::size_t count = one ? 1 : expected_;
    if (count > expected_ || answer.size() < count) return {};
    if (!reply_.try_append(answer.first(count))) return {};
    expected_ -= count;
    answer = answer.subspan(count);
  }
  // Only waiting bytes came: listen again.
  return {TransportStep::Kind::exchange, {}, {}};
}

}  // namespace mpos::emv
