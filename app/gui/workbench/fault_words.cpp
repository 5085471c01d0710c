// SPDX-License-Identifier: Apache-2.0
#include "app/gui/workbench/fault_words.hpp"

#include <QCoreApplication>
#include <array>

namespace mpos::gui {
namespace {

struct Entry {
  const char* act;
  const char* word;
  const char* title;
  const char* about;
  bool once;
};

constexpr const char* context = "FaultWords";

// Texts are marked for lupdate here and translated where they are asked for.
constexpr std::array entries = {
    Entry{"key_fault", "dead", QT_TRANSLATE_NOOP("FaultWords", "Dead key"),
          QT_TRANSLATE_NOOP("FaultWords", "The key never makes contact"), false},
    Entry{"key_fault", "stuck", QT_TRANSLATE_NOOP("FaultWords", "Stuck key"),
          QT_TRANSLATE_NOOP("FaultWords", "The key stays down once pressed"), false},
    Entry{"flash_fault", "cut_after_bytes", QT_TRANSLATE_NOOP("FaultWords", "Power cut while writing"),
          QT_TRANSLATE_NOOP("FaultWords", "When so many more bytes of the flash were written or erased"), true},
    Entry{"stripe_fault", "dead", QT_TRANSLATE_NOOP("FaultWords", "Dead magnetic head"),
          QT_TRANSLATE_NOOP("FaultWords", "A swipe reads nothing"), false},
    Entry{"pull", "pull", QT_TRANSLATE_NOOP("FaultWords", "Card pulled out"),
          QT_TRANSLATE_NOOP("FaultWords", "Contact ends in the middle of whatever goes on"), true},
    Entry{"untap", "untap", QT_TRANSLATE_NOOP("FaultWords", "Card taken away"),
          QT_TRANSLATE_NOOP("FaultWords", "What is held to the antenna leaves the field"), true},
    Entry{"sam_remove", "sam_remove", QT_TRANSLATE_NOOP("FaultWords", "PSAM taken out"),
          QT_TRANSLATE_NOOP("FaultWords", "The slot behind the battery lid is empty"), true},
    Entry{"disconnect", "disconnect", QT_TRANSLATE_NOOP("FaultWords", "Phone hangs up"),
          QT_TRANSLATE_NOOP("FaultWords", "The session between phone and reader ends"), true},
    Entry{"power", "cut", QT_TRANSLATE_NOOP("FaultWords", "Power cut"),
          QT_TRANSLATE_NOOP("FaultWords", "The reader stops at once; only its flash remembers"), true},
    Entry{"power", "cycle", QT_TRANSLATE_NOOP("FaultWords", "Power off and on"),
          QT_TRANSLATE_NOOP("FaultWords", "The reader starts anew"), true},
    Entry{"phone_fault", "alter_request", QT_TRANSLATE_NOOP("FaultWords", "Request altered"),
          QT_TRANSLATE_NOOP("FaultWords", "The phone flips a bit in what it forwards to the acquirer"), true},
    Entry{"phone_fault", "forge_approval", QT_TRANSLATE_NOOP("FaultWords", "Approval forged"),
          QT_TRANSLATE_NOOP("FaultWords", "The phone turns the next refusal into an approval"), true},
    Entry{"phone_fault", "repeat_answer", QT_TRANSLATE_NOOP("FaultWords", "Answer repeated"),
          QT_TRANSLATE_NOOP("FaultWords", "The phone brings the next answer twice"), true},
    Entry{"phone_fault", "repeat_request", QT_TRANSLATE_NOOP("FaultWords", "Request repeated"),
          QT_TRANSLATE_NOOP("FaultWords", "The phone sends the next request twice"), true},
    Entry{"phone_fault", "lose_answer", QT_TRANSLATE_NOOP("FaultWords", "Answer lost"),
          QT_TRANSLATE_NOOP("FaultWords", "The phone keeps the next answer to itself"), true},
    Entry{"phone_fault", "no_network", QT_TRANSLATE_NOOP("FaultWords", "No network"),
          QT_TRANSLATE_NOOP("FaultWords", "The phone cannot reach the acquirer"), false},
    Entry{"phone_fault", "foreign_mac", QT_TRANSLATE_NOOP("FaultWords", "MAC over another message"),
          QT_TRANSLATE_NOOP("FaultWords", "The phone asks for a MAC over a message with another amount"), true},
    Entry{"host_rule", "response_code", QT_TRANSLATE_NOOP("FaultWords", "Acquirer answers with a code"),
          QT_TRANSLATE_NOOP("FaultWords", "Field 39 of the next answer, without deciding"), true},
    Entry{"host_rule", "silent", QT_TRANSLATE_NOOP("FaultWords", "Acquirer does not answer"),
          QT_TRANSLATE_NOOP("FaultWords", "It takes the message, decides and posts: a reversal must follow"), true},
    Entry{"host_rule", "drop", QT_TRANSLATE_NOOP("FaultWords", "Acquirer never sees it"),
          QT_TRANSLATE_NOOP("FaultWords", "The next message is lost on its way"), true},
    Entry{"host_rule", "wrong_mac", QT_TRANSLATE_NOOP("FaultWords", "Wrong MAC"),
          QT_TRANSLATE_NOOP("FaultWords", "The next answer has a damaged field 64"), true},
    Entry{"host_rule", "wrong_tpdu", QT_TRANSLATE_NOOP("FaultWords", "Wrong TPDU"),
          QT_TRANSLATE_NOOP("FaultWords", "The next answer keeps the addresses unswapped"), true},
    Entry{"host_rule", "wrong_proof", QT_TRANSLATE_NOOP("FaultWords", "Wrong host proof"),
          QT_TRANSLATE_NOOP("FaultWords", "The next answer's proof is damaged: the reader must not trust it"), true},
    Entry{"host_rule", "wrong_kcv", QT_TRANSLATE_NOOP("FaultWords", "Wrong key check value"),
          QT_TRANSLATE_NOOP("FaultWords", "At the next sign-in, for pik, mak or tdk"), true},
    Entry{"host_rule", "alter_field", QT_TRANSLATE_NOOP("FaultWords", "Answer with another field"),
          QT_TRANSLATE_NOOP("FaultWords", "Number=value, under a good MAC"), true},
    Entry{"host_rule", "delay", QT_TRANSLATE_NOOP("FaultWords", "Acquirer is slow"),
          QT_TRANSLATE_NOOP("FaultWords", "The next answer comes this much later"), true},
    Entry{"host_rule", "wrong_arpc", QT_TRANSLATE_NOOP("FaultWords", "Wrong issuer cryptogram"),
          QT_TRANSLATE_NOOP("FaultWords", "The chip must refuse the issuer's answer"), true},
    Entry{"host_rule", "no_arpc", QT_TRANSLATE_NOOP("FaultWords", "No issuer cryptogram"),
          QT_TRANSLATE_NOOP("FaultWords", "Tag 91 is missing from the next answer"), true},
    Entry{"host_rule", "wrong_signature", QT_TRANSLATE_NOOP("FaultWords", "Wrong parameter signature"),
          QT_TRANSLATE_NOOP("FaultWords", "The next parameter file is signed wrongly"), true},
    Entry{"host_rule", "wrong_load", QT_TRANSLATE_NOOP("FaultWords", "Wrong MAC of a load"),
          QT_TRANSLATE_NOOP("FaultWords", "The command that loads electronic cash is damaged"), true},
    Entry{"link_fault", "drop", QT_TRANSLATE_NOOP("FaultWords", "Chunk lost"),
          QT_TRANSLATE_NOOP("FaultWords", "The next one the phone sends never arrives"), true},
    Entry{"link_fault", "corrupt", QT_TRANSLATE_NOOP("FaultWords", "Chunk damaged"),
          QT_TRANSLATE_NOOP("FaultWords", "One bit of the next one is flipped"), true},
    Entry{"link_fault", "duplicate", QT_TRANSLATE_NOOP("FaultWords", "Chunk repeated"),
          QT_TRANSLATE_NOOP("FaultWords", "The next one arrives twice"), true},
    Entry{"link_fault", "break_after", QT_TRANSLATE_NOOP("FaultWords", "Link breaks"),
          QT_TRANSLATE_NOOP("FaultWords", "After the next chunk"), true},
    Entry{"link_fault", "delay", QT_TRANSLATE_NOOP("FaultWords", "Link delayed"),
          QT_TRANSLATE_NOOP("FaultWords", "Each chunk arrives this much later"), false},
    Entry{"link_fault", "reorder", QT_TRANSLATE_NOOP("FaultWords", "Chunks out of order"),
          QT_TRANSLATE_NOOP("FaultWords", "The next one arrives behind the one after it"), true},
    Entry{"link_shape", "latency", QT_TRANSLATE_NOOP("FaultWords", "Latency"),
          QT_TRANSLATE_NOOP("FaultWords", "One way, both directions"), false},
    Entry{"link_shape", "jitter", QT_TRANSLATE_NOOP("FaultWords", "Jitter"),
          QT_TRANSLATE_NOOP("FaultWords", "Each chunk up to this much earlier or later"), false},
    Entry{"link_shape", "bandwidth_bytes_s", QT_TRANSLATE_NOOP("FaultWords", "Bandwidth"),
          QT_TRANSLATE_NOOP("FaultWords", "Bytes a second"), false},
    Entry{"link_shape", "loss", QT_TRANSLATE_NOOP("FaultWords", "Loss"),
          QT_TRANSLATE_NOOP("FaultWords", "Chance that a chunk never arrives, 0 to 1"), false},
    Entry{"link_shape", "duplication", QT_TRANSLATE_NOOP("FaultWords", "Duplication"),
          QT_TRANSLATE_NOOP("FaultWords", "Chance that a chunk arrives twice, 0 to 1"), false},
    Entry{"link_shape", "corruption", QT_TRANSLATE_NOOP("FaultWords", "Corruption"),
          QT_TRANSLATE_NOOP("FaultWords", "Chance that a bit of a chunk is flipped, 0 to 1"), false},
    Entry{"link_shape", "mtu_bytes", QT_TRANSLATE_NOOP("FaultWords", "Short chunks"),
          QT_TRANSLATE_NOOP("FaultWords", "At most so many bytes in one"), false},
    Entry{"link_shape", "break_after_bytes", QT_TRANSLATE_NOOP("FaultWords", "Link breaks after bytes"),
          QT_TRANSLATE_NOOP("FaultWords", "Once so many more bytes have arrived"), true},
};

struct Group {
  const char* act;
  const char* title;
};
constexpr std::array groups = {
    Group{"key_fault", QT_TRANSLATE_NOOP("FaultWords", "Keypad")},
    Group{"flash_fault", QT_TRANSLATE_NOOP("FaultWords", "Flash")},
    Group{"stripe_fault", QT_TRANSLATE_NOOP("FaultWords", "Stripe")},
    Group{"pull", QT_TRANSLATE_NOOP("FaultWords", "Cards and phone")},
    Group{"untap", QT_TRANSLATE_NOOP("FaultWords", "Cards and phone")},
    Group{"sam_remove", QT_TRANSLATE_NOOP("FaultWords", "Cards and phone")},
    Group{"disconnect", QT_TRANSLATE_NOOP("FaultWords", "Cards and phone")},
    Group{"power", QT_TRANSLATE_NOOP("FaultWords", "Power")},
    Group{"phone_fault", QT_TRANSLATE_NOOP("FaultWords", "A phone not to be trusted")},
    Group{"host_rule", QT_TRANSLATE_NOOP("FaultWords", "Acquirer")},
    Group{"link_fault", QT_TRANSLATE_NOOP("FaultWords", "Link, the next chunks")},
    Group{"link_shape", QT_TRANSLATE_NOOP("FaultWords", "Link, from now on")},
};

QString sentence(QString name) {
  name.replace(QLatin1Char('_'), QLatin1Char(' '));
  if (!name.isEmpty()) name[0] = name[0].toUpper();
  return name;
}

}  // namespace

FaultWords fault_words(const QString& act, const QString& word) {
  for (const Entry& entry : entries) {
    if (act != QLatin1String(entry.act) || word != QLatin1String(entry.word)) continue;
    return {QCoreApplication::translate(context, entry.title), QCoreApplication::translate(context, entry.about),
            entry.once};
  }
  return {sentence(word), {}, false};
}

QString fault_group(const QString& act) {
  for (const Group& group : groups) {
    if (act == QLatin1String(group.act)) return QCoreApplication::translate(context, group.title);
  }
  return sentence(act);
}

}  // namespace mpos::gui
