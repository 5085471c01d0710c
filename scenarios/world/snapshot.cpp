// SPDX-License-Identifier: Apache-2.0
#include "scenarios/world/snapshot.hpp"

#include <array>
#include <memory>

#include "devicemodel/iso8583/message.hpp"
#include "devicemodel/link/frame.hpp"
#include "mpos/reader/v1/reader.pb.h"
#include "peripherals/card/blob.hpp"
#include "scenarios/host/frontend/masking.hpp"

namespace mpos::world {
namespace {

std::string_view state_word(firmware::ReaderState state) {
  using firmware::ReaderState;
  switch (state) {
    case ReaderState::booting: return "booting";
    case ReaderState::idle: return "idle";
    case ReaderState::waiting_for_card: return "waiting_for_card";
    case ReaderState::pin_entry: return "pin_entry";
    case ReaderState::host: return "host";
    case ReaderState::result: return "result";
    case ReaderState::locked: return "locked";
    case ReaderState::card: return "card";
    case ReaderState::choice: return "choice";
  }
  return "";
}

struct NamedUsage {
  security::KeyUsage usage;
  const char* name;
};
constexpr std::array usages = {
    NamedUsage{security::KeyUsage::master, "master"},
    NamedUsage{security::KeyUsage::pin, "pin"},
    NamedUsage{security::KeyUsage::mac, "mac"},
    NamedUsage{security::KeyUsage::track, "track"},
    NamedUsage{security::KeyUsage::device_auth, "device_auth"},
    NamedUsage{security::KeyUsage::serial_number, "serial_number"},
    NamedUsage{security::KeyUsage::dukpt_initial, "dukpt_initial"},
};

void fill_keys(const security::SecurityCore& core, bus::v1::ReaderSnapshot& out) {
  for (const NamedUsage& one : usages) {
    bus::v1::KeySlot& slot = *out.add_keys();
    slot.set_name(one.name);
    slot.set_present(core.has_key(one.usage));
    if (const auto value = core.check_value(one.usage)) slot.set_check_value(card::to_hex(*value));
  }
  out.set_ksn(card::to_hex(core.ksn().span()));
  out.set_mac_locked(core.mac_verification_locked());
}

void fill_storage(const storage::NorFlash& flash, bus::v1::StorageState& out) {
  constexpr auto sector = hal::Storage::sector_bytes;
  out.set_size_bytes(static_cast<std::uint32_t>(flash.size_bytes()));
  out.set_sector_bytes(static_cast<std::uint32_t>(sector));
  out.set_sectors_used(static_cast<std::uint32_t>(flash.sectors_held()));
  out.set_highest_wear(flash.highest_wear());
  for (std::size_t i = 0; i < flash.size_bytes() / sector; ++i) out.add_wear(flash.wear(i));
}

/// The terminal message with what the house masks overwritten; empty when it is none.
std::string masked(const std::string& bytes) {
  const auto message = std::make_unique<iso8583::Message>();
  if (!iso8583::unpack(as_bytes(bytes), *message)) {
    message->wipe();
    return {};
  }
  host::mask(*message);
  std::array<std::uint8_t, iso8583::Message::max_bytes> packed{};
  const auto size = iso8583::pack(*message, packed);
  message->wipe();
  return size ? std::string{packed.begin(), packed.begin() + static_cast<std::ptrdiff_t>(*size)} : std::string{};
}

/// ComputeMac's message ends before field 64, whose bit is set: it is read with eight bytes in its place.
std::string masked_without_mac(const std::string& bytes) {
  const std::string whole = masked(bytes + std::string(iso8583::mac_bytes, '\0'));
  return whole.empty() ? whole : whole.substr(0, whole.size() - iso8583::mac_bytes);
}

std::string body_name(const google::protobuf::Message& content) {
  const auto* oneof = content.GetDescriptor()->FindOneofByName("body");
  const auto* field = oneof == nullptr ? nullptr : content.GetReflection()->GetOneofFieldDescriptor(content, oneof);
  return field == nullptr ? std::string{} : field->name();
}

}  // namespace

bus::v1::ReaderSnapshot snapshot_of(ReaderUnit& reader) {
  bus::v1::ReaderSnapshot snapshot;
  const auto& profile = reader.setup().profile;
  snapshot.set_name(reader.name());
  snapshot.set_serial(profile.serial());
  snapshot.set_model(profile.model());
  snapshot.set_firmware_version(std::string{reader.setup().config.firmware_version.view()});
  snapshot.set_powered(reader.is_on());
  *snapshot.mutable_screen() = reader.screen();
  *snapshot.mutable_lights() = reader.lights();
  const firmware::Reader& firmware = reader.firmware();
  if (reader.is_on()) {
    snapshot.set_state(std::string{state_word(firmware.state())});
    snapshot.set_reversal_pending(firmware.reversal_pending());
  }
  fill_keys(firmware.keys(), snapshot);
  fill_storage(reader.flash(), *snapshot.mutable_storage());
  snapshot.set_audit_entries(firmware.audit().count());
  return snapshot;
}

bus::v1::SessionMessage masked_message(bool to_reader, const google::protobuf::Message& content) {
  bus::v1::SessionMessage event;
  event.set_to_reader(to_reader);
  event.set_what(body_name(content));
  const std::unique_ptr<google::protobuf::Message> copy{content.New()};
  copy->CopyFrom(content);
  if (auto* request = dynamic_cast<reader::v1::Request*>(copy.get())) {
    event.set_kind("request");
    if (request->has_host_answer() && !request->host_answer().message().empty()) {
      request->mutable_host_answer()->set_message(masked(request->host_answer().message()));
    }
    if (request->has_compute_mac()) {
      request->mutable_compute_mac()->set_message(masked_without_mac(request->compute_mac().message()));
    }
  } else if (auto* notice = dynamic_cast<reader::v1::Notice*>(copy.get())) {
    event.set_kind("notice");
    if (notice->has_host_request()) {
      notice->mutable_host_request()->set_message(masked(notice->host_request().message()));
    }
  } else {
    event.set_kind("reply");
  }
  event.set_content(copy->SerializeAsString());
  return event;
}

std::string frame_words(Bytes frame) {
  if (frame.size() < link::frame_header_bytes || load_be16(frame.data()) != 0xA55A) return "no frame";
  const std::string number = " " + std::to_string(load_be16(frame.data() + 6));
  switch (static_cast<link::FrameType>(frame[3])) {
    case link::FrameType::handshake: return "handshake" + number;
    case link::FrameType::record: return "record" + number;
    case link::FrameType::acknowledgement: return "acknowledgement";
    case link::FrameType::closed: return "closed";
  }
  return "no frame";
}

}  // namespace mpos::world
