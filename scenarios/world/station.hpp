// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "peripherals/radio/loopback.hpp"
#include "scenarios/phone/phone.hpp"
#include "scenarios/world/air.hpp"
#include "scenarios/world/capture.hpp"
#include "scenarios/world/reader_unit.hpp"

namespace mpos::world {

/// A reader, the phone beside it, and the link between the two.
class Station final : private phone::Observer {
 public:
  using Done = Result<void, std::string>;

  Station(sim::Scheduler& scheduler, const sim::Random& random, std::unique_ptr<ReaderUnit> reader,
          const phone::Crypto& crypto, phone::Settings settings, phone::AcquirerLine::Dial dial, Sink& sink);
  Station(const Station&) = delete;
  Station& operator=(const Station&) = delete;

  ReaderUnit& reader() noexcept { return *reader_; }
  const ReaderUnit& reader() const noexcept { return *reader_; }
  phone::Phone& phone() noexcept { return phone_; }
  const phone::Phone& phone() const noexcept { return phone_; }

  /// Connects the phone in memory. A phone that is already connected is refused.
  Done connect();
  /// Likewise, over a connection the caller made.
  Done connect(std::unique_ptr<radio::Stream> phone_end, std::unique_ptr<radio::Stream> reader_end);
  /// Connects the phone over a stream the caller made (TCP to a reader elsewhere).
  Done connect(std::unique_ptr<radio::Stream> stream);
  /// An outside phone arrives at the reader. One that finds another there has been answered busy.
  Done attach(std::unique_ptr<radio::Stream> stream);
  /// Meets the loopback link, which must be there.
  Done link_fault(const bus::v1::LinkFault& fault);
  /// Who listens in on each new link.
  void set_listener(std::function<radio::Tap::Heard()> listener) { air_.set_listener(std::move(listener)); }
  /// Meets whatever link there is, now and later.
  Done link_shape(const bus::v1::LinkShape& shape) { return air_.shape(shape); }
  /// The cardholder signs on the phone: 1 to 200 strokes.
  Done sign(const bus::v1::PhoneSign& sign);
  bus::v1::ReaderSnapshot snapshot();
  /// Tells every frame of the link and every message of the session from now on, or no longer.
  void watch_link(bool on);
  /// Whether an outside phone with a clock of its own holds the world at its pace: from its arrival on, unless its
  /// session says that it keeps no time.
  bool needs_real_time() const noexcept;

 private:
  Done join(std::unique_ptr<radio::Stream> phone_end, std::unique_ptr<radio::Stream> reader_end,
            std::string_view transport, std::optional<radio::Loopback> loopback);
  bool wanted() const override { return sink_.wanted(); }
  void step(bus::v1::PhoneStep step) override;
  void outcome(bus::v1::Outcome outcome) override;
  void receipt(bus::v1::Receipt receipt) override;
  void link(bus::v1::LinkState state) override;
  void message(bool to_reader, const google::protobuf::Message& content) override;
  void hear(bool to_reader, Bytes bytes);
  void forget_frames();

  sim::Scheduler& scheduler_;
  Sink& sink_;
  Air air_;
  std::unique_ptr<ReaderUnit> reader_;
  std::optional<radio::Loopback> loopback_;
  bool outside_ = false;  ///< the far end now or last on the radio came from outside
  phone::Phone phone_;
  bool watches_link_ = false;
  std::array<FrameCutter, 2> cutters_{FrameCutter{Capture::Wire::link}, FrameCutter{Capture::Wire::link}};
};

}  // namespace mpos::world
