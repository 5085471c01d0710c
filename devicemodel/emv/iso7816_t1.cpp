// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/iso7816_transport.hpp"

namespace mpos::emv {
namespace {

constexpr std::uint8_t most_attempts = 3;
constexpr std::uint16_t most_rounds = 600;
constexpr std::uint8_t own_size = 0xFE;

bool checksum_right(Bytes block) noexcept {
  std::uint8_t sum = 0;
  for (const std::uint8_t byte : block) sum = static_cast<std::uint8_t>(sum ^ byte);
  return sum == 0;
}

}  // namespace

TransportStep T1Terminal::send(std::uint8_t pcb, Bytes information) noexcept {
  block_.clear();
  block_.push_back(0x00);
  block_.push_back(pcb);
  block_.push_back(static_cast<std::uint8_t>(information.size()));
  block_.append(information);
  std::uint8_t sum = 0;
  for (const std::uint8_t byte : block_) sum = static_cast<std::uint8_t>(sum ^ byte);
  block_.push_back(sum);
  const bool repeat_request = (pcb & 0xC0U) == 0x80 && (pcb & 0x0FU) != 0;
  if (!repeat_request) last_ = block_;
  return {TransportStep::Kind::exchange, block_.span(), {}};
}

TransportStep T1Terminal::reset(std::uint8_t card_size) noexcept {
  card_size_ = card_size;
  send_number_ = receive_number_ = false;
  attempts_ = resyncs_ = 0;
  rounds_ = 0;
  multiplier_ = 1;
  waiting_ = Waiting::size;
  const std::array<std::uint8_t, 1> size{own_size};
  return send(0xC1, size);
}

TransportStep T1Terminal::start(Bytes apdu) noexcept {
  apdu_.clear();
  apdu_.append(apdu);
  reply_.clear();
  sent_ = 0;
  attempts_ = resyncs_ = 0;
  rounds_ = 0;
  all_sent_ = false;
  waiting_ = Waiting::answer;
  return send_chunk();
}

TransportStep T1Terminal::send_chunk() noexcept {
  const std::size_t left = apdu_.size() - sent_;
  chunk_ = left < card_size_ ? left : card_size_;
  const bool more = chunk_ < left;
  all_sent_ = !more;
  const auto pcb = static_cast<std::uint8_t>((send_number_ ? 0x40U : 0U) | (more ? 0x20U : 0U));
  return send(pcb, apdu_.span().subspan(sent_, chunk_));
}

TransportStep T1Terminal::retry(std::uint8_t error) noexcept {
  if (++attempts_ < most_attempts) {
    if (waiting_ != Waiting::answer) {
      block_ = last_;
      return {TransportStep::Kind::exchange, block_.span(), {}};
    }
    return send(static_cast<std::uint8_t>(0x80U | (receive_number_ ? 0x10U : 0U) | error), {});
  }
  if (waiting_ != Waiting::answer || resyncs_ != 0) return {};
  ++resyncs_;
  attempts_ = 0;
  waiting_ = Waiting::resync;
  return send(0xC0, {});
}

TransportStep T1Terminal::on_answer(Bytes block) noexcept {
  multiplier_ = 1;
  if (waiting_ == Waiting::nothing || ++rounds_ > most_rounds) return {};
  if (block.size() < 4 || block[2] == 0xFF || block.size() != 4U + block[2] || block[0] != 0 ||
      !checksum_right(block)) {
    return retry(0x01);
  }
  const std::uint8_t pcb = block[1];
  const Bytes information = block.subspan(3, block[2]);
  if ((pcb & 0x80U) == 0) return on_information(pcb, information);
  if ((pcb & 0xC0U) == 0xC0) return on_supervisory(pcb, information);
  if ((pcb & 0xE0U) != 0x80 || waiting_ != Waiting::answer || !information.empty()) return retry(0x02);
  const bool wanted = (pcb & 0x10U) != 0;
  if (wanted == send_number_) {  // our last I-block did not arrive whole
    if (++attempts_ >= most_attempts) return retry(0x02);
    if (sent_ == apdu_.size()) return retry(0x02);
    return send_chunk();
  }
  if ((last_[1] & 0xC0U) == 0x80) {  // an R-block of ours was misread
    if (++attempts_ >= most_attempts) return retry(0x02);
    block_ = last_;
    return {TransportStep::Kind::exchange, block_.span(), {}};
  }
  if (all_sent_) return retry(0x02);
  attempts_ = 0;
  sent_ += chunk_;
  send_number_ = !send_number_;
  return send_chunk();
}

TransportStep T1Terminal::on_information(std::uint8_t pcb, Bytes information) noexcept {
  if (waiting_ != Waiting::answer || (pcb & 0x1FU) != 0 || !all_sent_) return retry(0x02);
  if (((pcb & 0x40U) != 0) != receive_number_) return retry(0x02);
  if (sent_ != apdu_.size()) {  // the first block of the answer acknowledges our last one
    sent_ = apdu_.size();
    send_number_ = !send_number_;
  }
  attempts_ = 0;
  receive_number_ = !receive_number_;
  if (!reply_.try_append(information)) return {};
  if ((pcb & 0x20U) != 0) return send(static_cast<std::uint8_t>(0x80U | (receive_number_ ? 0x10U : 0U)), {});
  waiting_ = Waiting::nothing;
  if (reply_.size() < 2) return {};
  return {TransportStep::Kind::done, {}, reply_.span()};
}

TransportStep T1Terminal::on_supervisory(std::uint8_t pcb, Bytes information) noexcept {
  switch (pcb) {
    case 0xE1:  // our IFS is accepted
      if (waiting_ != Waiting::size || information.size() != 1 || information[0] != own_size) return retry(0x02);
      waiting_ = Waiting::nothing;
      attempts_ = 0;
      return {TransportStep::Kind::done, {}, {}};
    case 0xE0:
      if (waiting_ != Waiting::resync || !information.empty()) return retry(0x02);
      send_number_ = receive_number_ = false;
      attempts_ = 0;
      sent_ = 0;
      reply_.clear();
      waiting_ = Waiting::answer;
      return send_chunk();
    case 0xC1:
      if (information.size() != 1 || information[0] < 0x10 || information[0] == 0xFF) return retry(0x02);
      card_size_ = information[0];
      return send(0xE1, information);
    case 0xC2:  // the card gives up its chain; EMV asks for power off
      return {};
    case 0xC3:
      if (information.size() != 1 || information[0] == 0) return retry(0x02);
      multiplier_ = information[0];
      return send(0xE3, information);
    default: return retry(0x02);
  }
}

}  // namespace mpos::emv
