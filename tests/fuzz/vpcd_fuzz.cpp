// SPDX-License-Identifier: Apache-2.0
// Any bytes from the vpcd driver, in pieces of any size, for a T=0 card and a T=1 card.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "peripherals/pcsc/vpcd_card.hpp"

namespace {

using namespace mpos;

/// Answers with what it was asked, so that answers of every length turn up.
class Echo final : public card::CardPort {
 public:
  explicit Echo(card::Blob atr) : atr_(std::move(atr)) {}
  bool has(card::Interface interface) const override { return interface == card::Interface::contact; }
  card::Blob reset(card::Interface, card::Reset) override { return atr_; }
  void power_off() override {}
  card::ApduReply transmit(Bytes command) override {
    card::ApduReply reply{
        {command.begin(), command.begin() + static_cast<std::ptrdiff_t>(std::min(command.size(), std::size_t{256}))},
        {}};
    reply.bytes.push_back(0x90);
    reply.bytes.push_back(0x00);
    return reply;
  }

 private:
  card::Blob atr_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t piece = 1 + data[0] % 16;
  for (const card::Blob& atr : {card::Blob{0x3B, 0x60, 0x00, 0x00}, card::Blob{0x3B, 0x80, 0x01, 0x81}}) {
    Echo card{atr};
    pcsc::VpcdCard vpcd{card};
    card::Blob answers;
    Bytes rest{data + 1, size - 1};
    while (!rest.empty()) {
      vpcd.receive(rest.first(std::min(piece, rest.size())), answers);
      rest = rest.subspan(std::min(piece, rest.size()));
    }
    vpcd.disconnected();
  }
  return 0;
}
