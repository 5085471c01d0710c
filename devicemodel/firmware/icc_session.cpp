// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/icc_session.hpp"

namespace mpos::firmware {
namespace {

using Event = hal::IccSlot::Event;

constexpr std::uint8_t default_rate = 0x11;  // Fi 372, Di 1 (ISO/IEC 7816-3 table 7)

}  // namespace

void IccSession::power_on() noexcept {
  phase_ = Phase::cold_reset;
  reply_ = {};
  slot_.power_on();
}

void IccSession::power_off() noexcept {
  phase_ = Phase::off;
  reply_ = {};
  // The transports' buffers hold the card's account data, and a PIN block in clear.
  t0_ = emv::T0Terminal{};
  t1_ = emv::T1Terminal{};
  slot_.power_off();
}

IccStep IccSession::give_up() noexcept {
  power_off();
  return IccStep::mute;
}

IccStep IccSession::send(Bytes apdu) noexcept {
  MPOS_ASSERT(phase_ == Phase::idle);
  phase_ = Phase::exchange;
  return follow(parsed_.protocol == 1 ? t1_.start(apdu) : t0_.start(apdu));
}

std::optional<IccStep> IccSession::poll() noexcept {
  const Event event = slot_.take_event();
  switch (event) {
    case Event::none: return std::nullopt;
    case Event::inserted: return IccStep::inserted;
    case Event::removed: phase_ = Phase::off; return IccStep::removed;
    case Event::answer:
    case Event::mute:
    case Event::parity_error: break;
  }
  if (phase_ == Phase::off || phase_ == Phase::idle) return IccStep::working;  // of a session that is over
  const bool t1 = phase_ == Phase::block_size || (phase_ == Phase::exchange && parsed_.protocol == 1);
  // T=1 has its own check sum and repeats by itself; with T=0 and during reset a damaged character is final here, the
  // slot has had it repeated already (ISO/IEC 7816-3 section 7.3).
  if (event == Event::answer || (t1 && event == Event::parity_error)) return on_answer(slot_.received());
  return on_answer({});
}

IccStep IccSession::on_answer(Bytes bytes) noexcept {
  switch (phase_) {
    case Phase::cold_reset:
    case Phase::warm_reset: return on_reset_answer(bytes);
    case Phase::rate:
      if (!emv::pps_accepted(pps_.span(), bytes)) return give_up();
      slot_.set_rate({rate_.f, rate_.d});
      return start_protocol();
    case Phase::block_size:
    case Phase::exchange: return follow(parsed_.protocol == 1 ? t1_.on_answer(bytes) : t0_.on_answer(bytes));
    case Phase::off:
    case Phase::idle: break;
  }
  return IccStep::working;
}

IccStep IccSession::on_reset_answer(Bytes bytes) noexcept {
  const auto parsed = emv::parse_emv_atr(bytes);
  if (!parsed) {
    if (phase_ == Phase::warm_reset) return give_up();
    phase_ = Phase::warm_reset;
    slot_.warm_reset();
    return IccStep::working;
  }
  parsed_ = *parsed;
  rate_ = emv::ClockRate{};
  if (parsed_.fi_di == default_rate) return start_protocol();
  const emv::ClockRate offered = emv::clock_rate(parsed_.fi_di);
  if (offered.f == 0 || offered.d == 0) return give_up();
  rate_ = offered;
  if (parsed_.specific_mode) {  // the card is at that rate already, unasked
    slot_.set_rate({rate_.f, rate_.d});
    return start_protocol();
  }
  phase_ = Phase::rate;
  pps_ = emv::pps_request(parsed_);
  slot_.exchange(pps_.span());
  return IccStep::working;
}

void IccSession::set_waiting_time(std::uint32_t multiplier) noexcept {
  if (parsed_.protocol == 1) {
    // BWT = 11 etu + 2^BWI * 960 * 372/f, here in etu of the rate in force (ISO/IEC 7816-3 section 11.4.3).
    const std::uint32_t block = (960U << (parsed_.waiting_indices >> 4)) * rate_.d * 372U / rate_.f;
    slot_.set_waiting_time((11 + block) * multiplier);
  } else {
    slot_.set_waiting_time(960U * rate_.d * parsed_.waiting_integer);  // WWT (section 10.2)
  }
}

IccStep IccSession::start_protocol() noexcept {
  set_waiting_time(1);
  if (parsed_.protocol != 1) {
    phase_ = Phase::idle;
    return IccStep::ready;
  }
  phase_ = Phase::block_size;
  return follow(t1_.reset(parsed_.information_size));
}

IccStep IccSession::follow(const emv::TransportStep& step) noexcept {
  switch (step.kind) {
    case emv::TransportStep::Kind::exchange:
      if (parsed_.protocol == 1) set_waiting_time(t1_.waiting_multiplier());
      slot_.exchange(step.send);
      return IccStep::working;
    case emv::TransportStep::Kind::done: {
      const bool announced = phase_ == Phase::block_size;
      phase_ = Phase::idle;
      reply_ = step.reply;
      return announced ? IccStep::ready : IccStep::replied;
    }
    case emv::TransportStep::Kind::failed: break;
  }
  return give_up();
}

}  // namespace mpos::firmware
