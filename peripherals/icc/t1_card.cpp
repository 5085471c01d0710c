// SPDX-License-Identifier: Apache-2.0
#include "peripherals/icc/t1_card.hpp"

#include <algorithm>

namespace mpos::icc {

Buffer T1Card::emit(Buffer block) {
  if (manners_.damage_every != 0 && ++blocks_ % manners_.damage_every == 0) block.back() ^= 0x55;
  return block;
}

Buffer T1Card::say(std::uint8_t pcb, Bytes information) {
  Buffer block{0x00, pcb, static_cast<std::uint8_t>(information.size())};
  block.insert(block.end(), information.begin(), information.end());
  std::uint8_t sum = 0;
  for (const std::uint8_t byte : block) sum = static_cast<std::uint8_t>(sum ^ byte);
  block.push_back(sum);
  if ((pcb & 0xC0U) != 0x80 || (pcb & 0x0FU) == 0) last_ = block;
  return emit(block);
}

Buffer T1Card::exchange(Bytes block) {
  std::uint8_t sum = 0;
  for (const std::uint8_t byte : block) sum = static_cast<std::uint8_t>(sum ^ byte);
  const auto expected = static_cast<std::uint8_t>(receive_number_ ? 0x10 : 0x00);
  if (block.size() < 4 || block.size() != 4U + block[2] || sum != 0) {
    return say(static_cast<std::uint8_t>(0x81U | expected), {});
  }
  const std::uint8_t pcb = block[1];
  const Bytes information = block.subspan(3, block[2]);
  if ((pcb & 0x80U) == 0) return on_information(pcb, information);
  if ((pcb & 0xC0U) == 0x80) {
    const bool wanted = (pcb & 0x10U) != 0;
    if (!answer_.empty() && wanted != send_number_ && answered_ + chunk_ < answer_.size()) {
      answered_ += chunk_;
      send_number_ = !send_number_;
      return answer_chunk();
    }
    return emit(last_);  // something did not arrive
  }
  switch (pcb) {
    case 0xC0:
      send_number_ = receive_number_ = false;
      command_.clear();
      answer_.clear();
      return say(0xE0, {});
    case 0xC1:
      if (information.size() == 1) terminal_size_ = information[0];
      return say(0xE1, information);
    case 0xE3:
      if (extensions_left_ > 0) {
        --extensions_left_;
        return say(0xC3, std::array<std::uint8_t, 1>{2});
      }
      return answer_chunk();
    default: return say(static_cast<std::uint8_t>(0x82U | expected), {});
  }
}

Buffer T1Card::on_information(std::uint8_t pcb, Bytes information) {
  if (((pcb & 0x40U) != 0) != receive_number_) return emit(last_);  // a repetition: so is the answer
  if (information.size() > manners_.own_size)
    return say(static_cast<std::uint8_t>(0x82U | (receive_number_ ? 0x10U : 0U)), {});
  // The terminal's next block acknowledges the last of ours.
  if (!answer_.empty()) {
    send_number_ = !send_number_;
    answer_.clear();
  }
  receive_number_ = !receive_number_;
  command_.insert(command_.end(), information.begin(), information.end());
  if ((pcb & 0x20U) != 0) return say(static_cast<std::uint8_t>(0x80U | (receive_number_ ? 0x10U : 0U)), {});
  answer_ = transmit_(command_);
  command_.clear();
  answered_ = 0;
  if (answer_.empty()) return {};
  extensions_left_ = manners_.extensions;
  if (extensions_left_ > 0) {
    --extensions_left_;
    return say(0xC3, std::array<std::uint8_t, 1>{2});
  }
  return answer_chunk();
}

Buffer T1Card::answer_chunk() {
  chunk_ = std::min(answer_.size() - answered_, terminal_size_);
  const bool more = answered_ + chunk_ < answer_.size();
  const auto pcb = static_cast<std::uint8_t>((send_number_ ? 0x40U : 0U) | (more ? 0x20U : 0U));
  return say(pcb, Bytes{answer_}.subspan(answered_, chunk_));
}

}  // namespace mpos::icc
