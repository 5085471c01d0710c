// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/wallet_purchase.hpp"

#include "devicemodel/base/bcd.hpp"
#include "devicemodel/emv/tlv.hpp"

namespace mpos::firmware {
namespace {

constexpr std::array<std::uint8_t, 9> wallet_name{0xA0, 0x00, 0x00, 0x00, 0x03, 0x86, 0x98, 0x07, 0x01};
constexpr std::uint8_t purchase_key_index = 1;
constexpr std::size_t initialised_bytes = 15;  // balance 4, number 2, overdraft 3, key version, algorithm, random 4
constexpr std::size_t debited_bytes = 8;       // TAC 4, MAC2 4
constexpr std::uint16_t insufficient_status = 0x9401;

}  // namespace

WalletPurchase::Status WalletPurchase::begin(std::uint32_t amount_minor, const hal::CalendarTime& now,
                                             Bytes terminal) noexcept {
  stop();
  outcome_ = Outcome::none;
  amount_ = amount_minor;
  balance_ = 0;
  record_ = {};
  order_ = {};
  copy_bytes(terminal, terminal_);
  store_be32(order_.amount.data(), amount_minor);
  order_.moment = {bcd_byte(now.year / 100U), bcd_byte(now.year % 100U), bcd_byte(now.month), bcd_byte(now.day),
                   bcd_byte(now.hour),        bcd_byte(now.minute),      bcd_byte(now.second)};
  step_ = Step::card;
  if (line_.card_present()) line_.wake();
  return status();
}

WalletPurchase::Status WalletPurchase::status() const noexcept {
  switch (step_) {
    case Step::idle: return Status::finished;
    case Step::card: return Status::waiting_for_card;
    default: return Status::working;
  }
}

void WalletPurchase::stop() noexcept {
  line_.sleep();
  step_ = Step::idle;
}

void WalletPurchase::close(WalletRecord::State state) noexcept {
  record_.state = state;
  // When the flash fails the record stays open, which asks for a person to look.
  (void)log_.close(record_);
}

WalletPurchase::Status WalletPurchase::finish(Outcome outcome) noexcept {
  outcome_ = outcome;
  stop();
  return Status::finished;
}

void WalletPurchase::send(const emv::Header& header, Bytes data) noexcept {
  emv::build_apdu(header, data, emv::Le::all, apdu_);
  line_.send(apdu_.span());
}

WalletPurchase::Status WalletPurchase::on_card() noexcept {
  using Event = sam::CardLine::Event;
  // Once it is over, the slot's events are somebody else's.
  while (step_ != Step::idle) {
    const Event event = line_.service();
    if (event == Event::none) break;
    const bool told_to_pay = step_ == Step::debit;
    switch (event) {
      case Event::none: break;
      case Event::inserted:
        if (step_ == Step::card) line_.wake();
        break;
      case Event::ready:
        if (step_ != Step::card) break;
        step_ = Step::select;
        send({0x00, 0xA4, 0x04, 0x00}, wallet_name);
        break;
      case Event::reply: (void)on_reply(emv::Reply{line_.reply()}); break;
      case Event::failed: return finish(told_to_pay ? Outcome::uncertain : Outcome::card_failed);
      case Event::removed:
        // A card that has paid and given its receipt is needed no more.
        if (step_ == Step::card || step_ == Step::credit) break;
        return finish(told_to_pay ? Outcome::uncertain : Outcome::card_removed);
    }
  }
  return status();
}

WalletPurchase::Status WalletPurchase::on_reply(const emv::Reply& reply) noexcept {
  switch (step_) {
    case Step::select: return on_selected(reply);
    case Step::initialise: return on_initialised(reply);
    case Step::debit: return on_debited(reply);
    default: return status();
  }
}

WalletPurchase::Status WalletPurchase::on_selected(const emv::Reply& reply) noexcept {
  if (!reply.ok()) return finish(Outcome::no_wallet);
  const auto fci = emv::whole_tlv(reply.data, 0x6F);
  const auto own = fci ? emv::find_tlv(*fci, 0xA5) : std::nullopt;
  const auto serial = own ? emv::find_tlv(*own, 0x9F0C) : std::nullopt;
  if (!serial || serial->size() != order_.card_serial.size()) return finish(Outcome::no_wallet);
  copy_bytes(*serial, order_.card_serial);
  step_ = Step::initialise;
  ByteVector<11> data;
  data.push_back(purchase_key_index);
  data.append(order_.amount);
  data.append(terminal_);
  send({0x80, 0x50, 0x01, 0x02}, data.span());
  return status();
}

WalletPurchase::Status WalletPurchase::on_initialised(const emv::Reply& reply) noexcept {
  if (reply.sw == insufficient_status) return finish(Outcome::insufficient);
  if (!reply.ok() || reply.data.size() != initialised_bytes) return finish(Outcome::no_wallet);
  balance_ = load_be32(reply.data.data());
  if (balance_ < amount_) return finish(Outcome::insufficient);
  copy_bytes(reply.data.subspan(4, 2), order_.card_number);
  order_.key_version = reply.data[9];
  order_.key_algorithm = reply.data[10];
  copy_bytes(reply.data.subspan(11, 4), order_.card_random);
  step_ = Step::seal;
  if (!sam_.begin_purchase(order_)) return finish(Outcome::psam_failed);
  return status();
}

WalletPurchase::Status WalletPurchase::on_sam_done() noexcept {
  if (step_ == Step::credit) {
    close(WalletRecord::State::paid);
    balance_ -= amount_;
    return finish(Outcome::paid);
  }
  if (step_ != Step::seal) return status();
  record_.amount = order_.amount;
  record_.terminal_number = sam_.seal().terminal_number;
  record_.card_serial = order_.card_serial;
  record_.card_number = order_.card_number;
  record_.moment = order_.moment;
  if (!line_.is_ready()) return finish(Outcome::card_removed);
  // From here on the card may have paid, whatever happens to this reader.
  if (!log_.open(record_)) return finish(Outcome::record_failed);
  step_ = Step::debit;
  ByteVector<15> data;
  data.append(record_.terminal_number);
  data.append(order_.moment);
  data.append(sam_.seal().mac1);
  send({0x80, 0x54, 0x01, 0x00}, data.span());
  return status();
}

WalletPurchase::Status WalletPurchase::on_debited(const emv::Reply& reply) noexcept {
  if (!reply.ok()) {
    close(WalletRecord::State::void_);
    return finish(Outcome::card_refused);
  }
  if (reply.data.size() != debited_bytes) return finish(Outcome::uncertain);
  copy_bytes(reply.data.first(4), record_.tac);
  step_ = Step::credit;
  if (!sam_.begin_credit(reply.data.last(4))) return finish(Outcome::uncertain);
  return status();
}

WalletPurchase::Status WalletPurchase::on_sam_failed() noexcept {
  if (step_ == Step::credit) {
    if (sam_.error() != sam::SamError::mac_wrong) return finish(Outcome::uncertain);
    close(WalletRecord::State::disputed);
    return finish(Outcome::mac2_wrong);
  }
  return step_ == Step::seal ? finish(Outcome::psam_failed) : status();
}

}  // namespace mpos::firmware
