// SPDX-License-Identifier: Apache-2.0
#include "peripherals/radio/link_port.hpp"

#include <algorithm>
#include <utility>

namespace mpos::radio {

LinkPort::LinkPort(hal::IrqLine& irq, Bytes busy_answer) : irq_(irq), busy_answer_(busy_answer) {}

LinkPort::~LinkPort() = default;

std::size_t LinkPort::receive(MutableBytes out) {
  const std::size_t count = std::min(out.size(), received_.size() - taken_);
  copy_bytes(Bytes{received_}.subspan(taken_, count), out);
  taken_ += count;
  if (taken_ == received_.size()) {
    received_.clear();
    taken_ = 0;
  }
  if (held_ && received_.size() - taken_ < hold_from_bytes / 4) {
    held_ = false;
    if (up_) stream_->hold(false);
  }
  return count;
}

std::size_t LinkPort::transmit(Bytes bytes) {
  return up_ && stream_->send(bytes) ? bytes.size() : 0;
}

void LinkPort::disconnect() {
  up_ = false;
  stream_.reset();
}

bool LinkPort::attach(std::unique_ptr<Stream> stream) {
  if (up_) {
    (void)stream->send(busy_answer_);
    stream->close();
    return false;
  }
  stream_ = std::move(stream);
  up_ = true;
  ++generation_;
  received_.clear();
  taken_ = 0;
  held_ = false;
  stream_->set_handlers({.opened = {},
                         .received = [this](Bytes bytes) { on_received(bytes); },
                         .closed = [this](const std::string&) { on_closed(); },
                         .drained = [this] { irq_.raise(); }});
  irq_.raise();
  return true;
}

void LinkPort::detach() {
  if (!up_) return;
  disconnect();
  irq_.raise();
}

std::string LinkPort::peer() const {
  return up_ ? stream_->peer() : std::string{};
}

void LinkPort::on_received(Bytes bytes) {
  if (received_.size() - taken_ + bytes.size() > receive_limit_bytes) {
    // A far end that cannot be held and pours in more than the firmware can take is cut off; dropping bytes would only
    // break the session later.
    up_ = false;
    stream_->close();
  } else {
    received_.insert(received_.end(), bytes.begin(), bytes.end());
    if (!held_ && received_.size() - taken_ > hold_from_bytes) {
      held_ = true;
      stream_->hold(true);
    }
  }
  irq_.raise();
}

void LinkPort::on_closed() {
  up_ = false;
  irq_.raise();
}

}  // namespace mpos::radio
