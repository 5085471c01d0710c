// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/nac/nac.hpp"

#include <cstdio>

namespace mpos::host {

using iso8583::length_bytes;

Nac::Nac(sim::Scheduler& scheduler, std::uint16_t destination, Handler& handler)
    : scheduler_(scheduler), destination_(destination), handler_(handler) {}

void Nac::attach(std::unique_ptr<radio::Stream> stream) {
  // Lines that ended go now: their streams may not be destroyed from inside their own handlers.
  lines_.remove_if([](const Line& line) { return line.closed; });
  Line& line = lines_.emplace_back();
  line.stream = std::move(stream);
  radio::Stream::Handlers handlers;
  handlers.received = [this, &line](Bytes bytes) { received(line, bytes); };
  handlers.closed = [&line](const std::string&) {
    line.closed = true;
    line.waiting.clear();
    line.late_answers.clear();
  };
  line.stream->set_handlers(std::move(handlers));
}

std::size_t Nac::lines() const noexcept {
  std::size_t open = 0;
  for (const Line& line : lines_) open += line.closed ? 0 : 1;
  return open;
}

void Nac::received(Line& line, Bytes bytes) {
  if (line.closed) return;
  // The usual case, whole messages in one read, needs no copy.
  if (!line.waiting.empty()) {
    line.waiting.insert(line.waiting.end(), bytes.begin(), bytes.end());
    bytes = line.waiting;
  }
  std::size_t at = 0;
  while (bytes.size() - at >= length_bytes) {
    const std::size_t size = load_be16(bytes.data() + at);
    if (size > longest_frame - length_bytes) {
      handler_.note("line " + line.stream->peer() + " announced a message of " + std::to_string(size) +
                    " bytes and was closed");
      line.closed = true;
      line.waiting.clear();
      line.stream->close();
      return;
    }
    if (bytes.size() - at - length_bytes < size) break;
    take_message(line, bytes.subspan(at + length_bytes, size));
    if (line.closed) return;
    at += length_bytes + size;
  }
  const std::vector<std::uint8_t> rest(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.end());
  line.waiting = rest;
}

void Nac::take_message(Line& line, Bytes body) {
  const auto frame = iso8583::parse_frame(body);
  if (!frame) {
    handler_.note("message of " + std::to_string(body.size()) + " bytes dropped: no TPDU and header");
    return;
  }
  if (frame->tpdu.destination != destination_) {
    char text[64];
    std::snprintf(text, sizeof text, "message to unknown destination %04X dropped", frame->tpdu.destination);
    handler_.note(text);
    return;
  }
  const Reply reply = handler_.handle(*frame, MutableBytes{out_}.subspan(iso8583::frame_overhead));
  if (reply.message_bytes == 0) return;
  const iso8583::Tpdu tpdu = reply.wrong_tpdu ? frame->tpdu : frame->tpdu.swapped();
  const Bytes message = Bytes{out_}.subspan(iso8583::frame_overhead, reply.message_bytes);
  auto header = frame->header;
  header[2] = static_cast<std::uint8_t>((header[2] & 0xF0) | reply.processing_request);
  const auto size = iso8583::build_frame(tpdu, header, message, out_);
  MPOS_ASSERT(size.has_value());
  if (reply.delay <= Duration{}) {
    if (!line.stream->send(Bytes{out_}.first(*size))) handler_.note("an answer found its line closed");
    return;
  }
  line.late_answers.remove_if([](const sim::Timer& timer) { return !timer.pending(); });
  const std::vector<std::uint8_t> late(out_.begin(), out_.begin() + static_cast<std::ptrdiff_t>(*size));
  line.late_answers.push_back(scheduler_.after(reply.delay, "host answer", [this, &line, late] {
    if (!line.stream->send(late)) handler_.note("an answer found its line closed");
  }));
}

}  // namespace mpos::host
