// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "devicemodel/base/result.hpp"
#include "devicemodel/base/time.hpp"
#include "devicemodel/sim/journal.hpp"
#include "mpos/bus/v1/bus.pb.h"
#include "mpos/config/v1/config.pb.h"
#include "peripherals/radio/stream.hpp"
#include "scenarios/world/capture.hpp"
#include "scenarios/world/key_log.hpp"

namespace mpos::world {

/// Opens one line to an acquirer for the phone of the named reader. The stream may still be connecting; its handlers
/// tell.
using AcquirerDialer = std::function<std::unique_ptr<radio::Stream>(const std::string& reader)>;

/// Opens a connection to a reader at "host:port", for phones of this world that control a reader elsewhere.
using ReaderDialer = std::function<std::unique_ptr<radio::Stream>(const std::string& address)>;

/// Both ends of a link between a phone and its reader; none of them where it could not be made.
struct LinkEnds {
  std::unique_ptr<radio::Stream> phone;
  std::unique_ptr<radio::Stream> reader;
};

/// The card files as they are now: those that are whole, and what is wrong with the others.
struct LoadedCards {
  std::map<std::string, config::v1::CardFile> cards;
  std::vector<bus::v1::FileProblem> problems;
};

/// Reads one card of the catalogue by its name; the failure is a sentence, or every problem of its file.
using CardLoader = std::function<Result<config::v1::CardFile, std::string>(const std::string& name)>;

/// What a world is made of; filled by the caller from loaded files.
struct Options {
  std::uint64_t seed = 1;
  config::v1::ReaderProfile profile;
  std::vector<std::string> readers{"reader"};  ///< one name each; their serial numbers count on from the profile's
  config::v1::HostProfile host;
  std::string reader_file;  ///< name or path of the file `profile` came from, for recordings; empty: default
  std::string host_file;    ///< and `host`
  std::map<std::string, config::v1::CardFile> cards;  ///< the catalogue swipe, insert and tap commands name
  CardLoader load_card;                               ///< set: asked for cards that `cards` does not hold
  config::v1::ChipKeyFile chip_keys;                  ///< what chips are personalised with
  std::map<std::string, config::v1::PsamFile> psams;  ///< what profile and sam_insert commands name
  config::v1::TerminalFile terminal_data;             ///< AIDs and CA keys new readers are loaded with
  std::filesystem::path state;                        ///< empty: nothing outlives the run
  bool fresh = false;                                 ///< begin with empty state in `state`
  bool lab = false;                                   ///< test PANs outside the guard's list may be used
  /// Whether an account number may be used; unset: any. Commands come past the loader's own check.
  std::function<bool(std::string_view pan)> admits_pan;
  bool shuffle = false;          ///< events of equal time run in shuffled order
  bool keep_journal = true;      ///< Bus::journal() grows with every event; off for long runs and for speed
  bool builtin_host = true;      ///< off: phones dial `dial_acquirer`, or have no network
  std::string ledger;            ///< SQLite file of the host; empty: in `state`, or in memory without one
  AcquirerDialer dial_acquirer;  ///< set: phones use it instead of the built-in host
  /// Asked before virtual time moves to this instant, where somebody outside keeps real time: waits for it on the wall
  /// clock and answers true, or false as soon as something came in. Unset: virtual time runs as fast as it goes.
  std::function<bool(Instant)> before_advance;
  ReaderDialer dial_reader;                 ///< set: phones may connect over TCP
  std::function<LinkEnds()> link;           ///< set: a phone's way to its own reader, over TCP
  std::shared_ptr<Capture> capture;         ///< set: what goes over the wires is written there
  std::shared_ptr<KeyLog> key_log;          ///< set: and the keys of the sessions there; tests only
  sim::JournalSink* journal = nullptr;      ///< set: gets every journal line, also without keep_journal
  std::ostream* command_log = nullptr;      ///< set: all that comes from outside is kept here, to be played again
  std::string heading;                      ///< of the journal file; kept in the command log
  std::string program_version;              ///< kept in the command log
  bus::v1::WorldInfo beside;                ///< profiles and broken files there are besides, for the WorldInfo event
  std::function<LoadedCards()> load_cards;  ///< set: the card files may be read again
};

}  // namespace mpos::world
