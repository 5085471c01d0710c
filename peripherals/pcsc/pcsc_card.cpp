// SPDX-License-Identifier: Apache-2.0
#include "peripherals/pcsc/pcsc_card.hpp"

#include <PCSC/winscard.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "peripherals/card/apdu.hpp"

namespace mpos::pcsc {
namespace {

/// The readers there are, by name; none is no failure.
Result<std::vector<std::string>, std::string> names_of(SCARDCONTEXT context) {
  DWORD size = 0;
  LONG result = SCardListReaders(context, nullptr, nullptr, &size);
  std::string list(size, '\0');
  if (result == SCARD_S_SUCCESS) result = SCardListReaders(context, nullptr, list.data(), &size);
  std::vector<std::string> names;
  if (result == SCARD_E_NO_READERS_AVAILABLE) return names;
  if (result != SCARD_S_SUCCESS)
    return Failure{std::string{"cannot list the PC/SC readers: "} + pcsc_stringify_error(result)};
  // Names after names, each with a zero byte behind it, and one more at the end.
  for (std::size_t at = 0; at < list.size() && list[at] != '\0'; at += names.back().size() + 1) {
    names.emplace_back(list.c_str() + at);
  }
  return names;
}

Result<SCARDCONTEXT, std::string> establish() {
  SCARDCONTEXT context = 0;
  const LONG result = SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context);
  if (result == SCARD_S_SUCCESS) return context;
  return Failure{std::string{"the PC/SC service does not answer ("} + pcsc_stringify_error(result) +
                 "); is pcscd installed and running?"};
}

}  // namespace

struct PcscCard::Impl {
  SCARDCONTEXT context = 0;
  std::string reader;
  SCARDHANDLE handle = 0;
  DWORD protocol = SCARD_PROTOCOL_UNDEFINED;
  bool connected = false;

  ~Impl() {
    drop();
    SCardReleaseContext(context);
  }
  void drop() {
    if (std::exchange(connected, false)) SCardDisconnect(handle, SCARD_UNPOWER_CARD);
  }
  /// One exchange as it goes over the reader; empty when it fails.
  card::Blob exchange(Bytes bytes) {
    std::array<std::uint8_t, MAX_BUFFER_SIZE> answer{};
    DWORD size = answer.size();
    const SCARD_IO_REQUEST* const pci = protocol == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1;
    const LONG result = SCardTransmit(handle, pci, bytes.data(), bytes.size(), nullptr, answer.data(), &size);
    if (result != SCARD_S_SUCCESS || size < 2) return {};
    return {answer.begin(), answer.begin() + static_cast<std::ptrdiff_t>(size)};
  }
  card::Blob exchange_t0(Bytes command);
};

/// An APDU over T=0 (ISO/IEC 7816-3 section 12.2).
card::Blob PcscCard::Impl::exchange_t0(Bytes command) {
  card::Blob tpdu{command.begin(), command.end()};
  if (tpdu.size() == 4) tpdu.push_back(0);
  const bool brings_in = tpdu.size() > 5;
  if (brings_in && tpdu.size() == std::size_t{6} + tpdu[4]) tpdu.pop_back();
  card::Blob answer = exchange(tpdu);
  if (!brings_in && answer.size() == 2 && answer[0] == 0x6C) {
    tpdu[4] = answer[1];
    answer = exchange(tpdu);
  }
  card::Blob whole;
  // A card may hand its answer over in several parts; what it holds at most, 256 bytes, bounds how many.
  while (answer.size() >= 2 && answer[answer.size() - 2] == 0x61 && whole.size() < 256) {
    card::append(whole, Bytes{answer}.first(answer.size() - 2));
    const std::array<std::uint8_t, 5> get_response{command[0], 0xC0, 0, 0, answer.back()};
    answer = exchange(get_response);
    if (answer.size() == 2 && answer[0] == 0x61) return {};  // never hands over anything
  }
  if (answer.empty()) return {};
  card::append(whole, answer);
  return whole;
}

PcscCard::PcscCard(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PcscCard::~PcscCard() = default;

Result<std::unique_ptr<PcscCard>, std::string> PcscCard::open(const std::string& reader) {
  const auto context = establish();
  if (!context) return Failure{context.error()};
  auto impl = std::make_unique<Impl>();
  impl->context = *context;
  impl->reader = reader;
  const auto names = names_of(*context);
  if (!names) return Failure{names.error()};
  if (std::find(names->begin(), names->end(), reader) == names->end()) {
    std::string list;
    for (const std::string& name : *names) list += (list.empty() ? "'" : ", '") + name + "'";
    return Failure{"no PC/SC reader is named '" + reader + "'; " +
                   (list.empty() ? "there is none at all" : "there are " + list)};
  }
  return std::unique_ptr<PcscCard>{new PcscCard{std::move(impl)}};
}

card::Blob PcscCard::reset(card::Interface interface, card::Reset kind) {
  if (!has(interface)) return {};
  Impl& impl = *impl_;
  constexpr DWORD protocols = SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1;
  if (impl.connected) {
    const DWORD how = kind == card::Reset::warm ? SCARD_RESET_CARD : SCARD_UNPOWER_CARD;
    if (SCardReconnect(impl.handle, SCARD_SHARE_EXCLUSIVE, protocols, how, &impl.protocol) != SCARD_S_SUCCESS)
      impl.drop();
  }
  if (!impl.connected) {
    impl.connected = SCardConnect(impl.context, impl.reader.c_str(), SCARD_SHARE_EXCLUSIVE, protocols, &impl.handle,
                                  &impl.protocol) == SCARD_S_SUCCESS;
  }
  if (!impl.connected) return {};
  std::array<std::uint8_t, MAX_ATR_SIZE> atr{};
  DWORD size = atr.size();
  if (SCardStatus(impl.handle, nullptr, nullptr, nullptr, nullptr, atr.data(), &size) != SCARD_S_SUCCESS) {
    impl.drop();
    return {};
  }
  return {atr.begin(), atr.begin() + static_cast<std::ptrdiff_t>(size)};
}

void PcscCard::power_off() {
  impl_->drop();
}

card::ApduReply PcscCard::transmit(Bytes command) {
  if (!impl_->connected) return {};
  if (command.size() < 4) return {{0x67, 0x00}, {}};
  const auto began = std::chrono::steady_clock::now();
  card::ApduReply reply;
  reply.bytes = impl_->protocol == SCARD_PROTOCOL_T0 ? impl_->exchange_t0(command) : impl_->exchange(command);
  if (reply.bytes.size() > 258) reply.bytes.clear();  // more than a short reply holds: not to be believed
  reply.processing = std::chrono::steady_clock::now() - began;
  return reply;
}

}  // namespace mpos::pcsc
