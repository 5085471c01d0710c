// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "devicemodel/base/result.hpp"
#include "devicemodel/link/channel.hpp"
#include "devicemodel/sim/scheduler.hpp"
#include "mpos/bus/v1/bus.pb.h"
#include "mpos/reader/v1/reader.pb.h"
#include "peripherals/radio/stream.hpp"
#include "scenarios/phone/acquirer_line.hpp"
#include "scenarios/phone/observer.hpp"
#include "scenarios/phone/operators.hpp"

namespace mpos::phone {

struct Settings {
  std::string tpdu = "6000030000";      ///< 10 digits
  std::string header = "603100310000";  ///< 12 digits
  std::string merchant_name;            ///< on receipts
  std::string device_id;                ///< 32 hex digits, kept for the phone's life; names it, is no secret (REQ-201)
  std::string longitude, latitude;      ///< both empty: the owner does not permit it
  bool lossy = false;                   ///< radio: acknowledges and retransmits, as the reader must too
  bool keeps_no_time = true;            ///< said in the hello: virtual time may run as fast as it goes
};

/// What the link needs; all borrowed and outliving the phone.
struct Crypto {
  security::Primitives& primitives;
  security::AesGcm& send_cipher;
  security::AesGcm& receive_cipher;
  hal::Entropy& entropy;
  const link::Identity& identity;
  link::CertificateVerifier& verifier;
};

/// The reference phone. Acts begin something or say at once why not; what comes of them is told to the observer.
/// Everything happens on the simulation thread; all time is virtual.
class Phone {
 public:
  using Done = Result<void, std::string>;

  Phone(sim::Scheduler& scheduler, const Crypto& crypto, Settings settings, AcquirerLine::Dial dial,
        Observer& observer);
  ~Phone();
  Phone(const Phone&) = delete;
  Phone& operator=(const Phone&) = delete;

  /// Opens a session over `stream`, which may still be connecting.
  Done connect(std::unique_ptr<radio::Stream> stream, std::string transport);
  Done disconnect();
  Done login(std::string_view operator_id, std::string_view password);
  Done sign_in();
  /// `amount_minor` 1 to 999999999999; `currency` empty, "CNY" or "156".
  Done sale(std::int64_t amount_minor, std::string_view currency, std::string_view language);
  Done balance(std::string_view language);
  /// A purchase from a wallet card; `amount_minor` 1 to 4294967295.
  Done wallet(std::int64_t amount_minor, std::string_view language);
  /// Loads a card's electronic cash from its account; `amount_minor` 1 to 9999999999.
  Done cash_load(std::int64_t amount_minor, std::string_view language);
  /// A purchase paid by a card's electronic cash, without the host; likewise.
  Done cash_sale(std::int64_t amount_minor, std::string_view language);
  Done cancel();
  /// The cardholder has signed on the glass. Refused unless the last approval asks for it, and only once.
  Done sign();
  Done echo(std::string_view text);
  Done upload();
  /// Has the reader download AIDs or CA keys.
  Done parameters(reader::v1::ParameterSet set);
  /// Sends bytes outside the session's framing, or inside it as one message.
  Done raw(Bytes bytes, bool sealed);
  void set_fault(bus::v1::PhoneFault::Kind fault) noexcept { fault_ = fault; }

  bool is_connected() const noexcept { return channel_.is_up(); }
  /// Whether something begun has not come to its end.
  bool is_busy() const noexcept { return action_ != Action::none; }
  /// The last transaction's result as the reader told it.
  const reader::v1::TransactionResult& last_result() const noexcept { return result_; }
  const bus::v1::LinkState& link_state() const noexcept { return link_state_; }
  std::string_view stage() const noexcept { return stage_; }
  const reader::v1::Info& info() const noexcept { return info_; }
  const std::string& device_id() const noexcept { return settings_.device_id; }

 private:
  enum class Action : std::uint8_t {
    none,
    connect,
    sign_in,
    sale,
    balance,
    wallet,
    cash_load,
    cash_sale,
    echo,
    upload,
    parameters
  };
  /// Whether it ends with a TransactionResult.
  static bool sells(Action action) noexcept;

  Duration now() const noexcept { return scheduler_.now().time_since_epoch(); }
  bool request(reader::v1::Request& request);
  void pump();
  void feed(Bytes bytes);
  bool flush();
  void arm();
  void take(const link::Channel::Event& event);
  void take_reply();
  void take_notice();
  void take_reply_to_action(const reader::v1::Reply& reply);
  void on_closed(link::CloseReason reason, std::string_view detail);
  void on_up();
  void on_progress(const reader::v1::Progress& progress);
  void on_result(reader::v1::TransactionResult& result);
  void refuse(const std::string& detail);
  void end(std::string_view outcome, std::string_view response_code, std::string_view detail);
  void step(std::string_view stage, std::string_view text = {}, std::string_view masked_pan = {});
  void tell_link(bus::v1::LinkState::State state, std::string_view code = {}, std::string_view reason = {});

  // Errands: phone_errands.cpp.
  struct Amount {
    std::int64_t minor;
    std::int64_t most;
  };
  static std::string_view word(Action action) noexcept;
  Done may_begin();
  void begin(Action action);
  /// Begins a transaction. A type without an amount is given none.
  Done transact(Action action, reader::v1::TransactionType type, std::optional<Amount> amount,
                std::string_view language);
  void begin_parameters(reader::v1::ParameterSet set);
  void on_sign_in(const reader::v1::SignInResult& result);
  void on_upload(const reader::v1::UploadResult& result);
  void on_parameters(const reader::v1::ParameterResult& result);
  void follow_host();

  // The acquirer's side: phone_host.cpp.
  void on_host_request(const reader::v1::HostRequest& request);
  void forward();
  void on_mac_answer(const reader::v1::Reply& reply);
  void on_host_answer(Bytes message);
  void on_host_failure(bool sent);
  void bring(reader::v1::HostOutcome outcome, Bytes message, int times);
  bool take_fault(bus::v1::PhoneFault::Kind fault) noexcept;

  sim::Scheduler& scheduler_;
  Settings settings_;
  Observer& observer_;
  link::Channel channel_;
  std::unique_ptr<radio::Stream> stream_;
  AcquirerLine acquirer_;
  Operators operators_;
  sim::Timer timer_;
  std::optional<Duration> armed_for_;

  Action action_ = Action::none;
  bus::v1::PhoneFault::Kind fault_ = bus::v1::PhoneFault::NONE;
  std::uint32_t next_id_ = 1;
  std::uint32_t action_id_ = 0;  ///< the request that began the action
  std::uint32_t info_id_ = 0;
  std::uint32_t mac_id_ = 0;
  std::uint32_t exchange_ = 0;  ///< open when not 0
  bool may_load_[2] = {};       ///< CA keys, applications: not yet tried since the sign-in
  std::vector<std::uint8_t> outgoing_message_;
  std::string buffer_;
  std::string operator_;
  std::string echo_text_;
  std::string_view stage_ = "off";
  bool pumping_ = false;
  bool leaving_ = false;
  bus::v1::LinkState link_state_;
  reader::v1::Info info_;
  reader::v1::TransactionResult result_;
  bool signature_due_ = false;
  // Kept so that their memory is used again.
  reader::v1::Request request_;
  reader::v1::Reply reply_;
  reader::v1::Notice notice_;
};

}  // namespace mpos::phone
