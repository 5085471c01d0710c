// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "app/cli/commands.hpp"
#include "app/cli/live_loop.hpp"
#include "app/cli/option_parser.hpp"
#include "app/cli/outside_acquirer.hpp"
#include "devicemodel/base/hex.hpp"
#include "devicemodel/primitives/aes_gcm.hpp"
#include "devicemodel/primitives/certificate_verifier.hpp"
#include "devicemodel/primitives/openssl_primitives.hpp"
#include "devicemodel/sim/random.hpp"
#include "peripherals/net/tcp.hpp"
#include "scenarios/bus/journal_line.hpp"
#include "scenarios/load/values.hpp"
#include "scenarios/phone/phone.hpp"
#include "scenarios/world/identity.hpp"
#include "scenarios/world/load_options.hpp"
#include "scenarios/world/reader_state.hpp"
#include "scenarios/world/state_directory.hpp"

namespace mpos::cli {
namespace {

int complain(const std::string& what) {
  std::fprintf(stderr, "vmpos phone: %s\n", what.c_str());
  return exit_usage;
}

enum class Wish : std::uint8_t { sale, balance, echo, sign_in };

struct Errand {
  Wish wish = Wish::sale;
  std::int64_t amount_minor = 0;
  std::string text;
};

/// Connects, logs in, signs in and does the errand, telling each step on standard output.
class Errands final : public phone::Observer {
 public:
  Errands(Errand errand, std::string reader_at, LogLevel level)
      : errand_(std::move(errand)), reader_at_(std::move(reader_at)), speaker_(level), journal_(speaker_) {}

  void run(phone::Phone& phone, const sim::Scheduler& scheduler) {
    phone_ = &phone;
    scheduler_ = &scheduler;
  }
  bool over() const noexcept { return over_; }
  int exit_code() const noexcept { return good_ ? exit_good : exit_failed; }
  void take_next();

  bool wanted() const override { return true; }
  void step(bus::v1::PhoneStep step) override {
    std::printf("%s%s%s%s%s\n", step.stage().c_str(), step.text().empty() ? "" : ": ", step.text().c_str(),
                step.masked_pan().empty() ? "" : " ", step.masked_pan().c_str());
    std::fflush(stdout);
    if (step.stage() == "connected") {
      connected_ = true;
      next_ = errand_.wish == Wish::echo ? Next::errand : Next::sign_in;
    }
    if (step.stage() == "disconnected") {
      over_ = true;
      if (!connected_ && !unreachable_.empty()) {
        const bool nobody = unreachable_.find("refused") != std::string::npos;
        std::fprintf(stderr, "vmpos phone: the reader at %s cannot be reached: %s%s\n", reader_at_.c_str(),
                     unreachable_.c_str(), nobody ? "; is 'vmpos serve' running there?" : "");
      }
    }
    bus::v1::Event event;
    *event.mutable_phone() = std::move(step);
    write(event);
  }
  /// The stream to the reader ended; why, in the words of the transport.
  void reader_lost(const std::string& reason) { unreachable_ = reason; }
  void outcome(bus::v1::Outcome outcome) override;
  void receipt(bus::v1::Receipt receipt) override {
    for (const auto& line : receipt.lines()) std::printf("  | %s\n", line.c_str());
  }
  void link(bus::v1::LinkState state) override {
    if (state.state() != bus::v1::LinkState::DOWN) unreachable_.clear();
    bus::v1::Event event;
    *event.mutable_link() = std::move(state);
    write(event);
  }

 private:
  enum class Next : std::uint8_t { nothing, sign_in, errand };
  void write(const bus::v1::Event& event) {
    if (speaker_.wants_lines() && scheduler_ != nullptr) {
      journal_.write(++events_, scheduler_->now(), "phone", bus::to_journal_text(event));
    }
  }
  void begin_errand();
  void refuse(const Result<void, std::string>& done) {
    if (done) return;
    std::printf("refused: %s\n", done.error().c_str());
    over_ = true;
  }

  Errand errand_;
  std::string reader_at_;
  std::string unreachable_;
  bus::JournalSpeaker speaker_;
  sim::Journal journal_;
  const sim::Scheduler* scheduler_ = nullptr;
  std::uint64_t events_ = 0;
  bool connected_ = false;
  phone::Phone* phone_ = nullptr;
  Next next_ = Next::nothing;
  bool over_ = false;
  bool good_ = false;
};

/// The observer only notes what is next: acts begin outside the phone's own calls.
void Errands::take_next() {
  switch (std::exchange(next_, Next::nothing)) {
    case Next::nothing: return;
    case Next::sign_in: return refuse(phone_->sign_in());
    case Next::errand: return begin_errand();
  }
}

void Errands::begin_errand() {
  switch (errand_.wish) {
    case Wish::sale: return refuse(phone_->sale(errand_.amount_minor, {}, {}));
    case Wish::balance: return refuse(phone_->balance({}));
    case Wish::echo: return refuse(phone_->echo(errand_.text));
    case Wish::sign_in: return;
  }
}

void Errands::outcome(bus::v1::Outcome outcome) {
  std::printf("outcome: %s", outcome.outcome().c_str());
  if (!outcome.response_code().empty()) std::printf(", response code %s", outcome.response_code().c_str());
  if (!outcome.detail().empty()) std::printf(", %s", outcome.detail().c_str());
  if (outcome.type() == "balance" && outcome.outcome() == "approved") {
    std::printf(", balance CNY %s", load::format_money(outcome.balance_minor()).c_str());
  }
  std::printf("\n");
  std::fflush(stdout);
  const std::string word = outcome.outcome();
  bus::v1::Event event;
  *event.mutable_outcome() = std::move(outcome);
  write(event);
  if (word == "signed_in" && errand_.wish != Wish::sign_in) {
    next_ = Next::errand;
    return;
  }
  good_ = word == "approved" || word == "echoed" || word == "signed_in";
  over_ = true;
}

Result<Errand, std::string> parse_errand(const std::vector<std::string>& words) {
  Errand errand;
  const std::string& word = words.front();
  if (word == "sale") {
    const auto amount = words.size() == 2 ? load::parse_money(words[1]) : std::nullopt;
    if (!amount || *amount < 1) return Failure{std::string{"sale takes an amount: sale 12.50"}};
    errand.amount_minor = *amount;
    return errand;
  }
  if (word == "echo") {
    errand.wish = Wish::echo;
    errand.text = words.size() == 2 ? words[1] : "hello";
    return errand;
  }
  if (words.size() != 1) return Failure{word + " takes nothing more"};
  if (word == "balance") {
    errand.wish = Wish::balance;
  } else if (word == "sign-in") {
    errand.wish = Wish::sign_in;
  } else {
    return Failure{"a phone does sale AMOUNT, balance, sign-in or echo TEXT, not " + word};
  }
  return errand;
}

/// The phone's key and device id: kept in `directory`, or drawn for this run.
Result<world::ReaderState, std::string> phone_identity(const std::unique_ptr<world::StateDirectory>& directory,
                                                       sim::Random& random) {
  if (directory) {
    auto file = directory->load("phone");
    if (!file) return Failure{file.error()};
    if (*file) {
      auto state = world::decode_state(**file);
      if (!state) return Failure{directory->reader_file("phone").string() + ": " + state.error()};
      return state;
    }
  }
  world::ReaderState state;
  state.phone_key.resize(32);
  random.fill(state.phone_key);
  state.reader_key.resize(32);
  state.storage_key.resize(32);
  std::array<std::uint8_t, 16> id{};
  random.fill(id);
  state.phone_id.resize(32);
  write_hex(id, state.phone_id);
  if (directory) {
    if (auto done = directory->store("phone", world::encode_state(state)); !done) return Failure{done.error()};
  }
  return state;
}

struct PhoneOptions {
  world::Files files;
  AcquirerOptions acquirer;
  std::string reader, operator_id, password, state;
  LogLevel level = LogLevel::info;
};

/// Passes a stream on and notes why it ended, which the phone itself does not say.
class WatchedStream final : public radio::Stream {
 public:
  WatchedStream(std::unique_ptr<radio::Stream> stream, Errands& errands)
      : stream_(std::move(stream)), errands_(errands) {}
  bool send(Bytes bytes) override { return stream_->send(bytes); }
  void close() override { stream_->close(); }
  bool is_open() const override { return stream_->is_open(); }
  void hold(bool held) override { stream_->hold(held); }
  std::string peer() const override { return stream_->peer(); }
  hal::ByteLink::Carrier carrier() const override { return stream_->carrier(); }
  void set_handlers(Handlers handlers) override {
    if (handlers.closed) {
      handlers.closed = [&errands = errands_, closed = std::move(handlers.closed)](const std::string& reason) {
        errands.reader_lost(reason);
        closed(reason);
      };
    }
    stream_->set_handlers(std::move(handlers));
  }

 private:
  std::unique_ptr<radio::Stream> stream_;
  Errands& errands_;
};

int run_phone(const PhoneOptions& asked, const Errand& errand) {
  const auto reader_at = net::parse_host_port(asked.reader);
  if (!reader_at) return complain("--reader: " + reader_at.error());
  const auto profile = world::load_reader(asked.files);
  if (!profile) return complain(profile.error());
  const auto acquirer = OutsideAcquirer::find(asked.acquirer, profile->acquirer());
  if (!acquirer) return complain(acquirer.error());
  std::unique_ptr<world::StateDirectory> directory;
  if (!asked.state.empty()) {
    auto opened = world::StateDirectory::open(asked.state, false);
    if (!opened) return complain(opened.error());
    directory = std::move(*opened);
  }
  sim::Random random{world::draw_seed()};
  const auto state = phone_identity(directory, random);
  if (!state) return complain(state.error());

  net::Context context;
  sim::Scheduler scheduler;
  LiveLoop loop{scheduler, context};
  primitives::OpenSslPrimitives primitives;
  primitives::OpenSslAesGcm send_cipher;
  primitives::OpenSslAesGcm receive_cipher;
  auto verifier = primitives::OpenSslCertificateVerifier::built_in();
  world::DeviceIdentity identity;
  std::array<std::uint8_t, 32> key{};
  copy_bytes(state->phone_key, key);
  world::make_phone_identity(primitives, key, identity);

  phone::Settings settings;
  if (!profile->tpdu().empty()) settings.tpdu = profile->tpdu();
  if (!profile->header().empty()) settings.header = profile->header();
  settings.merchant_name = profile->merchant_name();
  settings.device_id = state->phone_id;
  settings.lossy = profile->policy().lossy_link();
  const auto dial = [&]() -> std::unique_ptr<radio::Stream> {
    return *acquirer ? loop.clocked((*acquirer)->dial(context)) : nullptr;
  };
  Errands errands{errand, asked.reader, asked.level};
  phone::Phone phone{
      scheduler, {primitives, send_cipher, receive_cipher, random, identity.link, verifier}, settings, dial, errands};
  errands.run(phone, scheduler);
  if (asked.level >= LogLevel::info) std::fprintf(stderr, "vmpos phone: SIMULATOR, test keys and test cards only.\n");
  // The password is the phone's own matter: a wrong one is said before the reader is troubled.
  if (errand.wish != Wish::echo) {
    if (const auto done = phone.login(asked.operator_id, asked.password); !done) {
      std::fprintf(stderr, "vmpos phone: login refused: %s\n", done.error().c_str());
      return exit_failed;
    }
  }
  (void)phone.connect(std::make_unique<WatchedStream>(
                          loop.clocked(net::connect_tcp(context, reader_at->host, reader_at->port)), errands),
                      "tcp");
  context.on_signal([&context](int) { context.stop(); });
  while (!errands.over() && !context.is_stopped()) {
    errands.take_next();
    loop.turn();
  }
  if (phone.is_connected()) {
    (void)phone.disconnect();
    (void)context.poll();
  }
  return errands.exit_code();
}

}  // namespace

int phone_command(std::span<char* const> arguments) {
  OptionParser parser("phone", "sale AMOUNT | balance | sign-in | echo TEXT",
                      "Runs the reference phone alone: connects to a reader over TCP, logs in, signs in, does one "
                      "errand and tells each step.\n"
                      "Exit code: 0 approved, 1 not, 2 a file or the usage is wrong.",
                      "vmpos phone --reader 127.0.0.1:4711 --host 127.0.0.1:4712 sale 12.50");
  PhoneOptions asked;
  parser.value("--reader", "HOST:PORT", asked.reader, "Where the reader is");
  parser.value("--host", "HOST:PORT", asked.acquirer.address,
               "Where the acquirer is; the profile's when left out, and no network without one");
  parser.flag("--tls", asked.acquirer.tls, "Reach the acquirer over TLS");
  parser.value("--tls-ca", "FILE", asked.acquirer.tls_ca, "Certificates to trust (PEM); the system's when left out");
  parser.value("--tls-name", "NAME", asked.acquirer.server_name, "Name the acquirer's certificate must carry");
  parser.value("--operator", "ID", asked.operator_id, "01 when left out");
  parser.value("--password", "DIGITS", asked.password, "0000 when left out");
  parser.value("--profile", "NAME", asked.files.reader,
               "Reader profile with acquirer, TPDU and header, by name or path");
  parser.value("--state", "DIR", asked.state,
               "Keep the phone's key and device id here: the reader then knows it again");
  parser.value("--assets", "DIR", asked.files.assets, "Folder with readers/, cards/ and hosts/");
  parser.log_level(asked.level);
  parser.operand_count(1, 2);
  switch (parser.parse(arguments)) {
    case OptionParser::Next::help_printed: return exit_good;
    case OptionParser::Next::wrong: return exit_usage;
    case OptionParser::Next::run: break;
  }
  if (asked.reader.empty()) return complain("--reader HOST:PORT says where the reader is");
  const auto errand = parse_errand(parser.operands());
  if (!errand) return complain(errand.error());
  return run_phone(asked, *errand);
}

}  // namespace mpos::cli
