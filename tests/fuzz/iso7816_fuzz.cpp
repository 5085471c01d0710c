// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/iso7816_atr.hpp"
#include "devicemodel/emv/iso7816_transport.hpp"

namespace {

using namespace mpos;

/// Answers cut from `script`: one length byte, then that many bytes. With `seal`, a right T=1 frame round them.
template <typename Terminal>
void drive(Terminal& terminal, emv::TransportStep step, Bytes script, bool seal) {
  int steps = 0;
  while (step.kind == emv::TransportStep::Kind::exchange) {
    MPOS_ASSERT(++steps < 3000);
    std::array<std::uint8_t, 260> frame{};
    Bytes answer;
    if (!script.empty()) {
      std::size_t length = script[0];
      script = script.subspan(1);
      if (length > script.size()) length = script.size();
      answer = script.first(length);
      script = script.subspan(length);
    }
    if (seal && !answer.empty() && answer.size() < 255) {
      frame[1] = answer[0];
      frame[2] = static_cast<std::uint8_t>(answer.size() - 1);
      copy_bytes(answer.subspan(1), MutableBytes{frame}.subspan(3));
      std::uint8_t sum = 0;
      for (std::size_t i = 0; i < answer.size() + 2; ++i) sum = static_cast<std::uint8_t>(sum ^ frame[i]);
      frame[answer.size() + 2] = sum;
      answer = Bytes{frame}.first(answer.size() + 3);
    }
    step = terminal.on_answer(answer);
    MPOS_ASSERT(step.reply.size() <= 258);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes bytes{data, size};
  (void)emv::parse_emv_atr(bytes);
  if (size < 2) return 0;
  constexpr std::array<std::uint8_t, 14> select{0x00, 0xA4, 0x04, 0x00, 0x08, 0xA0, 0x00,
                                                0x00, 0x03, 0x33, 0x01, 0x01, 0x02, 0x00};
  constexpr std::array<std::uint8_t, 5> read{0x00, 0xB2, 0x01, 0x0C, 0x00};
  const Bytes apdu = (data[0] & 1) != 0 ? Bytes{select} : Bytes{read};
  if ((data[0] & 2) != 0) {
    emv::T0Terminal terminal;
    drive(terminal, terminal.start(apdu), bytes.subspan(1), false);
  } else {
    emv::T1Terminal terminal;
    (void)terminal.reset(data[1] < 16 ? 16 : data[1]);
    drive(terminal, terminal.start(apdu), bytes.subspan(2), (data[0] & 4) != 0);
  }
  return 0;
}
