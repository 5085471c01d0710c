// SPDX-License-Identifier: Apache-2.0
// Helpers of tests/pcsc that must be as fast as the card they measure, or use our own PC/SC side:
//
//   pcsc_tool port READER          the card in that reader as a card port: each check on a line, exit 1 when one fails
//   pcsc_tool present READER       waits until a card is in that reader
//   pcsc_tool absent READER        waits until none is
//   pcsc_tool nines PORT           a card that answers 9000 to everything, until it is killed; prints "ready"
//   pcsc_tool rate READER N APDU...  sends the last command N times, those before it once; prints commands a second and
//                                  the last status word
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>

#include "peripherals/pcsc/pcsc_card.hpp"
#include "peripherals/pcsc/pcsc_watch.hpp"

namespace {

using namespace mpos;
using card::Blob;

bool read_all(int socket, std::uint8_t* to, std::size_t size) {
  while (size > 0) {
    constexpr int on = 1;
    (void)::setsockopt(socket, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
    const ssize_t count = ::recv(socket, to, size, 0);
    if (count <= 0) return false;
    to += count;
    size -= static_cast<std::size_t>(count);
  }
  return true;
}

/// The least a card behind vpcd can be: one blocking loop.
int nines(const char* port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(port)));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr generic{};
  static_assert(sizeof generic == sizeof address);
  std::copy_n(reinterpret_cast<const char*>(&address), sizeof address, reinterpret_cast<char*>(&generic));
  if (socket < 0 || ::connect(socket, &generic, sizeof generic) != 0) {
    std::perror("pcsc_tool nines");
    return 1;
  }
  constexpr int on = 1;
  (void)::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  std::puts("ready");
  std::fflush(stdout);
  std::array<std::uint8_t, 65536> message{};
  while (read_all(socket, message.data(), 2)) {
    const std::size_t size = load_be16(message.data());
    if (!read_all(socket, message.data(), size)) break;
    static constexpr std::array<std::uint8_t, 6> atr{0x00, 0x04, 0x3B, 0x60, 0x00, 0x00};
    static constexpr std::array<std::uint8_t, 4> ok{0x00, 0x02, 0x90, 0x00};
    if (size == 1 && message[0] != 0x04) continue;
    const bool wants_atr = size == 1;
    if (::send(socket, wants_atr ? atr.data() : ok.data(), wants_atr ? atr.size() : ok.size(), MSG_NOSIGNAL) < 0) break;
  }
  ::close(socket);
  return 0;
}

std::unique_ptr<pcsc::PcscCard> open(const char* reader) {
  auto card = pcsc::PcscCard::open(reader);
  if (card) return std::move(*card);
  std::fprintf(stderr, "pcsc_tool: %s\n", card.error().c_str());
  std::exit(1);
}

int rate(const char* reader, const char* count, std::span<char* const> apdus) {
  const auto card = open(reader);
  if (card->reset(card::Interface::contact, card::Reset::cold).empty()) {
    std::fprintf(stderr, "pcsc_tool: no card in %s\n", reader);
    return 1;
  }
  Blob command;
  for (const char* apdu : apdus) {
    if (!command.empty()) (void)card->transmit(command);
    command = card::parse_hex(apdu).value_or(Blob{});
  }
  const int times = std::atoi(count);
  std::uint16_t status = 0;
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < times; ++i) {
    status = card->transmit(command).status();
    if (status == 0) break;
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  std::printf("%.0f %04X\n", times / took.count(), unsigned{status});
  return status == 0 ? 1 : 0;
}

/// Whether the reader is told to hold a card, or to hold none, within the time a test may hang.
bool is_told(const char* reader, bool wanted) {
  std::mutex mutex;
  std::condition_variable wake;
  std::optional<bool> present;
  const pcsc::PcscWatch watch{reader, [&](bool now) {
                                const std::lock_guard lock{mutex};
                                present = now;
                                wake.notify_all();
                              }};
  std::unique_lock lock{mutex};
  return wake.wait_for(lock, std::chrono::seconds{30}, [&] { return present == wanted; });
}

int port(const char* reader) {
  int failed = 0;
  const auto check = [&](bool good, const char* what) {
    std::printf("%s %s\n", good ? "ok" : "FAILED", what);
    if (!good) failed = 1;
  };
  using card::Interface;
  using card::Reset;
  const auto hex = [](std::string_view text) { return card::parse_hex(text).value(); };
  const auto nobody = pcsc::PcscCard::open("No such reader");
  check(!nobody && nobody.error().find("'" + std::string{reader} + "'") != std::string::npos,
        "a reader there is not is refused, with the names of those there are");
  check(is_told(reader, true), "the watch tells that a card is in the reader");
  const auto card = open(reader);
  check(card->has(Interface::contact) && !card->has(Interface::contactless), "a PC/SC card has contacts");
  check(card->transmit(hex("00A4040000")).mute(), "before a reset the card stays mute");
  check(card->reset(Interface::contactless, Reset::cold).empty(), "there is no field");
  check(card->reset(Interface::contact, Reset::cold) == hex("3B600000"), "a cold reset answers the ATR");
  // Case 4 over T=0: 61xx and GET RESPONSE are not seen here.
  const auto selected = card->transmit(hex("00A4040008A00000033301010200"));
  check(selected.status() == 0x9000 && !selected.data().empty() && selected.data()[0] == 0x6F,
        "SELECT answers the FCI");
  check(selected.processing > Duration{0}, "the time the card took is known");
  // Case 2 with the wrong length: 6Cxx is not seen here.
  const auto record = card->transmit(hex("00B2011400"));
  check(record.status() == 0x9000 && record.data().size() == 84, "READ RECORD answers the whole record");
  check(card->transmit(hex("00840000")).status() == 0x6700 || card->transmit(hex("0084000008")).status() == 0x9000,
        "a challenge has 8 bytes");
  check(card->transmit(hex("00B2081400")).status() == 0x6A83, "a status word passes as it is");
  check(card->transmit(hex("00")).status() == 0x6700, "what is no command is a wrong length");
  check(card->reset(Interface::contact, Reset::warm) == hex("3B600000"), "a warm reset answers the ATR");
  check(card->transmit(hex("80CA9F3600")).status() != 0x9000, "the reset has ended the session");
  card->power_off();
  check(card->transmit(hex("00A4040000")).mute(), "without power the card stays mute");
  return failed;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view word = argc > 1 ? argv[1] : "";
  if (word == "port" && argc == 3) return port(argv[2]);
  if (word == "present" && argc == 3) return is_told(argv[2], true) ? 0 : 1;
  if (word == "absent" && argc == 3) return is_told(argv[2], false) ? 0 : 1;
  if (word == "nines" && argc == 3) return nines(argv[2]);
  if (word == "rate" && argc >= 5) return rate(argv[2], argv[3], {argv + 4, argv + argc});
  std::fputs("usage: pcsc_tool port READER | present READER | absent READER | nines PORT | rate READER N APDU...\n",
             stderr);
  return 2;
}
