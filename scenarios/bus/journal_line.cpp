// SPDX-License-Identifier: Apache-2.0
#include "scenarios/bus/journal_line.hpp"

#include <algorithm>
#include <array>
#include <cinttypes>
#include <cstdio>

#include "devicemodel/base/crc32.hpp"

namespace mpos::bus {
namespace {

using v1::Event;

/// Builds `name key=value ...`; leaves out what is empty.
class Line {
 public:
  explicit Line(sim::JournalText& out) : out_(out) {}
  Line& word(std::string_view text) {
    if (!out_.view().empty()) out_.text(" ");
    out_.text(text);
    return *this;
  }
  Line& text(std::string_view key, std::string_view value) {
    if (value.empty()) return *this;
    open(key);
    out_.text("\"").text(quoted(value)).text("\"");
    return *this;
  }
  /// Bytes in hexadecimal, what is secret in them starred.
  Line& hex(std::string_view key, std::string_view value) {
    if (value.empty()) return *this;
    if (value.find_first_not_of("0123456789ABCDEF*") != std::string_view::npos) return text(key, value);
    open(key);
    out_.text("\"").hex(value).text("\"");
    return *this;
  }
  /// A line of a receipt: a label and, at its end, a value.
  Line& receipt(std::string_view value) {
    const auto gap = value.rfind(' ');
    const std::string_view label = value.substr(0, value.find(' '));
    constexpr std::array<std::string_view, 7> in_hex = {"AID", "TVR", "TSI", "ATC", "TC", "ARQC", "AAC"};
    const bool hex = std::find(in_hex.begin(), in_hex.end(), label) != in_hex.end();
    if (gap == std::string_view::npos || !(hex || label == "Merchant")) return text("line", value);
    open("line");
    out_.text("\"").text(quoted(value.substr(0, gap + 1)));
    const std::string end = quoted(value.substr(gap + 1));
    hex ? out_.hex(end) : out_.merchant(end);
    out_.text("\"");
    return *this;
  }
  /// An account of the ledger: a masked number, or a merchant.
  Line& party(std::string_view key, std::string_view value) {
    constexpr std::string_view front = "merchant ";
    if (!value.starts_with(front)) return text(key, value);
    open(key);
    out_.text("\"").text(front).merchant(quoted(value.substr(front.size()))).text("\"");
    return *this;
  }
  Line& number(std::string_view key, std::int64_t value) {
    open(key);
    out_.text(std::to_string(value));
    return *this;
  }
  Line& some(std::string_view key, std::int64_t value) { return value == 0 ? *this : number(key, value); }
  Line& flag(std::string_view key, bool value) { return value ? word(key) : *this; }
  Line& sum(std::string_view key, const std::string& bytes) {
    if (bytes.empty()) return *this;
    open(key);
    std::array<char, 9> hex{};
    std::snprintf(hex.data(), hex.size(), "%08" PRIX32, crc32(as_bytes(bytes)));
    out_.hex(hex.data());
    return *this;
  }

 private:
  static std::string quoted(std::string_view value) {
    std::string out;
    for (const char c : value) {
      if (c == '"' || c == '\\') out += '\\';
      out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return out;
  }
  void open(std::string_view key) {
    word(key);
    out_.text("=");
  }
  sim::JournalText& out_;
};

void write(Line line, const v1::Screen& screen) {
  line.word("screen").number("frame", static_cast<std::int64_t>(screen.number()));
  for (const auto& text : screen.lines()) line.text("line", text);
  line.sum("dots", screen.dots()).flag("off", !screen.on()).flag("inverse", screen.inverse());
}

void write(Line line, const v1::Outcome& o) {
  line.word("outcome").word(o.outcome()).text("type", o.type()).text("code", o.response_code());
  line.some("amount", o.amount_minor()).text("pan", o.masked_pan()).some("trace", o.trace()).text("batch", o.batch());
  line.text("auth", o.authorisation_code())
      .text("reference", o.reference())
      .flag("reversal_pending", o.reversal_pending());
  line.some("balance", o.balance_minor()).text("entry", o.entry_mode()).text("detail", o.detail());
  line.flag("offline", o.offline()).some("uploads_pending", o.uploads_pending());
}

void write(Line line, const v1::HostMessage& m) {
  line.word(m.to_host() ? "host<-" : "host->").word(m.mti()).text("code", m.response_code()).some("trace", m.trace());
  line.text("text", m.text()).sum("frame", m.frame());
}

void write(Line line, const v1::EmvResult& e) {
  line.word("emv").word(e.interface()).word(e.disposition()).text("reason", e.reason()).hex("ac", e.cryptogram());
  line.hex("tvr", e.tvr()).hex("tsi", e.tsi()).hex("cvm", e.cvm_results()).hex("aid", e.aid());
  line.text("label", e.label()).hex("atc", e.atc()).text("arc", e.response_code()).hex("scripts", e.script_results());
  line.flag("reverse", e.reverse()).flag("fallback", e.fallback()).flag("signature", e.signature());
  line.flag("advice", e.advice());
}

void write_what(Line line, const Event& event) {
  switch (event.what_case()) {
    case Event::kAccepted: line.word("accepted").number("id", static_cast<std::int64_t>(event.accepted().id())); break;
    case Event::kRefused:
      line.word("refused")
          .some("id", static_cast<std::int64_t>(event.refused().id()))
          .text("reason", event.refused().reason());
      break;
    case Event::kSnapshot: line.word("snapshot").number("readers", event.snapshot().readers_size()); break;
    case Event::kReady:
      line.word("ready").text("name", event.ready().name()).text("version", event.ready().version());
      break;
    case Event::kScreen: write(line, event.screen()); break;
    case Event::kLights: {
      const auto& lights = event.lights();
      line.word("lights").flag("power", lights.power()).flag("link", lights.link()).flag("charge", lights.charge());
      line.flag("error", lights.error()).flag("backlight", lights.backlight());
      break;
    }
    case Event::kBeep:
      line.word("beep").number("hz", event.beep().frequency_hz()).number("ns", event.beep().length_ns());
      break;
    case Event::kReaderPower:
      line.word("power").word(event.reader_power().on() ? "on" : "off").text("cause", event.reader_power().cause());
      break;
    case Event::kKey: {
      // Which key it was is never written down while a PIN is entered.
      const auto& key = event.key();
      line.word("key").word(key.hidden() ? "hidden" : key.key()).word(key.down() ? "down" : "up");
      break;
    }
    case Event::kSwiped:
      line.word("swiped")
          .text("card", event.swiped().card())
          .flag("backward", event.swiped().backward())
          .word(event.swiped().result());
      break;
    case Event::kFlash:
      line.word("flash")
          .word(event.flash().erase() ? "erase" : "program")
          .number("at", event.flash().address())
          .number("bytes", event.flash().bytes());
      break;
    case Event::kCardInserted:
      line.word("card").word("inserted").text("card", event.card_inserted().card());
      line.text("slot", event.card_inserted().slot()).flag("upside_down", event.card_inserted().upside_down());
      break;
    case Event::kCardRemoved:
      line.word("card").word("removed").text("card", event.card_removed().card());
      line.text("slot", event.card_removed().slot());
      break;
    case Event::kApdu:
      line.word("apdu").text("card", event.apdu().card()).text("slot", event.apdu().slot());
      line.hex("command", event.apdu().command()).hex("response", event.apdu().response());
      break;
    case Event::kAudit:
      line.word("audit").number("number", event.audit().number()).word(event.audit().what());
      line.hex("detail", event.audit().detail());
      break;
    case Event::kEmvResult: write(line, event.emv_result()); break;
    case Event::kLink:
      line.word("link").word(v1::LinkState::State_Name(event.link().state())).text("code", event.link().code());
      line.text("transport", event.link().transport()).text("reason", event.link().reason());
      break;
    case Event::kFrame:
      line.word("frame")
          .word(event.frame().to_reader() ? "to_reader" : "to_phone")
          .number("bytes", event.frame().bytes())
          .text("what", event.frame().what());
      break;
    case Event::kPhone:
      line.word("phone")
          .word(event.phone().stage())
          .text("text", event.phone().text())
          .text("pan", event.phone().masked_pan());
      break;
    case Event::kOutcome: write(line, event.outcome()); break;
    case Event::kHostMessage: write(line, event.host_message()); break;
    case Event::kLedger:
      line.word("ledger")
          .number("entry", static_cast<std::int64_t>(event.ledger().entry()))
          .word(event.ledger().what());
      line.party("debit", event.ledger().debit())
          .party("credit", event.ledger().credit())
          .number("amount", event.ledger().amount_minor());
      break;
    case Event::kReceipt:
      line.word("receipt");
      for (const auto& text : event.receipt().lines()) line.receipt(text);
      break;
    case Event::kAccount:
      line.word("account").text("pan", event.account().masked_pan()).number("balance", event.account().balance_minor());
      break;
    case Event::kWorldInfo: line.word("world_info").number("readers", event.world_info().readers_size()); break;
    case Event::kSigned:
      line.word("signed").number("strokes", event.signed_().strokes_size()).text("pan", event.signed_().masked_pan());
      break;
    case Event::kNote: line.word("note").text("text", event.note().text()); break;
    case Event::kRecording:
      line.word("recording").word(event.recording().on() ? "on" : "off").number("steps", event.recording().steps());
      break;
    case Event::kMessage:
      line.word("message").word(event.message().kind()).text("what", event.message().what());
      line.sum("content", event.message().content());
      break;
    case Event::WHAT_NOT_SET: line.word("nothing"); break;
  }
}

}  // namespace

sim::JournalText to_journal_text(const Event& event) {
  sim::JournalText out;
  write_what(Line{out}, event);
  return out;
}

}  // namespace mpos::bus
