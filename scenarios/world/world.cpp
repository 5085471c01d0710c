// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/world.hpp"

#include <algorithm>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/base/pan.hpp"
#include "scenarios/world/guarded_card.hpp"
#include "scenarios/world/world_side.hpp"

namespace mpos::world {
namespace {

std::array<std::uint8_t, 32> draw32(sim::Random random) {
  std::array<std::uint8_t, 32> bytes{};
  random.fill(bytes);
  return bytes;
}

std::array<std::uint8_t, 32> to_array(const std::vector<std::uint8_t>& bytes) {
  std::array<std::uint8_t, 32> out{};
  copy_bytes(bytes, out);
  return out;
}

std::vector<std::uint8_t> to_vector(Bytes bytes) {
  return {bytes.begin(), bytes.end()};
}

std::string draw_device_id(sim::Random random) {
  std::array<std::uint8_t, 16> bytes{};
  random.fill(bytes);
  std::string id(32, '0');
  write_hex(bytes, id);
  return id;
}

/// The stored state of a new device, drawn from its own stream of the seed.
ReaderState draw_state(const sim::Random& random) {
  ReaderState state;
  state.reader_key = to_vector(draw32(random.fork("reader key")));
  state.storage_key = to_vector(draw32(random.fork("storage key")));
  state.phone_key = to_vector(draw32(random.fork("phone key")));
  state.phone_id = draw_device_id(random.fork("phone id"));
  return state;
}

}  // namespace

/// Keeps what the readers have written before a byte goes on: a real reader's flash is written by then, and what it
/// remembers of a request must not be lost with this process once the request is out.
class World::KeptFirst final : public radio::Stream {
 public:
  KeptFirst(World& world, std::unique_ptr<radio::Stream> stream) : world_(world), stream_(std::move(stream)) {}
  bool send(Bytes bytes) override { return world_.save(true) && stream_->send(bytes); }
  void close() override { stream_->close(); }
  bool is_open() const override { return stream_->is_open(); }
  void hold(bool held) override { stream_->hold(held); }
  std::string peer() const override { return stream_->peer(); }
  hal::ByteLink::Carrier carrier() const override { return stream_->carrier(); }
  void set_handlers(Handlers handlers) override { stream_->set_handlers(std::move(handlers)); }

 private:
  World& world_;
  std::unique_ptr<radio::Stream> stream_;
};

World::World(Options options, Sink& sink)
    : options_(std::move(options)),
      sink_(sink),
      scheduler_(options_.shuffle ? std::optional{options_.seed} : std::nullopt),
      random_(options_.seed) {}

World::~World() = default;

Result<std::unique_ptr<World>, std::string> World::create(Options made_of, Sink& sink) {
  std::unique_ptr<World> world{new World{std::move(made_of), sink}};
  const Options& options = world->options_;
  if (options.readers.empty()) return Failure{std::string{"a world has at least one reader"}};
  for (std::size_t i = 0; i < options.readers.size(); ++i) {
    const std::string& name = options.readers[i];
    if (!StateDirectory::is_good_name(name)) {
      return Failure{"a reader's name has 1 to 32 letters, digits, '-', '_' or '.', not \"" + name + "\""};
    }
    if (std::count(options.readers.begin(), options.readers.end(), name) > 1) {
      return Failure{"two readers are named " + name};
    }
  }
  if (auto done = world->open_state(); !done) return Failure{done.error()};
  world->cards_ = std::make_unique<CardBox>(world->options_, world->primitives_, world->state_.get());
  world->psams_ = std::make_unique<PsamBox>(world->options_, world->primitives_, world->state_.get());
  if (auto done = world->open_acquirer(); !done) return Failure{done.error()};
  for (std::size_t i = 0; i < options.readers.size(); ++i) {
    if (auto done = world->add_station(options.readers[i], i); !done) {
      return Failure{"reader " + options.readers[i] + ": " + done.error()};
    }
  }
  return world;
}

World::Done World::open_state() {
  if (options_.state.empty()) return {};
  auto state = StateDirectory::open(options_.state, options_.fresh);
  if (!state) return Failure{state.error()};
  state_ = std::move(*state);
  if (options_.command_log == nullptr) return {};
  auto images = state_->images(options_.readers);
  if (!images) return Failure{images.error()};
  images_ = std::move(*images);
  return {};
}

World::Done World::open_acquirer() {
  if (!options_.builtin_host || options_.dial_acquirer) return {};
  if (const std::string& elsewhere = options_.profile.acquirer().address(); !elsewhere.empty()) {
    // Selling with play money in its stead would be a lie.
    return Failure{"this profile's acquirer is " + elsewhere + ", which cannot be reached from here"};
  }
  std::string ledger = options_.ledger;
  if (ledger.empty()) ledger = state_ ? state_->ledger_file().string() : ":memory:";
  // Every reader of this world is registered with its own acquirer, also those past the profile's list.
  config::v1::HostProfile profile = options_.host;
  for (std::size_t i = 0; i < options_.readers.size(); ++i) {
    const std::string number = serial_of(options_.profile.terminal(), i);
    const auto& known = profile.terminals();
    if (i == 0 || std::any_of(known.begin(), known.end(), [&](const auto& t) { return t.terminal() == number; }))
      continue;
    auto& terminal = *profile.add_terminals();
    terminal.set_terminal(number);
    terminal.set_merchant(options_.profile.merchant());
    terminal.set_serial("SIM-*");
  }
  auto acquirer = Acquirer::create(scheduler_, random_.fork("host"), profile,
                                   {.ledger = ledger, .clock = options_.profile.clock()}, sink_);
  if (!acquirer) return Failure{acquirer.error()};
  acquirer_ = std::move(*acquirer);
  return {};
}

Result<std::optional<ReaderState>, std::string> World::stored(const std::string& name,
                                                              const std::string& serial) const {
  if (!state_) return std::optional<ReaderState>{};
  auto file = state_->load(name);
  if (!file) return Failure{file.error()};
  if (!*file) return std::optional<ReaderState>{};
  auto state = decode_state(**file);
  const std::string path = state_->reader_file(name).string();
  if (!state) return Failure{path + ": " + state.error()};
  if (state->serial != serial) return Failure{path + ": belongs to reader " + state->serial + ", not " + serial};
  return std::optional{std::move(*state)};
}

World::Done World::add_station(const std::string& name, std::size_t index) {
  auto setup = make_setup(options_.profile, name, index);
  if (!setup) return Failure{setup.error()};
  setup->config.lab = options_.lab;
  auto loaded = stored(name, setup->profile.serial());
  if (!loaded) return Failure{loaded.error()};

  const sim::Random random = random_.fork("reader " + name);
  const ReaderState state = *loaded ? **loaded : draw_state(random);
  Side& reader_side = *sides_.emplace_back(std::make_unique<Side>(random.fork("reader side")));
  Side& phone_side = *sides_.emplace_back(std::make_unique<Side>(random.fork("phone side")));
  if (auto done = make_reader_identity(primitives_, issuer_, setup->profile.serial(), to_array(state.reader_key),
                                       reader_side.identity);
      !done) {
    return done;
  }
  make_phone_identity(primitives_, to_array(state.phone_key), phone_side.identity);

  if (options_.key_log) watch_keys(reader_side);
  security::AesGcm& send_cipher =
      options_.key_log ? static_cast<security::AesGcm&>(*reader_side.watched_send) : reader_side.send_cipher;
  security::AesGcm& receive_cipher =
      options_.key_log ? static_cast<security::AesGcm&>(*reader_side.watched_receive) : reader_side.receive_cipher;
  auto unit = std::make_unique<ReaderUnit>(
      scheduler_, random, *setup, LinkCrypto{primitives_, send_cipher, receive_cipher, reader_side.identity.link},
      to_array(state.storage_key), sink_);
  if (*loaded) {
    if (auto done = unit->restore(state); !done)
      return Failure{state_->reader_file(name).string() + ": " + done.error()};
  } else {
    const auto keys = make_keys(setup->profile, primitives_);
    if (!keys) return Failure{keys.error()};
    if (auto done = unit->personalise(*keys); !done) return done;
    const auto records = make_terminal_records(options_.terminal_data);
    if (!records) return Failure{"terminal data: " + records.error()};
    if (auto done = unit->load_terminal_data(*records); !done) return done;
  }

  if (const std::string& in_slot = setup->profile.psam().module(); !in_slot.empty()) {
    const auto module = psams_->module(in_slot, index);
    if (!module) return Failure{module.error()};
    if (auto done = unit->insert_sam(in_slot, *module, {}); !done) return done;
  }

  phone::Settings settings;
  if (!setup->profile.tpdu().empty()) settings.tpdu = setup->profile.tpdu();
  if (!setup->profile.header().empty()) settings.header = setup->profile.header();
  settings.merchant_name = setup->profile.merchant_name();
  settings.device_id = state.phone_id;
  settings.lossy = setup->profile.policy().lossy_link();
  stations_.push_back(std::make_unique<Station>(
      scheduler_, random, std::move(unit),
      phone::Crypto{primitives_, phone_side.send_cipher, phone_side.receive_cipher, phone_side.entropy,
                    phone_side.identity.link, verifier_},
      std::move(settings), [this, name] { return dial_acquirer(name); }, sink_));
  if (options_.capture || options_.key_log) {
    listen_in(*stations_.back(), reader_side, static_cast<std::uint8_t>(index));
  }
  return {};
}

std::unique_ptr<radio::Stream> World::dial_acquirer(const std::string& reader) {
  if (options_.dial_acquirer) return kept_first(options_.dial_acquirer(reader));
  if (!acquirer_) return nullptr;
  radio::Loopback line{scheduler_};
  attach_to_acquirer(line.take_second());
  return kept_first(line.take_first());
}

std::unique_ptr<radio::Stream> World::kept_first(std::unique_ptr<radio::Stream> stream) {
  if (!state_ || !stream) return stream;
  return std::make_unique<KeptFirst>(*this, std::move(stream));
}

World::Done World::connect(Station& station) {
  if (!options_.link) return station.connect();
  LinkEnds ends = options_.link();
  if (!ends.phone || !ends.reader) return Failure{std::string{"the link could not be made"}};
  return station.connect(std::move(ends.phone), std::move(ends.reader));
}

std::unique_ptr<radio::Stream> World::dial_reader(const std::string& address) {
  return options_.dial_reader ? options_.dial_reader(address) : nullptr;
}

Station* World::station(std::string_view name) noexcept {
  if (name.empty()) return stations_.front().get();
  for (const auto& station : stations_) {
    if (station->reader().name() == name) return station.get();
  }
  return nullptr;
}

World::Done World::set_account(const bus::v1::HostAccount& account) {
  if (options_.admits_pan && !options_.admits_pan(account.pan())) {
    return Failure{std::string{mask_pan(account.pan()).view()} +
                   " is not a known test number; list it in your test_pans file, or allow any with --lab"};
  }
  return acquirer_->set_account(account);
}

/// A card is in one place at a time.
World::Done World::is_free(const std::string& card) const {
  for (const auto& station : stations_) {
    const std::string place = station->reader().place_of(card);
    if (place.empty()) continue;
    std::string where = "card ";
    where.append(card).append(" is ").append(place).append(" of ").append(station->reader().name());
    return Failure{std::move(where)};
  }
  return {};
}

std::vector<bus::v1::HostAccountState> World::host_accounts() {
  std::vector<bus::v1::HostAccountState> accounts;
  if (!acquirer_) return accounts;
  for (const auto& account : options_.host.accounts()) {
    const auto balance = acquirer_->balance(account.pan());
    if (!balance) continue;
    auto& state = accounts.emplace_back();
    state.set_masked_pan(std::string{mask_pan(account.pan()).view()});
    state.set_balance_minor(*balance);
  }
  return accounts;
}

World::Done World::swipe(Station& station, const bus::v1::Swipe& swipe) {
  if (auto free = is_free(swipe.card()); !free) return free;
  const auto card = cards_->stripe(swipe.card());
  if (!card) return Failure{card.error()};
  magstripe::SwipeMotion motion;
  if (swipe.speed_cm_s() != 0) motion.speed_cm_s = swipe.speed_cm_s();
  motion.acceleration_cm_s2 = swipe.acceleration_cm_s2();
  motion.backward = swipe.backward();
  motion.jitter = swipe.jitter();
  motion.noise = swipe.noise();
  if (!(motion.speed_cm_s > 0 && motion.speed_cm_s <= 400)) return Failure{std::string{"the speed is 1 to 400 cm/s"}};
  const auto share = [](double value) { return value >= 0 && value <= 1; };
  if (!share(swipe.jitter()) || !share(swipe.noise())) return Failure{std::string{"jitter and noise are 0 to 1"}};
  for (const auto& damage : swipe.damage()) {
    if (damage.track() < 0 || damage.track() > 3) {
      return Failure{"damage is on track 1, 2 or 3, or 0 for all, not " + std::to_string(damage.track())};
    }
    if (!(damage.from_mm() >= 0 && damage.to_mm() >= damage.from_mm())) {
      return Failure{std::string{"damage goes from_mm to to_mm, from the beginning of the stripe on"}};
    }
    motion.damage.push_back({damage.track(), damage.from_mm(), damage.to_mm()});
  }
  station.reader().swipe(swipe.card(), **card, motion);
  return {};
}

World::Done World::insert(Station& station, const bus::v1::InsertCard& insert) {
  if (auto free = is_free(insert.card()); !free) return free;
  const auto chip = cards_->chip(insert.card());
  if (!chip) return Failure{chip.error()};
  icc::Insertion how;
  if (insert.bounce_ns() > 0) how.bounce = Duration{insert.bounce_ns()};
  how.upside_down = insert.upside_down();
  if (insert.has_pull_after_bytes()) how.pull_after = insert.pull_after_bytes();
  how.dirty_at.assign(insert.dirty_at().begin(), insert.dirty_at().end());
  return station.reader().insert(insert.card(), *chip, how);
}

World::Done World::insert_outside(Station& station, const std::string& name, std::shared_ptr<card::CardPort> card) {
  if (options_.admits_pan) {
    card = std::make_shared<GuardedCard>(
        std::move(card), options_.admits_pan, [this, reader = station.reader().name(), name] {
          bus::v1::Event event;
          event.mutable_refused()->set_reason("card " + name + " has an account number that is no known test number");
          sink_.take(reader, std::move(event));
        });
  }
  return station.reader().insert_outside(name, std::move(card));
}

World::Done World::insert_sam(Station& station, const bus::v1::SamInsert& insert) {
  std::size_t index = 0;
  while (stations_[index].get() != &station) ++index;
  const auto module = psams_->module(insert.psam(), index);
  if (!module) return Failure{module.error()};
  icc::Insertion how;
  how.upside_down = insert.upside_down();
  if (insert.has_pull_after_bytes()) how.pull_after = insert.pull_after_bytes();
  return station.reader().insert_sam(insert.psam(), *module, how);
}

World::Done World::tap(Station& station, const bus::v1::TapCards& tap) {
  std::vector<ReaderUnit::NamedCard> cards;
  for (const std::string& name : tap.cards()) {
    for (const auto& other : cards) {
      if (other.name == name) return Failure{"card " + name + " is named twice"};
    }
    if (station.reader().place_of(name) != ReaderUnit::at_antenna) {
      if (auto free = is_free(name); !free) return free;
    }
    auto chip = cards_->chip(name);
    if (!chip) return Failure{chip.error()};
    cards.push_back({name, std::move(*chip)});
  }
  if (cards.empty()) return Failure{std::string{"no card is given"}};
  const auto leave = tap.has_leave_after() ? std::optional<std::size_t>{tap.leave_after()} : std::nullopt;
  return station.reader().tap(std::move(cards), leave);
}

World::Done World::attach_terminal(std::unique_ptr<radio::Stream> stream) {
  if (!acquirer_) {
    stream->close();
    return Failure{std::string{"this world has no acquirer of its own"}};
  }
  attach_to_acquirer(std::move(stream));
  return {};
}

World::Done World::save(bool only_changed) {
  if (!state_) return {};
  if (auto done = cards_->save(); !done) return done;
  if (auto done = psams_->save(); !done) return done;
  for (std::size_t i = 0; i < stations_.size(); ++i) {
    ReaderUnit& reader = stations_[i]->reader();
    if (only_changed && !reader.flash_changed()) continue;
    ReaderState state;
    reader.fill(state);
    state.reader_key = to_vector(sides_[2 * i]->identity.link.private_key.expose());
    state.phone_key = to_vector(sides_[2 * i + 1]->identity.link.private_key.expose());
    state.phone_id = stations_[i]->phone().device_id();
    if (auto done = state_->store(reader.name(), encode_state(state)); !done) return done;
    reader.flash_kept();
  }
  return {};
}

}  // namespace mpos::world
