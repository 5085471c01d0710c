// SPDX-License-Identifier: Apache-2.0
// The SAM slot of a reader, and what the reader writes into its audit record.
#include "devicemodel/emv/apdu.hpp"
#include "peripherals/card/blob.hpp"
#include "peripherals/icc/port_card.hpp"
#include "scenarios/world/reader_unit.hpp"
#include "scenarios/world/watched_card.hpp"

namespace mpos::world {
namespace {

std::string_view word_of(firmware::AuditEvent event) {
  switch (event) {
    case firmware::AuditEvent::psam_removed: return "psam_removed";
    case firmware::AuditEvent::psam_changed: return "psam_changed";
    case firmware::AuditEvent::psam_refused: return "psam_refused";
    case firmware::AuditEvent::psam_failed: return "psam_failed";
    case firmware::AuditEvent::psam_locked: return "psam_locked";
    case firmware::AuditEvent::wallet_mac2_wrong: return "wallet_mac2_wrong";
    case firmware::AuditEvent::wallet_uncertain: return "wallet_uncertain";
    case firmware::AuditEvent::offline_declined: return "offline_declined";
    case firmware::AuditEvent::upload_refused: return "upload_refused";
    case firmware::AuditEvent::parameters_loaded: return "parameters_loaded";
    case firmware::AuditEvent::parameters_refused: return "parameters_refused";
  }
  return "unknown";
}

}  // namespace

ReaderUnit::Done ReaderUnit::insert_sam(const std::string& name, std::shared_ptr<psam::Psam> module,
                                        const icc::Insertion& how) {
  if (!setup_.profile.body().sam()) return Failure{std::string{"this reader has no slot for a PSAM"}};
  if (sam_.occupied()) return Failure{"PSAM " + sam_name_ + " is in the slot"};
  // Watched always: the profile's module is in its slot before anybody can listen.
  auto port =
      std::make_shared<WatchedCard>(std::move(module), [this, name](Bytes command, const card::ApduReply& reply) {
        if (!sink_.wanted()) return;
        bus::v1::Event event;
        auto& apdu = *event.mutable_apdu();
        apdu.set_card(name);
        apdu.set_slot("sam");
        std::string answer = mask_.response(reply.bytes);
        // What is enciphered and deciphered may be keys.
        if (command.size() > 5 && emv::carries_secret(command[1])) {
          if (answer.size() > 4) answer.replace(0, answer.size() - 4, answer.size() - 4, '*');
        }
        apdu.set_command(mask_.command(command));
        apdu.set_response(std::move(answer));
        apdu.set_processing_ns(reply.processing.count());
        emit(std::move(event));
      });
  icc::SlotCard in = icc::slot_card(std::move(port));
  in.removed = [this, name] { tell_card(name, "sam", false); };
  sam_name_ = name;
  sam_.insert(std::move(in), how);
  tell_card(name, "sam", true, how.upside_down);
  return {};
}

ReaderUnit::Done ReaderUnit::remove_sam() {
  if (!sam_.occupied()) return Failure{std::string{"no PSAM is in the slot"}};
  sam_.pull();
  return {};
}

void ReaderUnit::tell_audit() {
  const firmware::AuditLog& log = firmware_.audit();
  // A device restored from an earlier run, or wiped, begins anew.
  if (log.count() < audit_told_) audit_told_ = 0;
  while (audit_told_ < log.count()) {
    const auto entry = log.entry(++audit_told_);
    if (!entry || !sink_.wanted()) continue;
    bus::v1::Event event;
    event.mutable_audit()->set_number(entry->number);
    event.mutable_audit()->set_what(std::string{word_of(entry->event)});
    event.mutable_audit()->set_detail(card::to_hex(entry->detail.span()));
    emit(std::move(event));
  }
}

}  // namespace mpos::world
