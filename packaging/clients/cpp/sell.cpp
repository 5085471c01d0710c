// SPDX-License-Identifier: Apache-2.0
//
// Sells with a virtual mPOS reader over TCP, with the phone library doing the talking: session, sign-in, one stripe
// sale, receipt. What is left to its user is here: a clock, randomness, a socket, and an observer.
#include <sys/random.h>

#include <chrono>
#include <cstdio>
#include <string_view>

#include "devicemodel/primitives/aes_gcm.hpp"
#include "devicemodel/primitives/certificate_verifier.hpp"
#include "devicemodel/primitives/openssl_primitives.hpp"
#include "peripherals/net/tcp.hpp"
#include "scenarios/phone/phone.hpp"

namespace {

using namespace mpos;

constexpr const char* help = R"(sell --reader HOST:PORT --host HOST:PORT AMOUNT

Sells with a virtual mPOS reader over TCP. Simulator: test keys and test cards only.

  --reader HOST:PORT  the reader, as vmpos serve prints it
  --host HOST:PORT    the acquirer, vmpos host
  --key FILE          keep this phone's key here: the reader then knows it again

Example: sell --reader 127.0.0.1:4711 --host 127.0.0.1:4712 12.50
)";

/// Randomness from the operating system.
class SystemEntropy final : public hal::Entropy {
 public:
  void fill(MutableBytes out) override {
    for (std::size_t done = 0; done < out.size();) {
      const ssize_t count = ::getrandom(out.data() + done, out.size() - done, 0);
      if (count > 0) done += static_cast<std::size_t>(count);
    }
  }
};

/// What the merchant sees, and what comes next. The phone calls it; acts begin in take_next(), outside those calls.
class Cashier final : public phone::Observer {
 public:
  explicit Cashier(std::int64_t amount_minor) : amount_minor_(amount_minor) {}

  bool is_over() const noexcept { return over_; }
  bool was_approved() const noexcept { return approved_; }
  void take_next(phone::Phone& phone) {
    Result<void, std::string> done;
    switch (std::exchange(next_, Next::nothing)) {
      case Next::nothing: return;
      case Next::sign_in:
        done = phone.login("01", "0000");
        if (done) done = phone.sign_in();
        break;
      case Next::sale: done = phone.sale(amount_minor_, "CNY", ""); break;
    }
    if (done) return;
    std::printf("refused: %s\n", done.error().c_str());
    over_ = true;
  }

  bool wanted() const override { return true; }
  void step(bus::v1::PhoneStep step) override {
    const bool colon = !step.text().empty();
    std::printf("%s%s%s %s\n", step.stage().c_str(), colon ? ": " : "", step.text().c_str(), step.masked_pan().c_str());
    std::fflush(stdout);
    if (step.stage() == "connected") next_ = Next::sign_in;
    if (step.stage() == "disconnected") over_ = true;
  }
  void outcome(bus::v1::Outcome outcome) override {
    std::printf("outcome: %s, response code %s%s%s\n", outcome.outcome().c_str(), outcome.response_code().c_str(),
                outcome.detail().empty() ? "" : ", ", outcome.detail().c_str());
    std::fflush(stdout);
    if (outcome.outcome() == "signed_in") {
      next_ = Next::sale;
    } else {
      approved_ = outcome.outcome() == "approved";
      over_ = true;
    }
  }
  void receipt(bus::v1::Receipt receipt) override {
    for (const std::string& line : receipt.lines()) std::printf("  | %s\n", line.c_str());
  }
  void link(bus::v1::LinkState) override {}

 private:
  enum class Next : std::uint8_t { nothing, sign_in, sale };
  std::int64_t amount_minor_;
  Next next_ = Next::nothing;
  bool over_ = false;
  bool approved_ = false;
};

/// "12.50" to 1250; 0 for what is no amount.
std::int64_t minor_units(std::string_view text) {
  std::int64_t minor = 0;
  std::size_t digits = 0;
  int decimals = -1;
  for (const char c : text) {
    if (c == '.' && decimals < 0) {
      decimals = 0;
    } else if (c >= '0' && c <= '9' && ++digits <= 12) {
      minor = 10 * minor + (c - '0');
      if (decimals >= 0) ++decimals;
    } else {
      return 0;
    }
  }
  if (decimals >= 0 && decimals != 2) return 0;
  return decimals < 0 ? 100 * minor : minor;
}

/// The phone's own key: kept in `file`, so that the reader knows this phone the next time, or drawn for this run.
bool make_key(const char* file, hal::Entropy& entropy, SecretBytes<32>& key) {
  if (std::FILE* kept = file != nullptr ? std::fopen(file, "rb") : nullptr) {
    const bool whole = std::fread(key.fill(32).data(), 1, 32, kept) == 32;
    std::fclose(kept);
    return whole;
  }
  entropy.fill(key.fill(32));
  std::FILE* kept = file != nullptr ? std::fopen(file, "wbx") : nullptr;
  if (kept == nullptr) return file == nullptr;
  const bool whole = std::fwrite(key.expose().data(), 1, 32, kept) == 32;
  return std::fclose(kept) == 0 && whole;
}

int complain(const std::string& what) {
  std::fprintf(stderr, "sell: %s\n", what.c_str());
  return 2;
}

}  // namespace

int main(int count, char** words) {
  std::string reader, acquirer, amount;
  const char* key_file = nullptr;
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    const bool more = i + 1 < count;
    if (word == "--help" || word == "-h") {
      std::fputs(help, stdout);
      return 0;
    }
    if (word == "--reader" && more) {
      reader = words[++i];
    } else if (word == "--host" && more) {
      acquirer = words[++i];
    } else if (word == "--key" && more) {
      key_file = words[++i];
    } else if (amount.empty() && !word.starts_with("-")) {
      amount = word;
    } else {
      return complain("what is " + std::string{word} + "? --help tells what there is");
    }
  }
  const auto reader_at = net::parse_host_port(reader);
  const auto acquirer_at = net::parse_host_port(acquirer);
  if (!reader_at || !acquirer_at) return complain("--reader HOST:PORT and --host HOST:PORT say where to go");
  if (minor_units(amount) < 1) return complain("give one amount, for instance 12.50");

  SystemEntropy entropy;
  primitives::OpenSslPrimitives primitives;
  primitives::OpenSslAesGcm send_cipher, receive_cipher;
  auto verifier = primitives::OpenSslCertificateVerifier::built_in();
  link::Identity identity;
  if (!make_key(key_file, entropy, identity.private_key)) return complain(std::string{key_file} + " cannot be used");
  primitives.x25519_public(identity.private_key.expose(), identity.public_key);

  net::Context network;
  sim::Scheduler clock;  // run by the wall clock, below
  Cashier cashier{minor_units(amount)};
  phone::Settings settings;
  settings.header = "603100311108";
  settings.keeps_no_time = false;  // this program runs in real time
  phone::Phone phone{clock,
                     {primitives, send_cipher, receive_cipher, entropy, identity, verifier},
                     settings,
                     [&] { return net::connect_tcp(network, acquirer_at->host, acquirer_at->port); },
                     cashier};

  std::puts("SIMULATOR: test keys and test cards only");
  const auto began = std::chrono::steady_clock::now();
  const auto elapsed = [&] { return Instant{std::chrono::steady_clock::now() - began}; };
  (void)phone.connect(net::connect_tcp(network, reader_at->host, reader_at->port), "tcp");
  while (!cashier.is_over()) {
    clock.run_until(elapsed());
    cashier.take_next(phone);
    const auto due = clock.next_due();
    const Duration wait = due ? *due - elapsed() : Duration{std::chrono::seconds{1}};
    if (wait > Duration{0}) (void)network.run_for(wait);
  }
  (void)phone.disconnect();
  (void)network.poll();
  return cashier.was_approved() ? 0 : 1;
}
