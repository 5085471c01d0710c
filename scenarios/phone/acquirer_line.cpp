// SPDX-License-Identifier: Apache-2.0
#include "scenarios/phone/acquirer_line.hpp"

#include "devicemodel/base/hex.hpp"

namespace mpos::phone {

AcquirerLine::AcquirerLine(sim::Scheduler& scheduler, Dial dial, std::string_view tpdu, std::string_view header,
                           Handlers handlers)
    : scheduler_(scheduler), dial_(std::move(dial)), handlers_(std::move(handlers)) {
  const MutableBytes prefix{prefix_};
  MPOS_ASSERT(tpdu.size() == 10 && read_hex(tpdu, prefix.first(5)));
  MPOS_ASSERT(header.size() == 12 && read_hex(header, prefix.last(6)));
}

AcquirerLine::~AcquirerLine() {
  hang_up();
}

void AcquirerLine::hang_up() {
  dial_timer_.cancel();
  if (!stream_) return;
  stream_->set_handlers({});
  stream_->close();
}

void AcquirerLine::finish() {
  if (waiting_) hang_up();
  waiting_ = false;
}

bool AcquirerLine::dial() {
  if (owed_ > 0) hang_up();
  if (stream_ && stream_->is_open()) return true;
  in_.clear();
  owed_ = 0;
  opened_ = false;
  stream_ = dial_ ? dial_() : nullptr;
  if (!stream_) return false;
  stream_->set_handlers({.opened =
                             [this] {
                               opened_ = true;
                               dial_timer_.cancel();
                               if (waiting_ && !sent_) transmit();
                             },
                         .received = [this](Bytes bytes) { take(bytes); },
                         .closed = [this](const std::string&) { fail(); }});
  return true;
}

void AcquirerLine::send(Bytes message, int copies) {
  out_.clear();
  out_.resize(2);
  store_be16(out_.data(), static_cast<std::uint16_t>(prefix_.size() + message.size()));
  out_.insert(out_.end(), prefix_.begin(), prefix_.end());
  out_.insert(out_.end(), message.begin(), message.end());
  copies_ = copies;
  waiting_ = true;
  sent_ = false;
  if (!dial()) {
    fail();
  } else if (opened_) {
    transmit();
  } else {
    dial_timer_ = scheduler_.after(dial_timeout, "acquirer dial timeout", [this] {
      hang_up();
      fail();
    });
  }
}

void AcquirerLine::transmit() {
  for (int i = 0; i < copies_; ++i) {
    if (!stream_->send(out_)) break;
    sent_ = true;
    ++owed_;
  }
  if (!sent_) fail();
}

void AcquirerLine::fail() {
  dial_timer_.cancel();
  if (!waiting_) return;
  waiting_ = false;
  handlers_.failed(sent_);
}

void AcquirerLine::take(Bytes bytes) {
  in_.insert(in_.end(), bytes.begin(), bytes.end());
  std::size_t at = 0;
  while (in_.size() - at >= 2) {
    const std::size_t size = load_be16(in_.data() + at);
    if (in_.size() - at < 2 + size) break;
    take_frame(Bytes{in_}.subspan(at + 2, size));
    at += 2 + size;
  }
  in_.erase(in_.begin(), in_.begin() + static_cast<std::ptrdiff_t>(at));
}

void AcquirerLine::take_frame(Bytes frame) {
  // A frame that is not addressed back to this line was never meant for it: 60, our source as its destination, and the
  // destination we asked for as its source.
  if (frame.size() <= prefix_.size() || frame.size() > prefix_.size() + max_message_bytes) return;
  if (frame[0] != prefix_[0] || !equal(frame.subspan(1, 2), Bytes{prefix_}.subspan(3, 2)) ||
      !equal(frame.subspan(3, 2), Bytes{prefix_}.subspan(1, 2))) {
    return;
  }
  if (owed_ > 0) --owed_;
  if (!waiting_) return;
  waiting_ = false;
  // TPDU (5), then class, version, and the digits of state and request.
  constexpr std::size_t request_digit = 7;
  processing_request_ = frame[request_digit] & 15;
  handlers_.answered(frame.subspan(prefix_.size()));
}

}  // namespace mpos::phone
