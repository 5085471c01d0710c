// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "devicemodel/sim/scheduler.hpp"
#include "peripherals/radio/stream.hpp"

namespace mpos::phone {

/// The phone's line to its acquirer: puts length, TPDU and header in front of a message, and takes answers apart again
/// (iso8583.md section 1). One exchange at a time; dials when there is no line.
class AcquirerLine {
 public:
  using Dial = std::function<std::unique_ptr<radio::Stream>()>;
  /// How long a line may take to open.
  static constexpr Duration dial_timeout = std::chrono::seconds{10};
  static constexpr std::size_t max_message_bytes = 1200;

  struct Handlers {
    std::function<void(Bytes message)> answered;  ///< from the MTI
    std::function<void(bool sent)> failed;        ///< the line is gone; whether the request had left
  };

  /// `tpdu` 10 and `header` 12 BCD digits; anything else is the caller's bug.
  AcquirerLine(sim::Scheduler& scheduler, Dial dial, std::string_view tpdu, std::string_view header, Handlers handlers);
  ~AcquirerLine();
  AcquirerLine(const AcquirerLine&) = delete;
  AcquirerLine& operator=(const AcquirerLine&) = delete;

  /// Begins an exchange: sends `message` `copies` times, now or as soon as the line is open.
  void send(Bytes message, int copies);
  /// Ends waiting. A line that still owes an answer is hung up: a late answer must not be taken for the next one's.
  void finish();
  void hang_up();
  /// What the header of the last answer asks for (iso8583.md section 1): 4 new CA keys, 5 new applications; 0 nothing.
  int processing_request() const noexcept { return processing_request_; }

 private:
  bool dial();
  void transmit();
  void fail();
  void take(Bytes bytes);
  void take_frame(Bytes frame);

  sim::Scheduler& scheduler_;
  Dial dial_;
  Handlers handlers_;
  std::array<std::uint8_t, 11> prefix_{};  ///< TPDU and header
  std::unique_ptr<radio::Stream> stream_;
  std::vector<std::uint8_t> out_;
  std::vector<std::uint8_t> in_;
  int copies_ = 0;
  int owed_ = 0;  ///< answers this line has not given yet
  int processing_request_ = 0;
  bool waiting_ = false;
  bool sent_ = false;
  bool opened_ = false;  ///< a stream that still connects takes bytes too, but they have not left
  sim::Timer dial_timer_;
};

}  // namespace mpos::phone
