// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/reader.hpp"

#include <algorithm>

#include "devicemodel/firmware/boot.hpp"
#include "devicemodel/firmware/record_ids.hpp"
#include "devicemodel/firmware/text.hpp"

namespace mpos::firmware {
namespace {

using namespace std::chrono_literals;

// One tone for every key: a tone of its own would tell digits apart (REQ-072).
constexpr std::uint16_t key_tone_hz = 2000;
constexpr Duration key_tone = 40ms;

emv::TerminalProfile terminal_profile(const Config& config) noexcept {
  emv::TerminalProfile profile;
  profile.type = online_terminal;
  profile.ttq = config.interfaces.chip ? 0x36 : 0x26;  // qPBOC, online PIN, signature; the contacts when there are any
  profile.device_cvm = config.policy.device_cvm;
  const std::string_view serial = config.serial;
  const std::string_view last = serial.size() > 8 ? part(serial, serial.size() - 8, 8) : serial;
  copy_bytes(as_bytes(last), MutableBytes{profile.ifd_serial}.last(last.size()));
  const std::string_view terminal = config.terminal;
  if (terminal.size() == profile.terminal_id.size()) copy_bytes(as_bytes(terminal), profile.terminal_id);
  (void)profile.merchant_id.try_append(as_bytes(config.merchant));
  (void)profile.merchant_name.try_append(as_bytes(config.merchant_name));
  return profile;
}

emv::Policy emv_policy(const Config& config) noexcept {
  emv::Policy policy;
  policy.fallback_when_mute = config.policy.fallback_allowed;
  policy.fallback_without_application = config.policy.fallback_allowed;
  return policy;
}

link::Settings link_settings(const Policy& policy) noexcept {
  link::Settings settings;
  settings.role = link::Role::reader;
  settings.lossy = policy.lossy_link;
  settings.max_frame_payload = policy.max_frame_payload;
  settings.idle_timeout = policy.session_idle;
  return settings;
}

}  // namespace

Reader::Reader(hal::Board board, security::Primitives& primitives, security::AesGcm& send_cipher,
               security::AesGcm& receive_cipher, const Config& config, const link::Identity& identity,
               const SecretBytes<32>& device_key) noexcept
    : board_(board),
      primitives_(primitives),
      send_cipher_(send_cipher),
      receive_cipher_(receive_cipher),
      config_(config),
      device_key_(device_key.expose()),
      store_(board.storage),
      memory_(store_),
      parameters_(store_, primitives),
      terminal_profile_(terminal_profile(config)),
      emv_policy_(emv_policy(config)),
      core_(primitives, board.entropy,
            {config.policy.transaction_keys, config.policy.mac, config.policy.sam_use == SamUse::keys}),
      download_(config_, memory_, parameters_, primitives),
      audit_(store_, primitives),
      sam_(board.sam),
      wallet_log_(store_),
      wallet_(board.icc, sam_, wallet_log_),
      screen_(board.display, board.glyphs),
      pin_entry_(core_.pin_vault()),
      sign_in_(config_, core_, memory_, board.entropy, board.rtc),
      reversal_(config_, core_, memory_, sign_in_),
      uploads_(store_),
      advice_(config_, core_, uploads_, sign_in_, device_key_.expose()),
      sale_(config_, core_, memory_, sign_in_),
      kernels_(primitives, board.entropy, terminal_profile_, emv_policy_, parameters_),
      chip_(board.icc, kernels_),
      tap_(board.field, kernels_),
      channel_(link_settings(config.policy), primitives, send_cipher, receive_cipher, board.entropy, identity, &memory_,
               nullptr),
      language_(config.language) {
  parameters_.allow_live_keys(config.lab);
}

Result<void, PersonaliseError> Reader::personalise(const Personalisation& keys) noexcept {
  if (!store_.mount() || !memory_.forget() || !parameters_.forget() || !uploads_.forget()) {
    return Failure{PersonaliseError::storage_failed};
  }
  audit_.forget();
  wallet_log_.forget();
  for (std::size_t i = 0; i < record_id::compat_caches.count; ++i) {
    if (!store_.erase(record_id::compat_caches.at(i))) return Failure{PersonaliseError::storage_failed};
  }
  core_.zeroise();
  using security::KeyAlgorithm;
  using security::KeyUsage;
  const auto load = [this](KeyUsage usage, KeyAlgorithm algorithm, Bytes key) {
    return key.empty() || core_.personalise(usage, algorithm, key).has_value();
  };
  const auto master = keys.master_is_sm4 ? KeyAlgorithm::sm4 : KeyAlgorithm::tdes;
  if (!load(KeyUsage::master, master, keys.terminal_master.expose()) ||
      !load(KeyUsage::device_auth, KeyAlgorithm::aes, keys.device_auth.expose()) ||
      !load(KeyUsage::serial_number, KeyAlgorithm::sm4, keys.serial_number.expose()) ||
      !load(KeyUsage::dukpt_initial, KeyAlgorithm::tdes, keys.dukpt_initial.expose())) {
    return Failure{PersonaliseError::bad_key};
  }
  if (!keys.dukpt_initial.empty() && !core_.set_ksn(keys.dukpt_ksn.span())) return Failure{PersonaliseError::bad_ksn};
  if (!save_keys()) return Failure{PersonaliseError::storage_failed};
  return {};
}

bool Reader::load_parameters(ParameterKind kind, std::uint32_t version, std::span<const Bytes> records) noexcept {
  parameters_.begin(kind);
  for (const Bytes record : records) {
    if (parameters_.add(record) != TerminalParameters::Added::yes) return false;
  }
  return parameters_.commit(version);
}

bool Reader::save_keys() noexcept {
  std::array<std::uint8_t, security::SecurityCore::sealed_state_max_bytes> sealed{};
  const std::size_t length = core_.seal_state(device_key_.expose(), sealed);
  return store_.write(record_id::key_store.first, Bytes{sealed}.first(length)).has_value();
}

bool Reader::save_pin_tokens() noexcept {
  const std::array<std::uint8_t, 1> tokens{core_.pin_tokens()};
  return store_.write(record_id::pin_tokens.first, tokens).has_value();
}

void Reader::power_on(ResetCause cause) noexcept {
  (void)cause;
  set_state(ReaderState::booting);
  for (std::size_t timer = 0; timer < hal::Timers::channels; ++timer) board_.timers.stop(timer);
  while (board_.keypad.poll()) {
  }
  board_.stripe.enable(false);
  board_.stripe.release();
  channel_.reset();
  link_down();
  link_seen_ = false;
  board_.icc.power_off();
  // Whatever ran before leaves no account data (REQ-013).
  chip_.abort(emv::Reason::cancelled);
  chip_.wipe();
  tap_.reset();
  torn_.reset();
  entry_is_chip_ = by_tap_ = false;
  removal_asked_ = card_used_ = false;
  sale_.wipe();
  wipe(host_message_.span());
  host_message_.clear();
  task_ = Task::none;
  exchange_ = Exchange::none;
  deferred_ = Deferred::none;
  sam_job_ = SamJob::none;
  wallet_.stop();
  claim_.reset();
  host_reached_ = true;
  compat_forget();
  compat_.fallback_until = {};
  compat_.waits = CompatTask::Waits::none;
  compat_.front.reset();
  for (auto& cache : compat_.ram) cache.clear();
  language_ = config_.language;
  board_.indicators.backlight(true);
  board_.indicators.set(hal::Light::power, true);
  board_.indicators.set(hal::Light::link, false);
  board_.indicators.set(hal::Light::charge, false);
  board_.indicators.set(hal::Light::error, false);
  screen_.start();

  const char* failed = self_test(board_, primitives_, send_cipher_, receive_cipher_);
  if (*failed != '\0') return lock(failed);
  if (!store_.mount() || !memory_.load() || !parameters_.load() || !uploads_.load()) return lock("RECORDS");
  if (!audit_.load() || !wallet_log_.load()) return lock("AUDIT");
  core_.zeroise();
  if (store_.contains(record_id::key_store.first)) {
    std::array<std::uint8_t, security::SecurityCore::sealed_state_max_bytes> sealed{};
    const auto length = store_.read(record_id::key_store.first, sealed);
    if (!length || !core_.restore_state(device_key_.expose(), Bytes{sealed}.first(*length))) return lock("KEYS");
  }
  core_.restart_pin_bucket(now());
  if (store_.contains(record_id::pin_tokens.first)) {
    std::array<std::uint8_t, 1> tokens{};
    const auto length = store_.read(record_id::pin_tokens.first, tokens);
    if (!length || *length != tokens.size()) return lock("RECORDS");
    core_.limit_pin_tokens(tokens[0]);
  }
  // A sign-in is good for one power-on (REQ-031).
  sign_in_.drop();
  sam_.power_on();
  set_state(ReaderState::idle);
  show_idle();
  service();
}

void Reader::lock(const char* cause) noexcept {
  core_.zeroise();
  set_state(ReaderState::locked);
  board_.indicators.set(hal::Light::error, true);
  screen_.clear();
  screen_.center_title("SIMULATOR");
  screen_.center(1, prompt(Prompt::self_test_failed, language_));
  screen_.center(2, cause);
  screen_.center(3, prompt(Prompt::locked, language_));
  screen_.flush();
}

void Reader::service() noexcept {
  if (state_ == ReaderState::booting) return;
  while (const auto expired = board_.timers.take_expired()) on_timer(*expired);
  // Keys before the link: a cancel pressed now wins over an answer that came in the same instant.
  while (const auto key = board_.keypad.poll()) on_key(*key);
  if (board_.stripe.capture()) on_capture();
  serve_sam();
  if (wallet_.is_running()) {
    serve_wallet();
  } else {
    serve_slot();
    serve_field();
  }
  serve_link();
}

void Reader::on_timer(std::size_t timer) noexcept {
  switch (timer) {
    case wait_timer:
      if (compat_.waits == CompatTask::Waits::confirmation) {
        finish(mpos_reader_v1_Outcome_OUTCOME_TIMED_OUT, Prompt::timed_out, "nobody confirmed");
      } else if (compat_.rests() && state_ == ReaderState::card) {
        finish(mpos_reader_v1_Outcome_OUTCOME_TIMED_OUT, Prompt::timed_out, "account data rested too long");
      } else if (state_ == ReaderState::waiting_for_card) {
        if (sale_.asked_for_chip()) {
          finish(mpos_reader_v1_Outcome_OUTCOME_CHIP_REQUIRED, Prompt::use_the_chip, "the card's chip was not used");
        } else {
          finish(mpos_reader_v1_Outcome_OUTCOME_TIMED_OUT, Prompt::timed_out, "no card came");
        }
      } else if (state_ == ReaderState::pin_entry) {
        on_pin_step(pin_entry_.on_timeout());
      } else if (state_ == ReaderState::choice) {
        ending_ = {mpos_reader_v1_Outcome_OUTCOME_TIMED_OUT, Prompt::timed_out, "no application was chosen"};
        give_chip(emv::Input::Kind::cancelled);
      } else if (state_ == ReaderState::result) {
        set_state(ReaderState::idle);
        if (!confirming_code_) show_idle();
      }
      break;
    case pin_key_timer:
      if (state_ == ReaderState::pin_entry) on_pin_step(pin_entry_.on_timeout());
      break;
    case host_timer:
      if (exchange_ != Exchange::none) {
        host_lost(Lost::no_answer);
      } else if (sam_job_ != SamJob::none) {
        sam_.abandon();
        end_sam_job(mpos_reader_v1_Outcome_OUTCOME_ERROR, Prompt::psam_failed, "the PSAM takes too long");
      }
      break;
    case link_timer:
      link_deadline_.reset();
      if (speaks_compat()) {
        compat_.front.on_time(now());
      } else {
        channel_.on_time(now());
      }
      break;
    case removal_timer:
      if (removal_asked_) ask_to_remove_card(Prompt::none);
      break;
    case clock_timer:
      if (state_ == ReaderState::idle && !confirming_code_) show_idle();
      break;
    default: break;
  }
}

void Reader::beep_key() noexcept {
  board_.indicators.beep(key_tone_hz, key_tone);
}

void Reader::on_key(hal::Key key) noexcept {
  beep_key();
  if (confirming_code_) {
    if (key != hal::Key::enter && key != hal::Key::cancel) return;
    confirming_code_ = false;
    channel_.confirm(key == hal::Key::enter, now());
    if (state_ == ReaderState::result) {
      set_state(ReaderState::idle);
      board_.timers.stop(wait_timer);
    }
    if (state_ == ReaderState::idle) show_idle();
    return;
  }
  if (compat_.waits == CompatTask::Waits::confirmation) {
    if (key == hal::Key::enter) compat_confirmed();
    if (key == hal::Key::cancel) cancel(Lost::cancelled);
    return;
  }
  switch (state_) {
    case ReaderState::waiting_for_card:
    case ReaderState::host:
    case ReaderState::card:
      if (key == hal::Key::cancel) cancel(Lost::cancelled);
      break;
    case ReaderState::choice: on_choice_key(key); break;
    case ReaderState::pin_entry:
      if (speaks_compat() && !compat_.takes_digit(key, pin_entry_.digits())) break;
      on_pin_step(pin_entry_.on_key(key));
      break;
    case ReaderState::result:
      if (removal_asked_ || (key != hal::Key::cancel && key != hal::Key::enter)) break;
      board_.timers.stop(wait_timer);
      set_state(ReaderState::idle);
      show_idle();
      break;
    case ReaderState::booting:
    case ReaderState::idle:
    case ReaderState::locked: break;
  }
}

void Reader::on_capture() noexcept {
  const auto capture = board_.stripe.capture();
  if (state_ == ReaderState::waiting_for_card && capture) {
    const CardStep step = sale_.on_swipe(*capture);
    board_.stripe.release();
    on_card_step(step);
    return;
  }
  board_.stripe.release();
}

}  // namespace mpos::firmware
