// SPDX-License-Identifier: Apache-2.0
#include "peripherals/radio_ble/ble_radio.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace mpos::radio_ble {

struct BleRadio::Wire {
  std::unique_ptr<radio::Stream> stream;

  bool send(PacketType type, std::uint32_t link, Bytes payload) {
    std::vector<std::uint8_t> packets;
    do {
      const Bytes piece = payload.first(std::min(payload.size(), packet_payload_limit));
      append_packet(packets, {type, link, piece});
      payload = payload.subspan(piece.size());
    } while (!payload.empty());
    return stream && stream->send(packets);
  }
};

/// One phone's stay.
struct BleRadio::Link : std::enable_shared_from_this<Link> {
  std::shared_ptr<Wire> wire;
  std::uint32_t number = 0;
  std::string peer;
  bool open = true;
  std::shared_ptr<radio::Stream::Handlers> handlers;
  std::vector<std::uint8_t> unheard;  ///< came before somebody listened
  std::optional<std::string> ended;   ///< why, until somebody was told
  bool told = false;                  ///< the handlers that are set know that it is open

  void close() {
    handlers.reset();
    if (std::exchange(open, false)) (void)wire->send(PacketType::hang_up, number, {});
  }
  void announce() {
    const auto kept = handlers;
    if (!kept) return;
    if (kept->opened) kept->opened();
    if (handlers != kept) return;  // somebody else listens now, or nobody
    const std::vector<std::uint8_t> bytes = std::exchange(unheard, {});
    told = true;
    if (!bytes.empty() && kept->received) kept->received(bytes);
    if (handlers == kept) tell_end();
  }
  void receive(Bytes bytes) {
    if (!open) return;
    const auto kept = handlers;
    if (kept && told) {
      if (kept->received) kept->received(bytes);
    } else {
      unheard.insert(unheard.end(), bytes.begin(), bytes.end());
    }
  }
  void end(const std::string& reason) {
    if (!std::exchange(open, false)) return;
    ended = reason;
    if (told) tell_end();
  }
  void tell_end() {
    if (!ended || !handlers) return;
    const auto kept = std::exchange(handlers, nullptr);
    const std::string reason = *std::exchange(ended, std::nullopt);
    if (kept->closed) kept->closed(reason);
  }
  void drained() const {
    const auto kept = handlers;
    if (open && kept && kept->drained) kept->drained();
  }
};

class BleRadio::LinkStream final : public radio::Stream {
 public:
  LinkStream(net::Context& context, std::shared_ptr<Link> link) : context_(context), link_(std::move(link)) {}
  ~LinkStream() override { link_->close(); }
  bool send(Bytes bytes) override { return link_->open && link_->wire->send(PacketType::send, link_->number, bytes); }
  void close() override { link_->close(); }
  bool is_open() const override { return link_->open; }
  void hold(bool) override {}  // the helper takes what the air brings; the link above says when it has no room
  std::string peer() const override { return link_->peer; }
  hal::ByteLink::Carrier carrier() const override { return hal::ByteLink::Carrier::ble; }
  void set_handlers(Handlers handlers) override {
    link_->handlers = std::make_shared<Handlers>(std::move(handlers));
    link_->told = false;
    context_.post([weak = std::weak_ptr<Link>{link_}, mine = link_->handlers] {
      const auto link = weak.lock();
      if (link && link->handlers == mine) link->announce();
    });
  }

 private:
  net::Context& context_;
  std::shared_ptr<Link> link_;
};

BleRadio::BleRadio(net::Context& context, std::unique_ptr<radio::Stream> helper, Handlers handlers)
    : context_(context), wire_(std::make_shared<Wire>()), handlers_(std::move(handlers)) {
  wire_->stream = std::move(helper);
  wire_->stream->set_handlers({.opened = {},
                               .received = [this](Bytes bytes) { on_received(bytes); },
                               .closed = [this](const std::string&) { fail("its helper vmpos-ble ended"); },
                               .drained =
                                   [this] {
                                     if (link_) link_->drained();
                                   }});
}

BleRadio::~BleRadio() {
  if (link_) link_->open = false;
  wire_->stream.reset();
}

void BleRadio::on_received(Bytes bytes) {
  reader_.feed(bytes);
  for (auto packet = reader_.next(); !failed_; packet = reader_.next()) {
    if (packet) {
      on_packet(*packet);
    } else if (packet.error() == PacketError::malformed) {
      fail("its helper vmpos-ble says what nobody understands; is it of the same version?");
    } else {
      return;
    }
  }
}

void BleRadio::on_packet(const Packet& packet) {
  const std::string text{as_text(packet.payload)};
  switch (packet.type) {
    case PacketType::started:
      if (handlers_.started) handlers_.started(text);
      return;
    case PacketType::failed: return fail(text);
    case PacketType::note:
      if (handlers_.note) handlers_.note(text);
      return;
    case PacketType::up:
      end_link("another phone took its place");
      link_ = std::make_shared<Link>();
      link_->wire = wire_;
      link_->number = packet.link;
      link_->peer = "ble " + text;
      return handlers_.phone(std::make_unique<LinkStream>(context_, link_));
    case PacketType::received:
      if (const auto link = link_; link && link->number == packet.link) link->receive(packet.payload);
      return;
    case PacketType::down:
      if (link_ && link_->number == packet.link) end_link(text);
      return;
    case PacketType::send:
    case PacketType::hang_up: return fail("its helper vmpos-ble speaks out of turn");
  }
}

void BleRadio::end_link(const std::string& reason) {
  if (const auto link = std::exchange(link_, nullptr)) link->end(reason);
}

void BleRadio::fail(const std::string& reason) {
  if (std::exchange(failed_, true)) return;
  end_link("Bluetooth failed: " + reason);
  if (handlers_.failed) handlers_.failed(reason);
}

}  // namespace mpos::radio_ble
