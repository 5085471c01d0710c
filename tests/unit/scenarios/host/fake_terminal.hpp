// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "devicemodel/iso8583/message.hpp"
#include "devicemodel/iso8583/tlv59.hpp"
#include "scenarios/host/host.hpp"
#include "scenarios/host/hsm/algorithms.hpp"
#include "scenarios/host/hsm/software_keys.hpp"

namespace mpos::host {

/// The wire between a test and the host: remembers what the host sends.
struct Wire {
  radio::Stream::Handlers handlers;
  std::vector<std::vector<std::uint8_t>> sent;
  bool open = true;
};

class FakeStream final : public radio::Stream {
 public:
  explicit FakeStream(std::shared_ptr<Wire> wire) : wire_(std::move(wire)) {}
  bool send(Bytes bytes) override {
    if (wire_->open) wire_->sent.emplace_back(bytes.begin(), bytes.end());
    return wire_->open;
  }
  void close() override { wire_->open = false; }
  bool is_open() const override { return wire_->open; }
  void hold(bool) override {}
  std::string peer() const override { return "fake"; }
  hal::ByteLink::Carrier carrier() const override { return hal::ByteLink::Carrier::tcp; }
  void set_handlers(Handlers handlers) override { wire_->handlers = std::move(handlers); }

 private:
  std::shared_ptr<Wire> wire_;
};

/// Remembers every event.
class Recorder final : public Observer {
 public:
  bool wants_events() const override { return on; }
  void host_message(const bus::v1::HostMessage& message) override { messages.push_back(message); }
  void ledger_entry(const bus::v1::LedgerEntry& entry) override { entries.push_back(entry); }
  void account_state(const bus::v1::AccountState& account) override { accounts.push_back(account); }
  void note(const bus::v1::Note& note) override { notes.push_back(note.text()); }

  bool on = true;
  std::vector<bus::v1::HostMessage> messages;
  std::vector<bus::v1::LedgerEntry> entries;
  std::vector<bus::v1::AccountState> accounts;
  std::vector<std::string> notes;
};

config::v1::HostProfile test_profile();

/// What a test may change about a purchase.
struct Purchase {
  std::int64_t amount_minor = 10000;
  std::string pan = "6222021234567890128";
  std::string pin = "123456";
  std::string expiry = "3012";
  std::string service = "101";
  bool balance = false;
  bool confirm = true;  ///< sends A7 with MAC2 while it is due
  bool dukpt = false;
  bool cup = false;   ///< field 35 in place of A6
  std::string batch;  ///< the terminal's own when empty
  std::string terminal = "30000001";
  std::string merchant = "102310053110001";
  std::string control = "26";                              ///< first digits of field 53
  std::function<void(iso8583::Message&)> change;           ///< before the MAC is made
  std::function<void(std::vector<std::uint8_t>&)> damage;  ///< after it
};

/// The reader's side of the protocol, written against the protocol page, over the key operations the tests check by
/// vectors.
class FakeTerminal {
 public:
  FakeTerminal(Host& host, std::string serial = "SIM-TEST-0001", std::uint64_t seed = 99);

  /// Length prefix, TPDU and header in front of a message.
  static std::vector<std::uint8_t> framed(Bytes message, std::string_view tpdu);
  /// Sends message bytes in a frame and takes the answer, or nothing.
  std::optional<iso8583::Message> exchange(Bytes message);
  std::optional<iso8583::Message> exchange(const iso8583::Message& message);
  /// Signs in and checks the host's side of it; field 39, or a word that says what was wrong.
  std::string sign_in(const std::function<void(iso8583::Message&)>& change = {}, bool proof = true);
  iso8583::Message purchase_message(const Purchase& purchase);
  /// Field 39, "silent", "bad mac" or "bad proof".
  std::string send(const Purchase& purchase);
  std::string sale(std::int64_t amount_minor) {
    Purchase purchase;
    purchase.amount_minor = amount_minor;
    return send(purchase);
  }
  std::string reverse(std::int64_t amount_minor, int of_trace, const std::string& reason = "98",
                      const std::function<void(iso8583::Message&)>& change = {});
  /// Packs with MAC under the keys of the message in hand.
  std::vector<std::uint8_t> packed_with_mac(const iso8583::Message& message);

  std::shared_ptr<Wire> wire = std::make_shared<Wire>();
  std::string serial;
  std::string batch = "000000";
  int trace = 0;
  iso8583::Message answer;  ///< the last one
  std::string tpdu = "6000030000";
  bool confirmation_due = false;
  bool proves = false;  ///< signed in with proof: answers must carry A8

 private:
  std::string check(const iso8583::Message& sent);
  bool proof_right(const iso8583::TlvList& field59);
  void begin_keys(bool dukpt);
  void write_confirmation(iso8583::TlvWriter& writer);
  std::string text_trace() const;

  Host& host_;
  sim::Random random_;
  SoftwareKeys keys_{random_};
  Key tmk_, dak_, pik_, mak_, tdk_, bdk_, snk_;
  Key pik1_, mak1_, tdk1_, answer_mak_;
  std::vector<std::uint8_t> nonce_;
  std::string source_;
  std::array<std::uint8_t, 16> rr_{}, rh_{};
  int counter_ = 0;
  std::vector<std::uint8_t> last_message_;
  std::vector<std::uint8_t> last_request_;
};

std::vector<std::uint8_t> from_hex(std::string_view text);
std::string to_hex(Bytes bytes);

}  // namespace mpos::host
