// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/frontend/psam_register.hpp"

#include "devicemodel/base/hex.hpp"
#include "devicemodel/iso8583/tlv59.hpp"

namespace mpos::host {
namespace {

template <std::size_t N>
FixedString<2 * N> hex_text(const std::array<std::uint8_t, N>& bytes) noexcept {
  std::array<char, 2 * N> digits{};
  write_hex(bytes, digits);
  return std::string_view{digits.data(), digits.size()};
}

}  // namespace

bool read_psam(Bytes group, std::optional<NamedPsam>& psam) {
  const auto items = iso8583::parse_tlv(group);
  if (!items) return false;
  const bool any = items->find("08") || items->find("09") || items->find("10");
  if (!any) return true;
  NamedPsam named;
  const std::string_view use = items->text("10");
  if (read_hex(items->text("08"), named.module.serial) != named.module.serial.size() ||
      read_hex(items->text("09"), named.terminal) != named.terminal.size() || (use != "1" && use != "2")) {
    return false;
  }
  named.module.holds_master = use == "2";
  psam = named;
  return true;
}

const char* PsamRegister::admit(const Terminal& terminal, std::string_view reader,
                                const std::optional<NamedPsam>& psam) {
  const auto bound = ledger_.module_of(reader);
  if (!psam) return bound || !terminal.psam.empty() ? "the PSAM bound to this reader is missing" : "";
  ModuleBinding named;
  named.reader = reader;
  named.psam = hex_text(psam->module.serial);
  named.terminal = hex_text(psam->terminal);
  named.master_check = hex_text(hsm_.key_id(reader, psam->module));
  if (!terminal.psam.empty() && !(named.psam == std::string_view{terminal.psam})) {
    return "another PSAM than the registered one";
  }
  if (bound) {
    if (!(bound->psam == named.psam.view())) return "another PSAM than the one bound to this reader";
    if (!(bound->terminal == named.terminal.view())) return "the PSAM has another terminal number than before";
    if (!(bound->master_check == named.master_check.view()))
      return "the terminal master key is another one than before";
    return "";
  }
  if (ledger_.owner_of(named.psam)) return "the PSAM is bound to another reader";
  ledger_.bind_module(named);
  return "";
}

}  // namespace mpos::host
