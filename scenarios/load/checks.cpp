// SPDX-License-Identifier: Apache-2.0
#include "scenarios/load/checks.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "devicemodel/base/hex.hpp"
#include "devicemodel/base/pan.hpp"
#include "scenarios/load/values.hpp"
#include "scenarios/load/words.hpp"

namespace mpos::load {
namespace {

const std::vector<std::string> languages{"en", "zh-CN", "zh-TW"};
const std::vector<std::string> faces{"navy", "pine", "sand", "violet", "grey", "brick"};
const std::vector<std::string> statuses{"open", "blocked", "lost", "stolen", "expired"};
const std::vector<std::string> macs{"cup_ecb_tdes", "cup_ecb_des", "cup_ecb_sm4"};
const std::vector<std::string> keypad{"0",    "1",    "2",      "3",     "4",     "5",    "6",  "7",    "8",    "9",
                                      "star", "hash", "cancel", "clear", "enter", "menu", "up", "down", "power"};

/// Two digits at `at`.
int two(std::string_view text, std::size_t at) {
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

/// Says what is wrong with one value; an empty value was left out and is fine.
class Checker {
 public:
  Checker(const Places& places, Problems& problems) : places_(places), problems_(problems) {}

  void wrong(const std::string& path, const std::string& what) { problems_.add(places_.find(path), what); }

  void digits(const std::string& path, const std::string& value, std::size_t low, std::size_t high) {
    if (value.empty() || (all_digits(value) && value.size() >= low && value.size() <= high)) return;
    const std::string count = low == high ? std::to_string(low) : std::to_string(low) + " to " + std::to_string(high);
    wrong(path, "'" + leaf(path) + "': expected " + count + " digits");
  }
  void word(const std::string& path, const std::string& value, const std::vector<std::string>& words) {
    if (value.empty() || std::find(words.begin(), words.end(), value) != words.end()) return;
    wrong(path,
          "'" + leaf(path) + "': expected " + join_words(words) + ", not '" + value + "'" + suggestion(value, words));
  }
  /// The value is never repeated in the message: it is a key.
  void hex(const std::string& path, const std::string& value, std::size_t digits_wanted) {
    std::array<std::uint8_t, 64> bytes{};
    if (value.empty() || (value.size() == digits_wanted && read_hex(value, bytes))) return;
    wrong(path, "'" + leaf(path) + "': expected " + std::to_string(digits_wanted) + " hexadecimal digits");
  }
  /// Field type `ans` of ISO 8583: printable ASCII.
  void code(const std::string& path, const std::string& value, std::size_t length) {
    const bool printable = std::all_of(value.begin(), value.end(), [](char c) { return c > ' ' && c < 0x7F; });
    if (value.empty() || (printable && value.size() == length)) return;
    wrong(path, "'" + leaf(path) + "': expected " + std::to_string(length) + " letters or digits");
  }
  void expiry(const std::string& path, const std::string& value) {
    if (value.empty() || (all_digits(value) && value.size() == 4 && two(value, 2) >= 1 && two(value, 2) <= 12)) return;
    wrong(path, "'" + leaf(path) + "': expected YYMM with a month of 01 to 12");
  }
  void pan(const std::string& path, std::string_view value, const TestPans* pans) {
    if (value.empty()) return;
    if (!Pan::parse(value)) return wrong(path, "'" + leaf(path) + "': expected an account number of 8 to 19 digits");
    if (pans == nullptr || pans->contains(value)) return;
    wrong(path, "'" + leaf(path) + "': " + std::string(mask_pan(value).view()) +
                    " is not a known test number; list it in " + own_list_name() + ", or allow any with --lab");
  }

 private:
  static std::string own_list_name() {
    const auto path = TestPans::own_list();
    return path.empty() ? "your test_pans file" : path.string();
  }
  static std::string leaf(const std::string& path) {
    const auto dot = path.find_last_of('.');
    return dot == std::string::npos ? path : path.substr(dot + 1);
  }
  const Places& places_;
  Problems& problems_;
};

}  // namespace

bool is_clock_text(std::string_view text) {
  constexpr std::string_view shape = "dddd-dd-dd dd:dd:dd";
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 'd' ? (text[i] < '0' || text[i] > '9') : text[i] != shape[i]) return false;
  }
  const int year = two(text, 0) * 100 + two(text, 2);
  const std::chrono::year_month_day day{std::chrono::year{year},
                                        std::chrono::month{static_cast<unsigned>(two(text, 5))},
                                        std::chrono::day{static_cast<unsigned>(two(text, 8))}};
  return year >= 2000 && year <= 2099 && day.ok() && two(text, 11) < 24 && two(text, 14) < 60 && two(text, 17) < 60;
}

void check_reader(const config::v1::ReaderProfile& profile, const Places& places, Problems& problems) {
  Checker check(places, problems);
  const std::string& serial = profile.serial();
  const bool fits = std::all_of(serial.begin(), serial.end(),
                                [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-'; });
  if (!serial.starts_with("SIM-") || serial.size() < 8 || serial.size() > 24 || !fits ||
      !all_digits(serial.substr(serial.size() - 1))) {
    check.wrong("serial",
                "'serial': expected SIM-, then capitals, digits and '-', a digit last, 8 to 24 characters in all");
  }
  if (profile.firmware_version().size() > 15)
    check.wrong("firmware_version", "'firmware_version': at most 15 characters");
  if (profile.model().size() > 24) check.wrong("model", "'model': at most 24 characters");
  if (profile.merchant_name().size() > 40) check.wrong("merchant_name", "'merchant_name': at most 40 bytes");
  check.word("language", profile.language(), languages);
  check.code("terminal", profile.terminal(), 8);
  check.code("merchant", profile.merchant(), 15);
  check.digits("tpdu", profile.tpdu(), 10, 10);
  if (all_digits(profile.tpdu()) && !profile.tpdu().starts_with("60")) {
    check.wrong("tpdu", "'tpdu': expected 60 first, the transaction TPDU");
  }
  check.digits("header", profile.header(), 12, 12);
  if (!profile.clock().empty() && !is_clock_text(profile.clock())) {
    check.wrong("clock", "'clock': expected YYYY-MM-DD hh:mm:ss, 2000 to 2099");
  }
  const auto& keys = profile.keys();
  check.hex("keys.tmk", keys.tmk(), 32);
  check.hex("keys.tmk_master", keys.tmk_master(), 32);
  check.hex("keys.device_auth_master", keys.device_auth_master(), 32);
  check.hex("keys.serial_key", keys.serial_key(), 32);
  check.hex("keys.bdk", keys.bdk(), 32);
  check.hex("keys.psam_master", keys.psam_master(), 32);
  if (!keys.tmk().empty() && !keys.tmk_master().empty())
    check.wrong("keys.tmk", "'tmk' beside 'tmk_master': only one of them");
  for (int i = 0; i < keys.tmk_slots_size(); ++i) {
    check.hex("keys.tmk_slots[" + std::to_string(i) + "]", keys.tmk_slots(i), 32);
  }
  const bool slots = keys.tmk_slots_size() > 0;
  if (slots && !(keys.tmk().empty() && keys.tmk_master().empty()))
    check.wrong("keys.tmk_slots", "'tmk_slots' beside 'tmk' or 'tmk_master': only one of them");
  if (keys.tmk_index() >= static_cast<std::uint32_t>(std::max(keys.tmk_slots_size(), 1))) {
    check.wrong("keys.tmk_index", "'tmk_index': there are " + std::to_string(keys.tmk_slots_size()) + " tmk_slots");
  }
  const auto& policy = profile.policy();
  const bool proof = !policy.has_sign_in_proof() || policy.sign_in_proof();
  if (profile.certified()) {
    const auto weak = [&](bool used, const char* what) {
      if (used) check.wrong(what, std::string{"a certified profile may not have this '"} + (what + 7) + "'");
    };
    weak(policy.mac() == config::v1::Policy::CUP_ECB_DES, "policy.mac");
    weak(policy.transaction_keys() == config::v1::Policy::STATIC, "policy.transaction_keys");
    weak(policy.account_data() == config::v1::Policy::CUP, "policy.account_data");
    weak(!proof, "policy.sign_in_proof");
    weak(policy.pin_bypass_allowed(), "policy.pin_bypass_allowed");
  }
  const auto needs = [&](bool needed, const std::string& value, const char* key, const char* why) {
    if (needed && value.empty()) check.wrong("keys", std::string("'") + key + "' is missing; " + why + " needs it");
  };
  needs(keys.tmk().empty() && !slots, keys.tmk_master(), "tmk_master", "a profile without a tmk of its own");
  needs(proof, keys.device_auth_master(), "device_auth_master", "the sign-in proof");
  needs(policy.transaction_keys() == config::v1::Policy::DUKPT, keys.bdk(), "bdk", "transaction_keys: dukpt");
  const auto within = [&](const char* key, std::int64_t value, std::chrono::seconds low, std::chrono::seconds high) {
    const std::chrono::nanoseconds time{value};
    if (value == 0 || (time >= low && time <= high)) return;
    const std::string least = low.count() == 0 ? "at most " : std::to_string(low.count()) + " to ";
    check.wrong(std::string("policy.") + key,
                std::string("'") + key + "': expected " + least + std::to_string(high.count()) + " s");
  };
  using std::chrono::seconds;
  within("pin_timeout", policy.pin_timeout_ns(), seconds{0}, seconds{60});
  within("pin_key_timeout", policy.pin_key_timeout_ns(), seconds{0}, seconds{20});
  within("host_timeout", policy.host_timeout_ns(), seconds{1}, seconds{120});
  // A double-length key diversified per transaction is TDES; the other algorithms have no such form.
  if (policy.mac() == config::v1::Policy::CUP_ECB_SM4) {
    check.wrong("policy.mac", "'mac': cup_ecb_sm4 cannot sell: the keys of a sign-in are TDES keys");
  }
  if (policy.mac() == config::v1::Policy::CUP_ECB_DES && policy.transaction_keys() != config::v1::Policy::STATIC) {
    check.wrong("policy.mac", "'mac': cup_ecb_des needs transaction_keys: static");
  }
  check.word("policy.tap_entry", policy.tap_entry(), {"07", "98", "05"});
  if (policy.front() == config::v1::Policy::CUP_55AA) {
    const auto not_with = [&](bool used, const char* key, const char* what) {
      if (used) check.wrong(key, std::string{"front: cup_55aa "} + what);
    };
    not_with(profile.body().contactless(), "body.contactless", "has no antenna: set body.contactless to false");
    not_with(policy.transaction_keys() == config::v1::Policy::DUKPT ||
                 policy.transaction_keys() == config::v1::Policy::STATIC,
             "policy.transaction_keys", "goes with transaction_keys: div");
    not_with(profile.psam().use() == config::v1::ReaderPsam::KEYS, "psam.use", "keeps its keys in the reader");
    not_with(profile.has_acquirer(), "acquirer", "leaves the acquirer to the phone: remove 'acquirer'");
  }
  const auto& psam = profile.psam();
  const bool used = psam.use() == config::v1::ReaderPsam::IDENTITY || psam.use() == config::v1::ReaderPsam::KEYS;
  const bool keys_in_psam = psam.use() == config::v1::ReaderPsam::KEYS;
  needs(keys_in_psam, keys.psam_master(), "psam_master", "psam use: keys");
  if ((used || !psam.module().empty()) && !profile.body().sam()) {
    check.wrong("psam", "'psam': this body has no slot for one; set body.sam");
  }
  if (used && !proof) {
    check.wrong("psam.use", "'use': the PSAM is named in the sign-in proof, which sign_in_proof: false leaves out");
  }
  if (keys_in_psam && policy.transaction_keys() != config::v1::Policy::DIV &&
      policy.transaction_keys() != config::v1::Policy::TRANSACTION_KEYS_UNSPECIFIED) {
    check.wrong("psam.use", "'use': keys goes with transaction_keys: div");
  }
  if (keys_in_psam && policy.mac() == config::v1::Policy::CUP_ECB_DES) {
    check.wrong("psam.use", "'use': keys goes with mac: cup_ecb_tdes");
  }
  const auto& body = profile.body();
  if (profile.has_body() && (body.flash_kib() < 64 || body.flash_kib() > 65536)) {
    check.wrong("body.flash_kib", "'flash_kib': expected 64 to 65536");
  }
}

void check_card(const config::v1::CardFile& card, const Places& places, const TestPans* pans, Problems& problems) {
  Checker check(places, problems);
  check.pan("pan", card.pan(), pans);
  check.expiry("expiry", card.expiry());
  check.digits("service_code", card.service_code(), 3, 3);
  check.digits("discretionary", card.discretionary(), 1, 13);
  check.digits("pin", card.pin(), 4, 12);
  check.word("coercivity", card.coercivity(), {"high", "low"});
  check.word("face", card.face(), faces);
  for (int i = 0; i < card.chip().applications_size(); ++i) {
    check.pan("chip.applications[" + std::to_string(i) + "].pan", card.chip().applications(i).pan(), pans);
  }
  check.digits("chip.pin", card.chip().pin(), 4, 12);
  const std::string& name = card.name();
  const bool letters = std::all_of(name.begin(), name.end(),
                                   [](char c) { return c >= ' ' && c <= 'Z' && c != '^' && c != '%' && c != '?'; });
  // ISO/IEC 7813: the name on track 1 has 2 to 26 characters of the 6-bit set.
  if (!name.empty() && (name.size() < 2 || name.size() > 26 || !letters)) {
    check.wrong("name", "'name': expected 2 to 26 capital letters, with / between surname and first name");
  }
  struct Track {
    const char* key;
    const std::string& text;
    std::size_t longest;  // ISO/IEC 7811-2: 79, 40 and 107 characters, less sentinels and LRC.
    std::size_t pan_at;
  };
  for (const Track& track : {Track{"track1", card.track1(), 76, 1}, Track{"track2", card.track2(), 37, 0},
                             Track{"track3", card.track3(), 104, 2}}) {
    if (track.text.empty()) continue;
    const char last = track.pan_at == 1 ? '_' : '?';
    const bool good = std::all_of(track.text.begin(), track.text.end(), [&](char c) {
      return track.pan_at == 1 ? (c >= ' ' && c <= last && c != '?' && c != '%') : (c >= '0' && c < last && c != ';');
    });
    if (!good || track.text.size() > track.longest) {
      check.wrong(track.key, std::string("'") + track.key + "': at most " + std::to_string(track.longest) +
                                 (track.pan_at == 1 ? " capitals, digits and signs" : " digits and =") +
                                 ", sentinels left out");
      continue;
    }
    // The guard looks into whole tracks too.
    std::string_view rest = std::string_view(track.text).substr(std::min(track.pan_at, track.text.size()));
    rest = rest.substr(0, rest.find_first_not_of("0123456789"));
    if (rest.size() >= 13) check.pan(track.key, rest, pans);
  }
}

void check_host(const config::v1::HostProfile& host, const Places& places, const TestPans* pans, Problems& problems) {
  Checker check(places, problems);
  check.digits("nac_destination", host.nac_destination(), 4, 4);
  check.digits("batch", host.batch(), 6, 6);
  for (int i = 0; i < host.terminals_size(); ++i) {
    const std::string path = "terminals[" + std::to_string(i) + "]";
    check.code(path + ".terminal", host.terminals(i).terminal(), 8);
    check.code(path + ".merchant", host.terminals(i).merchant(), 15);
    check.digits(path + ".psam", host.terminals(i).psam(), 20, 20);
    for (int k = 0; k < i; ++k) {
      if (host.terminals(k).terminal() == host.terminals(i).terminal())
        check.wrong(path + ".terminal", "this terminal is listed twice");
    }
  }
  for (int i = 0; i < host.accounts_size(); ++i) {
    const std::string path = "accounts[" + std::to_string(i) + "]";
    const auto& account = host.accounts(i);
    check.pan(path + ".pan", account.pan(), pans);
    check.digits(path + ".pin", account.pin(), 4, 12);
    check.word(path + ".status", account.status(), statuses);
    check.expiry(path + ".expiry", account.expiry());
    for (int k = 0; k < i; ++k) {
      if (host.accounts(k).pan() == account.pan()) check.wrong(path + ".pan", "this account is listed twice");
    }
  }
  for (int i = 0; i < host.issuers_size(); ++i) {
    const std::string path = "issuers[" + std::to_string(i) + "]";
    const auto& issuer = host.issuers(i);
    check.digits(path + ".pan", issuer.pan(), 1, 19);
    check.hex(path + ".imk_ac", issuer.imk_ac(), 32);
    check.hex(path + ".imk_mac", issuer.imk_mac(), 32);
    check.hex(path + ".imk_enc", issuer.imk_enc(), 32);
    for (int k = 0; k < i; ++k) {
      if (host.issuers(k).pan() == issuer.pan()) check.wrong(path + ".pan", "this issuer is listed twice");
    }
  }
  const auto& keys = host.keys();
  check.hex("keys.tmk_master", keys.tmk_master(), 32);
  check.hex("keys.tmk", keys.tmk(), 32);
  check.hex("keys.device_auth_master", keys.device_auth_master(), 32);
  check.hex("keys.serial_key", keys.serial_key(), 32);
  check.hex("keys.bdk", keys.bdk(), 32);
  check.hex("keys.psam_master", keys.psam_master(), 32);
  check.word("keys.mac", keys.mac(), macs);
}

void check_psam(const config::v1::PsamFile& psam, const Places& places, Problems& problems) {
  Checker check(places, problems);
  check.digits("serial", psam.serial(), 20, 20);
  check.digits("terminal", psam.terminal(), 12, 12);
  check.hex("issuer", psam.issuer(), 16);
  check.hex("application", psam.application(), 16);
  check.digits("start", psam.start(), 8, 8);
  check.digits("end", psam.end(), 8, 8);
  check.digits("pin", psam.pin(), 4, 12);
  for (int i = 0; i < psam.keys_size(); ++i) {
    const auto& key = psam.keys(i);
    const std::string path = "keys[" + std::to_string(i) + "]";
    check.hex(path + ".key", key.key(), key.key().size() == 16 ? 16 : 32);
    if (key.type() > 31) check.wrong(path + ".type", "'type': expected 0 to 31");
    if (key.index() < 1 || key.index() > 255) check.wrong(path + ".index", "'index': expected 1 to 255");
  }
}

void check_terminal_data(const config::v1::TerminalFile& file, const Places& places, Problems& problems) {
  Checker check(places, problems);
  for (int i = 0; i < file.applications_size(); ++i) {
    const std::string path = "applications[" + std::to_string(i) + "]";
    const auto& application = file.applications(i);
    const std::string& aid = application.aid();
    if (aid.size() < 10 || aid.size() > 32) check.wrong(path + ".aid", "'aid': expected 10 to 32 hexadecimal digits");
    check.hex(path + ".aid", aid, aid.size());
    check.hex(path + ".version", application.version(), 4);
    check.hex(path + ".tac_default", application.tac_default(), 10);
    check.hex(path + ".tac_online", application.tac_online(), 10);
    check.hex(path + ".tac_denial", application.tac_denial(), 10);
    if (application.floor_limit() < 0 || application.floor_limit() > 0xFFFFFFFF) {
      check.wrong(path + ".floor_limit", "'floor_limit': more than the four bytes of tag 9F1B hold");
    }
  }
  for (int i = 0; i < file.keys_size(); ++i) {
    const std::string path = "keys[" + std::to_string(i) + "]";
    check.hex(path + ".rid", file.keys(i).rid(), 10);
    check.hex(path + ".index", file.keys(i).index(), 2);
    check.digits(path + ".expiry", file.keys(i).expiry(), 8, 8);
    check.hex(path + ".checksum", file.keys(i).checksum(), 40);
  }
}

namespace {

/// Whether there is a condition besides where and how long to wait for it. Asking for zero counts: its place tells.
bool asks_something(const scenario::v1::Expect& expect, const Places& places, const std::string& path) {
  const auto& type = *scenario::v1::Expect::descriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const auto& field = *type.field(i);
    if (field.number() == scenario::v1::Expect::kReaderFieldNumber ||
        field.number() == scenario::v1::Expect::kWithinNsFieldNumber) {
      continue;
    }
    if (expect.GetReflection()->HasField(expect, &field) || places.has(path + "." + yaml_key(field))) return true;
  }
  return false;
}

}  // namespace

void check_scenario(const scenario::v1::Scenario& scenario, const Places& places, const TestPans* pans,
                    Problems& problems) {
  Checker check(places, problems);
  if (scenario.steps_size() == 0) check.wrong("steps", "'steps': expected at least one step");
  for (int i = 0; i < scenario.readers_size(); ++i) {
    for (int k = 0; k < i; ++k) {
      if (scenario.readers(k) == scenario.readers(i))
        check.wrong("readers[" + std::to_string(i) + "]", "this reader is named twice");
    }
  }
  for (int i = 0; i < scenario.steps_size(); ++i) {
    const auto& step = scenario.steps(i);
    const std::string path = "steps[" + std::to_string(i) + "]";
    const bool act = step.has_act() && step.act().act_case() != bus::v1::Command::ACT_NOT_SET;
    const int parts = (act ? 1 : 0) + (step.has_expect() ? 1 : 0) + (step.wait_ns() > 0 ? 1 : 0);
    if (parts != 1) {
      check.wrong(path, parts == 0 ? "a step is one act, one 'expect' or one 'wait'; this one is none"
                                   : "a step is one act, one 'expect' or one 'wait'; this one is several");
    }
    if (step.has_expect() && !asks_something(step.expect(), places, path + ".expect")) {
      check.wrong(path + ".expect", "'expect': expected a condition, such as lcd: 请刷卡; this one asks for nothing");
    }
    if (act && step.act().has_quit()) {
      check.wrong(path + ".quit", "'quit' ends a served world; a scenario ends with its last step");
    }
    if (act && step.act().has_keys()) {
      for (const auto& key : step.act().keys().keys()) check.word(path + ".keys", key, keypad);
    }
    if (act && step.act().has_key_down()) check.word(path + ".key_down.key", step.act().key_down().key(), keypad);
    if (act && step.act().has_key_up()) check.word(path + ".key_up.key", step.act().key_up().key(), keypad);
    if (act && step.act().has_key_fault()) check.word(path + ".key_fault.key", step.act().key_fault().key(), keypad);
    if (act && step.act().has_host_account()) {
      check.pan(path + ".host_account.pan", step.act().host_account().pan(), pans);
    }
    if (act && step.act().has_set_clock() && !is_clock_text(step.act().set_clock().time())) {
      check.wrong(path + ".set_clock", "'set_clock': expected YYYY-MM-DD hh:mm:ss, 2000 to 2099");
    }
  }
}

}  // namespace mpos::load
