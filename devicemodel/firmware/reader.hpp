// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "devicemodel/base/result.hpp"
#include "devicemodel/command/dispatcher.hpp"
#include "devicemodel/firmware/advice.hpp"
#include "devicemodel/firmware/audit_log.hpp"
#include "devicemodel/firmware/chip_task.hpp"
#include "devicemodel/firmware/compat_task.hpp"
#include "devicemodel/firmware/config.hpp"
#include "devicemodel/firmware/emv_report.hpp"
#include "devicemodel/firmware/outbox.hpp"
#include "devicemodel/firmware/parameter_download.hpp"
#include "devicemodel/firmware/pin_entry.hpp"
#include "devicemodel/firmware/prompts.hpp"
#include "devicemodel/firmware/reversal.hpp"
#include "devicemodel/firmware/sale.hpp"
#include "devicemodel/firmware/screen.hpp"
#include "devicemodel/firmware/sign_in.hpp"
#include "devicemodel/firmware/tap_task.hpp"
#include "devicemodel/firmware/terminal_memory.hpp"
#include "devicemodel/firmware/terminal_parameters.hpp"
#include "devicemodel/firmware/wallet_purchase.hpp"
#include "devicemodel/hal/hal.hpp"
#include "devicemodel/link/channel.hpp"
#include "devicemodel/records/record_store.hpp"
#include "devicemodel/sam/sam_client.hpp"
#include "devicemodel/security/core.hpp"

namespace mpos::firmware {

enum class PersonaliseError : std::uint8_t { storage_failed, bad_key, bad_ksn };

/// The reader's firmware: everything between the HAL and the phone. One value, no heap, nothing runs by itself.
///
/// The executor calls service() after any interrupt line was raised (keypad, stripe head, link, timers); it drains all
/// that is ready and returns. Firmware takes no virtual time. While the idle screen stands, a timer ends each minute to
/// redraw the clock.
class Reader final : private command::Handler {
 public:
  /// All references must outlive the reader. `device_key` unlocks the key store in flash and is copied. `identity` is
  /// the X25519 key and certificate of this device; its certificate bytes are borrowed.
  Reader(hal::Board board, security::Primitives& primitives, security::AesGcm& send_cipher,
         security::AesGcm& receive_cipher, const Config& config, const link::Identity& identity,
         const SecretBytes<32>& device_key) noexcept;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// The secure room: loads the keys and writes them, sealed, to flash; forgets an earlier life. Before the first
  /// power_on().
  Result<void, PersonaliseError> personalise(const Personalisation& keys) noexcept;
  /// Loads AIDs and CA keys as an acquirer's download would (records of icc.md section 9), in place of those there.
  /// After personalise(). False when one is refused or the flash is full; `parameters().refusal()` says why.
  [[nodiscard]] bool load_parameters(ParameterKind kind, std::uint32_t version,
                                     std::span<const Bytes> records) noexcept;
  const TerminalParameters& parameters() const noexcept { return parameters_; }
  /// Boots: self test, records, key store, idle screen (or the locked screen). Drops whatever ran before.
  void power_on(ResetCause cause) noexcept;
  /// Handles every key, swipe, card, link byte and timer that is ready.
  void service() noexcept;

  ReaderState state() const noexcept { return state_; }
  bool in_pin_entry() const noexcept { return state_ == ReaderState::pin_entry; }
  bool signed_in() const noexcept { return sign_in_.is_valid(now()); }
  bool reversal_pending() const noexcept { return memory_.reversal().has_value(); }
  /// Which keys there are, for whoever looks on: slots and check values.
  const security::SecurityCore& keys() const noexcept { return core_; }
  /// Sales approved offline and script notices the host has not acknowledged.
  std::size_t uploads_pending() const noexcept { return uploads_.count(); }
  /// How the last chip transaction ended.
  const EmvReport& emv_report() const noexcept { return emv_report_; }
  /// Whether the phone in session said that it keeps no time of its own. False while none has said so, and after a link
  /// ended as the last one said.
  bool far_end_keeps_no_time() const noexcept { return far_end_keeps_no_time_; }
  /// Links this reader ended itself since it was made, and why it ended the last one.
  std::uint32_t links_ended() const noexcept { return links_ended_; }
  link::CloseReason last_link_end() const noexcept { return last_link_end_; }
  const AuditLog& audit() const noexcept { return audit_; }
  /// The text that stands on a display line, 0 to 3.
  std::string_view screen_line(int index) const noexcept { return screen_.line(index); }

 private:
  /// What runs; the state says how far it is.
  enum class Task : std::uint8_t { none, sign_in, transaction, upload, parameters };
  enum class Exchange : std::uint8_t { none, sign_in, transaction, reversal, advice, parameters };
  /// What a request asked for, carried out after its reply went out.
  enum class Deferred : std::uint8_t { none, sign_in, transaction, upload, parameters, cancel, host_answer };
  enum class Lost : std::uint8_t { no_answer, cancelled, link };
  enum class PinFor : std::uint8_t { host, card };
  /// What the PSAM works on. seal: field 64 of a request, before it leaves; check: field 64 of its answer.
  enum class SamJob : std::uint8_t { none, identity, master_check, working_keys, seal, check, wallet_identity, wallet };
  enum Channel : std::size_t { wait_timer, pin_key_timer, host_timer, link_timer, clock_timer, removal_timer };

  // reader.cpp: the executor.
  Duration now() const noexcept { return board_.timers.now(); }
  void on_key(hal::Key key) noexcept;
  void on_timer(std::size_t channel) noexcept;
  void on_capture() noexcept;
  void lock(const char* cause) noexcept;
  void set_state(ReaderState state) noexcept { state_ = state; }
  void beep_key() noexcept;
  bool save_keys() noexcept;
  bool save_pin_tokens() noexcept;

  // reader_link.cpp: session, requests, notices.
  void serve_link() noexcept;
  void on_link_event(const link::Channel::Event& event) noexcept;
  void pump_link() noexcept;
  void link_down() noexcept;
  void answer_request(Bytes bytes) noexcept;
  void carry_out() noexcept;
  command::State command_state() const override;
  void handle(const command::Request& request, command::Reply& reply) override;
  void handle_info(command::Reply& reply) const noexcept;
  void handle_start(const mpos_reader_v1_StartTransaction& body, command::Reply& reply) noexcept;
  void handle_compute_mac(const mpos_reader_v1_ComputeMac& body, command::Reply& reply) noexcept;
  bool keys_and_sign_in_ok(command::Reply& reply, bool sign_in_needed) const noexcept;
  void queue_notice() noexcept;
  void notify_stage(mpos_reader_v1_Stage stage) noexcept;

  // reader_flow.cpp: what runs, step by step.
  void start_sign_in() noexcept;
  void send_sign_in() noexcept;
  void start_transaction() noexcept;
  /// What every transaction begins with: nothing left of the one before, and order_ in force.
  void prepare_transaction() noexcept;
  void start_upload() noexcept;
  void wait_for_card() noexcept;
  void open_card_ways() noexcept;
  void on_card_step(CardStep step) noexcept;
  void ask_pin(PinFor whom) noexcept;
  void on_pin_step(PinStep step) noexcept;
  void go_online() noexcept;
  void send_reversal() noexcept;
  void after_attempt(Reversal::Next next) noexcept;
  void cancel(Lost how) noexcept;
  void finish(mpos_reader_v1_Outcome outcome, Prompt text, const char* detail) noexcept;
  void finish_sign_in(const SignInVerdict& verdict, Prompt text) noexcept;
  void finish_upload() noexcept;
  void stop_waiting() noexcept;
  void show_result_for_a_while(Prompt text, std::string_view last) noexcept;

  // reader_host.cpp: exchanges with the host.
  void open_exchange(Exchange exchange, std::uint32_t trace) noexcept;
  void close_exchange() noexcept;
  static mpos_reader_v1_HostExchange kind_of(Exchange exchange, UploadKind upload) noexcept;
  void on_host_answer(mpos_reader_v1_HostOutcome outcome, Bytes message) noexcept;
  void on_sign_in_answer(mpos_reader_v1_HostOutcome outcome, Bytes message) noexcept;
  void on_transaction_answer(Bytes message) noexcept;
  void on_reversal_answer(mpos_reader_v1_HostOutcome outcome, Bytes message) noexcept;
  void host_lost(Lost how) noexcept;
  void lose_exchange(mpos_reader_v1_Outcome outcome, Prompt text, const char* detail) noexcept;
  void keep_reason(std::string_view reason) noexcept;

  // reader_parameters.cpp: a download of AIDs or CA keys.
  void start_parameters() noexcept;
  void ask_for_parameters() noexcept;
  void on_parameter_answer(mpos_reader_v1_HostOutcome outcome, Bytes message) noexcept;
  void finish_parameters(Prompt text, const char* detail) noexcept;

  // reader_upload.cpp: what is kept for the host, and the sales that are approved without it.
  bool offline_possible() const noexcept;
  /// The card approved by itself and its data lie in chip_data(): keeps the sale for upload, then ends the transaction
  /// as approved; as failed when it cannot be kept. For contact and contactless chips alike.
  void approve_offline(UploadKind kind) noexcept;
  /// The card refused before the host was asked.
  void note_offline_decline() noexcept;
  /// What the issuer's scripts did to the card of the running sale, for the host.
  void keep_script_notice() noexcept;
  void send_uploads() noexcept;
  void before_card() noexcept;
  void uploads_end(bool sign_in_needed) noexcept;
  void on_advice_answer(mpos_reader_v1_HostOutcome outcome, Bytes message) noexcept;

  // reader_sam.cpp: what the PSAM does for the reader.
  void serve_sam() noexcept;
  void await_sam(SamJob job, bool begun) noexcept;
  void no_sam() noexcept;
  /// Begins a job that first asks the module who it is.
  void ask_identity(SamJob job) noexcept;
  bool asks_identity() const noexcept {
    return (sam_job_ == SamJob::identity || sam_job_ == SamJob::wallet_identity) && !sam_.is_working();
  }
  void start_sam_sign_in() noexcept;
  void on_sam_identity() noexcept;
  void open_working_keys() noexcept;
  /// Has field 64 of host_message_ made where the PSAM makes it, and opens the exchange.
  void seal(Exchange exchange, std::uint32_t trace) noexcept;
  void open_sealed() noexcept;
  /// Begins the check of an answer's field 64; false where the security core makes it.
  bool check_with_sam(Exchange exchange, Bytes message) noexcept;
  void judge_answer(Exchange exchange, Bytes message) noexcept;
  void on_sam_done() noexcept;
  void end_sam_job(mpos_reader_v1_Outcome outcome, Prompt text, const char* detail) noexcept;
  void on_sam_removed() noexcept;
  void show_psam_removed() noexcept;
  const char* sam_trouble() const noexcept;

  // reader_wallet.cpp: a purchase from a wallet card by way of the PSAM.
  void start_wallet() noexcept;
  void begin_wallet() noexcept;
  void serve_wallet() noexcept;
  void on_wallet(WalletPurchase::Status status) noexcept;
  void cancel_wallet(Lost how) noexcept;
  void finish_wallet() noexcept;
  // reader_chip.cpp: the card in the chip slot.
  void serve_slot() noexcept;
  /// A card is worked with from here on, in the slot or at the antenna.
  void begin_chip_entry(bool tap) noexcept;
  Entry chip_entry() const noexcept { return by_tap_ ? Entry::contactless : Entry::chip; }
  void start_chip() noexcept;
  void on_chip_step(ChipStep step) noexcept;
  void give_chip(emv::Input::Kind kind) noexcept;
  void give_chip(const emv::Input& input) noexcept;
  void on_chip_removed() noexcept;
  bool read_chip_account() noexcept;
  void choose_application() noexcept;
  void on_choice_key(hal::Key key) noexcept;
  void chip_pin_entered() noexcept;
  void chip_host_lost(mpos_reader_v1_Outcome outcome, Prompt text, const char* detail) noexcept;
  void on_chip_finished() noexcept;
  void on_kernel_finished() noexcept;
  void finish_chip_with_host() noexcept;
  void finish_chip_alone() noexcept;
  void chip_unreadable() noexcept;
  void end_chip() noexcept;
  void fill_chip_result() noexcept;
  void chip_terminated() noexcept;
  void ask_to_remove_card(Prompt text) noexcept;
  bool chip_runs() const noexcept { return entry_is_chip_ && (by_tap_ ? tap_.running() : chip_.running()); }
  const emv::DataStore& chip_data() const noexcept { return by_tap_ ? tap_.store() : chip_.store(); }
  const emv::Outcome& chip_outcome() const noexcept { return by_tap_ ? tap_.outcome() : chip_.outcome(); }
  emv::Transaction chip_transaction() noexcept;

  // reader_tap.cpp: the card at the antenna.
  bool tap_welcome() const noexcept;
  /// The card of this very payment may have paid when it was moved away: nothing but the antenna will do.
  bool torn_tap_stands() const noexcept;
  void note_torn_tap() noexcept;
  void serve_field() noexcept;
  void on_tap_step(TapStep step) noexcept;
  void start_tap() noexcept;
  void on_tap_finished() noexcept;
  void tap_again(Prompt text, mpos_reader_v1_Stage stage) noexcept;
  void refuse_tap() noexcept;

  // reader_cash.cpp: electronic cash.
  /// Neither stripe nor antenna will do.
  bool contacts_only() const noexcept { return order_.type == TransactionType::cash_load; }
  /// The card pays by itself, or nobody does.
  bool cash_pays() const noexcept { return order_.type == TransactionType::cash_sale; }
  void cash_refused() noexcept;
  std::optional<std::int64_t> cash_on_card() const noexcept;
  void approve_by_card() noexcept;
  void ask_host() noexcept;
  bool cash_loaded() noexcept;

  // reader_compat.cpp: a phone that speaks 55AA in place of a session.
  bool speaks_compat() const noexcept { return config_.policy.front != Front::session; }
  bool compat_certified() const noexcept { return config_.policy.front == Front::cup_55aa_certified; }
  security::ReaderMac compat_mac() const noexcept {
    return compat_certified() ? security::ReaderMac::cmac : security::ReaderMac::folded;
  }
  void serve_compat() noexcept;
  void pump_compat() noexcept;
  void set_link_timer(std::optional<Duration> deadline) noexcept;
  void on_compat_request(const compat::Packet& packet) noexcept;
  void compat_say(Bytes data = {}) noexcept;
  void compat_refuse(compat::ErrorCode code) noexcept;
  void compat_information() noexcept;
  void compat_clock(Bytes body) noexcept;
  void compat_load_keys(Bytes body) noexcept;
  void compat_verify_mac(Bytes body) noexcept;
  void compat_cache(compat::Command command, Bytes body) noexcept;
  void compat_text(Bytes body) noexcept;
  void compat_reset() noexcept;
  bool compat_has_keys() noexcept;
  // reader_compat_card.cpp: what a card or a cardholder has a part in.
  void compat_open_card(Bytes body) noexcept;
  void compat_hold_card() noexcept;
  void compat_card_read() noexcept;
  void compat_card_result(bool tracks) noexcept;
  void compat_open_keyboard(Bytes body) noexcept;
  void compat_pin_entered(compat::PinStatus status) noexcept;
  void compat_pin_result() noexcept;
  void compat_encrypt(Bytes body) noexcept;
  void compat_confirmed() noexcept;
  void compat_finished(mpos_reader_v1_Outcome outcome, Prompt text) noexcept;
  void compat_forget() noexcept;
  // reader_compat_chip.cpp: a chip, by the hooks in reader_chip.cpp.
  /// How long the reader waits for card or cardholder: its own limit, or a shorter one of a 55AA phone.
  Duration patience(Duration own) const noexcept;
  bool chip_welcome() const noexcept { return config_.interfaces.chip && (!speaks_compat() || compat_.wants_chip); }
  bool stripe_welcome() const noexcept;
  void compat_chip_inserted() noexcept;
  void compat_start_chip(Bytes body) noexcept;
  void compat_chip_online() noexcept;
  void compat_chip_finished() noexcept;
  void compat_chip_answered(compat::ChipStatus status, CompatChip::Phase next) noexcept;
  compat::ChipStatus compat_chip_ending(mpos_reader_v1_Outcome outcome) noexcept;
  void compat_say_chip(compat::ChipStatus status, std::uint16_t record) noexcept;
  bool compat_names_chip(Bytes body) noexcept;
  void compat_chip_result(Bytes body) noexcept;
  void compat_issuer_data(Bytes body) noexcept;
  void compat_issuer_done(compat::ChipStatus status) noexcept;
  void compat_issuer_status(Bytes body) noexcept;
  void compat_issuer_result(Bytes body) noexcept;
  void compat_close_chip(Bytes body) noexcept;
  void compat_phone_gone() noexcept;
  void compat_parameters(ParameterKind kind, Bytes body) noexcept;

  // reader_screens.cpp.
  void show_idle() noexcept;
  void show_service(Prompt service, Prompt text, std::string_view last = {}) noexcept;
  void show_pin_stars() noexcept;
  void show_code(std::string_view code) noexcept;
  void show_result(Prompt text, std::string_view last) noexcept;
  void show_card_busy() noexcept;
  void show_choice() noexcept;
  void show_offline_pin() noexcept;
  Prompt service_name() const noexcept;
  Prompt card_prompt() const noexcept;
  static Prompt decline_text(std::string_view response_code) noexcept;

  hal::Board board_;
  security::Primitives& primitives_;
  security::AesGcm& send_cipher_;
  security::AesGcm& receive_cipher_;
  Config config_;
  SecretBytes<32> device_key_;

  records::RecordStore store_;
  TerminalMemory memory_;
  TerminalParameters parameters_;
  emv::TerminalProfile terminal_profile_;
  emv::Policy emv_policy_;
  security::SecurityCore core_;
  ParameterDownload download_;
  AuditLog audit_;
  sam::SamClient sam_;
  WalletLog wallet_log_;
  WalletPurchase wallet_;
  Screen screen_;
  PinEntry pin_entry_;
  SignIn sign_in_;
  Reversal reversal_;
  UploadStore uploads_;
  Advice advice_;
  Sale sale_;
  KernelBay kernels_;
  ChipTask chip_;
  TapTask tap_;
  link::Channel channel_;
  command::Dispatcher dispatcher_;
  CompatTask compat_;
  Outbox outbox_;

  ReaderState state_ = ReaderState::booting;
  Task task_ = Task::none;
  Exchange exchange_ = Exchange::none;
  Deferred deferred_ = Deferred::none;
  SamJob sam_job_ = SamJob::none;
  Exchange sealed_exchange_ = Exchange::none;  ///< whose message the PSAM seals or checks
  std::uint32_t sealed_trace_ = 0;
  std::optional<ModuleClaim> claim_;
  std::uint32_t exchange_number_ = 0;
  std::uint32_t notice_number_ = 0;
  std::uint32_t link_generation_ = 0;
  bool link_seen_ = false;
  std::optional<Duration> link_deadline_;
  bool confirming_code_ = false;
  bool far_end_keeps_no_time_ = false;  ///< until its session says so
  std::uint32_t links_ended_ = 0;
  link::CloseReason last_link_end_ = link::CloseReason::none;
  Language language_;
  TransactionOrder order_;
  SaleVerdict verdict_;

  /// What the host had to say, while the chip finishes.
  enum class HostWord : std::uint8_t { none, spoke, lost };
  struct Ending {
    mpos_reader_v1_Outcome outcome = mpos_reader_v1_Outcome_OUTCOME_ERROR;
    Prompt text = Prompt::declined;
    const char* detail = "";
  };
  /// A payment whose card was moved away while it sent its last record. Outlives its transaction: the card may have
  /// paid.
  struct TornSale {
    TransactionType type = TransactionType::sale;
    std::uint64_t amount_minor = 0;
    std::array<std::uint8_t, 4> unpredictable{};
    emv::Date date{};
    emv::TornTap tap;
    Duration until{};
  };
  std::optional<TornSale> torn_;
  HostWord host_word_ = HostWord::none;
  Ending ending_;                   ///< of a transaction whose host is lost, or whose cardholder gave up
  bool entry_is_chip_ = false;      ///< the running transaction is a chip's
  bool by_tap_ = false;             ///< and that chip's way is the antenna
  bool chip_asked_online_ = false;  ///< its kernel is done with the cardholder: a PIN typed now is for the host alone
  bool no_tap_ = false;             ///< the antenna is out of question for this transaction
  bool offline_pin_ = false;        ///< PIN entry is for the chip
  bool card_used_ = false;          ///< the card in the slot has had its transaction: it is to be taken out
  bool removal_asked_ = false;
  bool first_offline_pin_ = true;
  bool host_reached_ = true;  ///< the last exchange brought an answer: uploads may go before the next transaction
  std::uint8_t chip_tries_ = 0;
  std::uint32_t tap_tries_ = 0;
  std::size_t choice_ = 0;
  EmvReport emv_report_;
  FixedString<3> operator_id_;
  emv::ParameterSet ordered_set_ = emv::ParameterSet::ca_keys;
  HostMessage host_message_;
  command::Notice notice_{};
};

}  // namespace mpos::firmware
