// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/sam/sam_client.hpp"

#include "devicemodel/base/hex.hpp"
#include "devicemodel/security/mac.hpp"

namespace mpos::sam {
namespace {

using emv::Le;

// psam.md section 1: files and the purchase application.
constexpr std::array<std::uint8_t, 2> card_folder{0x3F, 0x00};
constexpr std::array<std::uint8_t, 9> application{0xA0, 0x00, 0x00, 0x00, 0x03, 0x86, 0x98, 0x07, 0x01};
constexpr std::size_t card_public_bytes = 14;  // serial 10, version, card type, issuer data 2
constexpr std::size_t terminal_bytes = 6;
constexpr std::size_t block = 8;
constexpr std::size_t mac_bytes = 4;
constexpr std::uint8_t purchase_type = 0x06;

// P1 of DES_CRYPT.
constexpr std::uint8_t mode_decrypt = 0x80;

SamError error_of(std::uint16_t status) noexcept {
  switch (status) {
    case 0x9302: return SamError::mac_wrong;
    case 0x9403:
    case 0x6A88: return SamError::no_key;
    case 0x6983:
    case 0x6A81: return SamError::locked;
    default: return SamError::refused;
  }
}

}  // namespace

void SamClient::power_on() noexcept {
  wipe_output();
  operation_ = Operation::none;
  awake_ = application_selected_ = false;
  line_.wake();
}

void SamClient::abandon() noexcept {
  if (operation_ == Operation::none) return;
  power_on();
}

void SamClient::wipe_output() noexcept {
  output_.resize(output_.capacity());
  wipe(output_.span());
  output_.clear();
}

bool SamClient::begin(Operation operation) noexcept {
  if (!line_.is_ready() || operation_ != Operation::none) return false;
  operation_ = operation;
  wipe_output();
  return true;
}

bool SamClient::begin_identity() noexcept {
  if (!begin(Operation::identity)) return false;
  application_selected_ = false;
  (void)next(Step::select_card);
  return true;
}

bool SamClient::begin_crypt(const KeyPath& key, Direction direction, Bytes data) noexcept {
  MPOS_ASSERT(!data.empty() && data.size() % block == 0 && data.size() <= most_crypt_bytes);
  if (!begin(Operation::crypt)) return false;
  key_ = key;
  direction_ = direction;
  input_.clear();
  input_.append(data);
  (void)next(application_selected_ ? Step::init_key : Step::select_application);
  return true;
}

bool SamClient::begin_terminal_mac(const KeyPath& key, Bytes mab) noexcept {
  if (!begin(Operation::terminal_mac)) return false;
  key_ = key;
  security::Fold fold(block);
  fold.update(mab);
  std::array<char, 2 * block> characters{};
  write_hex(fold.value(), characters);
  const Bytes text = as_bytes({characters.data(), characters.size()});
  input_.clear();
  input_.append(text.first(block));
  copy_bytes(text.last(block), second_half_);
  second_round_ = false;
  direction_ = Direction::encrypt;
  (void)next(application_selected_ ? Step::init_key : Step::select_application);
  return true;
}

bool SamClient::begin_purchase(const PurchaseOrder& order) noexcept {
  if (!begin(Operation::purchase)) return false;
  input_.clear();
  input_.append(order.card_random);
  input_.append(order.card_number);
  input_.append(order.amount);
  input_.push_back(purchase_type);
  input_.append(order.moment);
  input_.push_back(order.key_version);
  input_.push_back(order.key_algorithm);
  input_.append(order.card_serial);
  (void)next(application_selected_ ? Step::work : Step::select_application);
  return true;
}

bool SamClient::begin_credit(Bytes mac2) noexcept {
  MPOS_ASSERT(mac2.size() == mac_bytes);
  // Selecting would end the purchase.
  if (!application_selected_ || !begin(Operation::credit)) return false;
  input_.clear();
  input_.append(mac2);
  (void)next(Step::work);
  return true;
}

void SamClient::send(const emv::Header& header, Bytes data, Le le) noexcept {
  emv::build_apdu(header, data, le, apdu_);
  line_.send(apdu_.span());
}

SamClient::Event SamClient::next(Step step) noexcept {
  step_ = step;
  send_step();
  return Event::none;
}

void SamClient::send_step() noexcept {
  const auto read = [this](std::uint8_t short_file, std::size_t length) {
    const std::array<std::uint8_t, 5> command{0x00, 0xB0, static_cast<std::uint8_t>(0x80 + short_file), 0x00,
                                              static_cast<std::uint8_t>(length)};
    line_.send(command);
  };
  switch (step_) {
    case Step::select_card: return send({0x00, 0xA4, 0x00, 0x00}, card_folder, Le::none);
    case Step::read_serial: return read(0x15, card_public_bytes);
    case Step::read_terminal: return read(0x16, terminal_bytes);
    case Step::select_application: return send({0x00, 0xA4, 0x04, 0x00}, application, Le::none);
    case Step::init_key: return send({0x80, 0x1A, key_.usage(), key_.index}, key_.factors.span(), Le::none);
    case Step::work: return send_work();
  }
}

void SamClient::send_work() noexcept {
  switch (operation_) {
    case Operation::crypt:
    case Operation::terminal_mac: {
      const std::uint8_t mode = direction_ == Direction::decrypt ? mode_decrypt : std::uint8_t{0};
      return send({0x80, 0xFA, mode, 0x00}, input_.span(), Le::none);
    }
    case Operation::purchase: return send({0x80, 0x70, 0x00, 0x00}, input_.span(), Le::none);
    case Operation::credit: return send({0x80, 0x72, 0x00, 0x00}, input_.span(), Le::none);
    case Operation::identity:
    case Operation::none: break;
  }
  MPOS_ASSERT(false);
}

SamClient::Event SamClient::fail(SamError error) noexcept {
  error_ = error;
  operation_ = Operation::none;
  wipe_output();
  return Event::failed;
}

SamClient::Event SamClient::finish() noexcept {
  operation_ = Operation::none;
  line_.forget();
  return Event::done;
}

SamClient::Event SamClient::on_reply(const emv::Reply& reply) noexcept {
  if (!reply.ok()) return fail(error_of(reply.sw));
  switch (step_) {
    case Step::select_card: return next(Step::read_serial);
    case Step::read_serial:
      if (reply.data.size() != card_public_bytes) return fail(SamError::bad_answer);
      copy_bytes(reply.data.first(identity_.serial.size()), identity_.serial);
      return next(Step::read_terminal);
    case Step::read_terminal:
      if (reply.data.size() != terminal_bytes) return fail(SamError::bad_answer);
      copy_bytes(reply.data, identity_.terminal);
      return next(Step::select_application);
    case Step::select_application:
      application_selected_ = true;
      if (operation_ == Operation::identity) return finish();
      return next(operation_ == Operation::crypt || operation_ == Operation::terminal_mac ? Step::init_key
                                                                                          : Step::work);
    case Step::init_key: return next(Step::work);
    case Step::work: return on_work(reply);
  }
  return Event::none;
}

SamClient::Event SamClient::on_work(const emv::Reply& reply) noexcept {
  const Bytes data = reply.data;
  switch (operation_) {
    case Operation::crypt:
      if (data.size() != input_.size()) return fail(SamError::bad_answer);
      output_.append(data);
      wipe(input_.span());
      return finish();
    case Operation::terminal_mac: {
      if (data.size() != block) return fail(SamError::bad_answer);
      if (!second_round_) {
        second_round_ = true;
        xor_bytes(data, second_half_, input_.span());
        return next(Step::work);
      }
      std::array<char, 2 * block> characters{};
      write_hex(data, characters);
      output_.append(as_bytes({characters.data(), block}));
      return finish();
    }
    case Operation::purchase:
      if (data.size() != seal_.terminal_number.size() + seal_.mac1.size()) return fail(SamError::bad_answer);
      copy_bytes(data.first(4), seal_.terminal_number);
      copy_bytes(data.last(4), seal_.mac1);
      return finish();
    case Operation::credit: return data.empty() ? finish() : fail(SamError::bad_answer);
    case Operation::identity:
    case Operation::none: break;
  }
  return fail(SamError::bad_answer);
}

SamClient::Event SamClient::service() noexcept {
  for (;;) {
    switch (line_.service()) {
      case CardLine::Event::none: return Event::none;
      case CardLine::Event::inserted: {
        // Settled contacts where a module was awake: it was changed for another.
        const bool changed = awake_;
        power_on();
        if (!changed) break;
        error_ = SamError::absent;
        return Event::removed;
      }
      case CardLine::Event::ready: awake_ = true; return Event::ready;
      case CardLine::Event::reply:
        if (const Event event = on_reply(emv::Reply{line_.reply()}); event != Event::none) return event;
        break;
      case CardLine::Event::failed:
        awake_ = application_selected_ = false;
        if (operation_ == Operation::none) return Event::dead;
        return fail(SamError::no_answer);
      case CardLine::Event::removed:
        awake_ = application_selected_ = false;
        if (operation_ != Operation::none) (void)fail(SamError::absent);
        error_ = SamError::absent;
        return Event::removed;
    }
  }
}

}  // namespace mpos::sam
