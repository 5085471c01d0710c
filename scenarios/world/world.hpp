// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "devicemodel/primitives/aes_gcm.hpp"
#include "devicemodel/primitives/certificate_verifier.hpp"
#include "devicemodel/primitives/openssl_primitives.hpp"
#include "devicemodel/sim/random.hpp"
#include "devicemodel/sim/scheduler.hpp"
#include "scenarios/world/acquirer.hpp"
#include "scenarios/world/card_box.hpp"
#include "scenarios/world/identity.hpp"
#include "scenarios/world/options.hpp"
#include "scenarios/world/psam_box.hpp"
#include "scenarios/world/state_directory.hpp"
#include "scenarios/world/station.hpp"

namespace mpos::world {

/// One virtual clock with any number of readers, their phones, and the acquirer they share. All readers begin switched
/// off.
class World final {
 public:
  using Done = Result<void, std::string>;

  /// The failure is a sentence for people: which file or field, and what is wrong with it.
  static Result<std::unique_ptr<World>, std::string> create(Options options, Sink& sink);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  sim::Scheduler& scheduler() noexcept { return scheduler_; }
  /// The station of that name, the first for an empty name, or nullptr.
  Station* station(std::string_view name) noexcept;
  std::span<const std::unique_ptr<Station>> stations() const noexcept { return stations_; }
  /// The built-in acquirer, or nullptr.
  Acquirer* acquirer() noexcept { return acquirer_.get(); }

  /// The state the world began with, when it is to be recorded and has a state directory.
  const std::vector<StateDirectory::Image>& images() const noexcept { return images_; }

  /// Connects a station's phone with its reader, over the loopback or what Options::link makes.
  Done connect(Station& station);
  /// A connection to a reader elsewhere, or nullptr when this world has no way there.
  std::unique_ptr<radio::Stream> dial_reader(const std::string& address);

  /// Sets an account of the built-in acquirer, which must be there, unless its number is no test number.
  Done set_account(const bus::v1::HostAccount& account);
  /// The accounts of the host's profile as they stand, masked; none without a built-in acquirer.
  std::vector<bus::v1::HostAccountState> host_accounts();
  /// Draws a card of the catalogue through a reader's slot.
  Done swipe(Station& station, const bus::v1::Swipe& swipe);
  /// Puts the chip of a card of the catalogue into a reader's slot.
  Done insert(Station& station, const bus::v1::InsertCard& insert);
  /// Holds cards of the catalogue to a reader's antenna.
  Done tap(Station& station, const bus::v1::TapCards& tap);
  /// Puts a card from outside this process into a reader's chip slot. Outside the lab it must carry test numbers only.
  Done insert_outside(Station& station, const std::string& name, std::shared_ptr<card::CardPort> card);
  /// Puts a PSAM of the catalogue into a reader's SAM slot.
  Done insert_sam(Station& station, const bus::v1::SamInsert& insert);
  /// Serves an outside line on the built-in acquirer.
  Done attach_terminal(std::unique_ptr<radio::Stream> stream);
  /// A stream that leaves this process: before each sending the readers' changed flash is on disk, if there is a state
  /// directory. What cannot be kept is not sent.
  std::unique_ptr<radio::Stream> kept_first(std::unique_ptr<radio::Stream> stream);
  /// Writes all state to the state directory, if there is one; with `only_changed` only readers whose flash changed.
  Done save(bool only_changed = false);
  /// What there is here and beside.
  bus::v1::WorldInfo info() const;
  /// Reads the card files again, where Options::load_cards says how.
  Done reload_cards();

 private:
  struct Side;  ///< one end of a link: key, ciphers, entropy
  class KeptFirst;
  World(Options options, Sink& sink);

  Done open_state();
  Done open_acquirer();
  Done add_station(const std::string& name, std::size_t index);
  Result<std::optional<ReaderState>, std::string> stored(const std::string& name, const std::string& serial) const;
  std::unique_ptr<radio::Stream> dial_acquirer(const std::string& reader);
  void watch_keys(Side& reader);
  void listen_in(Station& station, Side& reader, std::uint8_t number);
  void attach_to_acquirer(std::unique_ptr<radio::Stream> stream);
  Done is_free(const std::string& card) const;

  Options options_;
  Sink& sink_;
  sim::Scheduler scheduler_;
  sim::Random random_;
  primitives::OpenSslPrimitives primitives_;
  primitives::CertificateIssuer issuer_ = primitives::CertificateIssuer::built_in();
  primitives::OpenSslCertificateVerifier verifier_ = primitives::OpenSslCertificateVerifier::built_in();
  std::unique_ptr<StateDirectory> state_;
  std::vector<StateDirectory::Image> images_;
  std::unique_ptr<Acquirer> acquirer_;
  std::unique_ptr<CardBox> cards_;
  std::unique_ptr<PsamBox> psams_;
  std::vector<std::unique_ptr<Side>> sides_;  ///< reader, phone, reader, phone, ...
  std::vector<std::unique_ptr<Station>> stations_;
};

}  // namespace mpos::world
