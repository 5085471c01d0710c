// SPDX-License-Identifier: Apache-2.0
#include "app/cli/card_command.hpp"

#include <cstdio>
#include <iostream>
#include <string_view>

#include "app/cli/card_files.hpp"
#include "app/cli/commands.hpp"
#include "app/cli/distinct_files.hpp"
#include "app/cli/option_parser.hpp"
#include "app/cli/outcome_file.hpp"
#include "devicemodel/primitives/openssl_primitives.hpp"
#include "scenarios/load/words.hpp"
#include "scenarios/load/yaml_writer.hpp"

namespace mpos::cli {
namespace {

constexpr const char* help_text =
    "Usage: vmpos card make|show|serve [OPTION]... CARD\n\n"
    "Virtual chip cards. CARD is a profile, by name (assets/cards/chip) or path, or a card that 'make' wrote.\n\n"
    "  make    Personalise a card from a profile: derive its keys, sign its certificates, lay out its files\n"
    "  show    Say what a card holds, account numbers masked, and check its certificates\n"
    "  serve   Put the card, or with --psam a PSAM, into a PC/SC reader (pcscd with the vpcd driver), where any PC/SC\n"
    "          program meets it\n\n"
    "'vmpos card make --help' says more of each.\n\nExample:\n  vmpos card serve virtual_card\n";

int make(std::span<char* const> arguments) {
  OptionParser parser("card make", "PROFILE",
                      "Personalises a chip card and writes it down: account, dates, applications, CVM list, limits and "
                      "keys come from the\nprofile, the certificates are signed by the test authority of "
                      "assets/keys. The same profile gives the same bytes.",
                      "vmpos card make unionpay_debit --pan 6228480000003019 --expiry 3106 -o my_card.yaml");
  CardPlaces places;
  CardChanges changes;
  std::string output;
  parser.value("-o", "FILE", output, "Write the card here; standard output when left out");
  parser.value("--title", "TEXT", changes.title, "Title in place of the profile's");
  parser.value("--pan", "DIGITS", changes.pan, "Account number of every application in place of the profile's");
  parser.value("--expiry", "YYMM", changes.expiry, "Month in which it expires");
  parser.value("--name", "NAME", changes.name, "Cardholder, SURNAME/FIRST in capitals");
  parser.value("--pin", "DIGITS", changes.pin,
               "PIN the chip and the stripe's profile hold, 4 to 12 digits: a made-up one, it stands in the file");
  parser.value("--keys", "FILE", places.keys, "RSA test keys in place of keys/chip.yaml of the assets");
  parser.value("--assets", "DIR", places.assets, "Folder with cards/ and keys/");
  parser.flag("--lab", places.lab, "Let in account numbers that are no known test numbers");
  parser.operand_count(1, 1);
  switch (parser.parse(arguments)) {
    case OptionParser::Next::help_printed: return exit_good;
    case OptionParser::Next::wrong: return exit_usage;
    case OptionParser::Next::run: break;
  }
  primitives::OpenSslPrimitives primitives;
  const auto ready = ready_card(parser.operands().front(), places, changes, primitives);
  if (!ready) {
    std::cerr << ready.error();
    return exit_usage;
  }
  const std::string text =
      "# SPDX-License-Identifier: Apache-2.0\n# A personalised test card, written by vmpos card make. SIMULATOR: test "
      "keys only.\n" +
      load::write_yaml(ready->made);
  if (output.empty()) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return exit_good;
  }
  auto written = check_distinct({{"", ready->file}, {"--keys", places.keys}}, {{"-o", output}});
  if (written) written = write_whole(output, text);
  if (written) return exit_good;
  std::fprintf(stderr, "vmpos card make: %s\n", written.error().c_str());
  return exit_usage;
}

int show(std::span<char* const> arguments) {
  OptionParser parser("card show", "CARD",
                      "Says what a chip card holds, account numbers masked and keys left out, and checks its "
                      "certificates as a terminal does.",
                      "vmpos card show my_card.yaml");
  CardPlaces places;
  bool records = false;
  parser.flag("--records", records, "Tags and lengths of every record instead");
  parser.value("--keys", "FILE", places.keys, "RSA test keys in place of keys/chip.yaml of the assets");
  parser.value("--assets", "DIR", places.assets, "Folder with cards/ and keys/");
  parser.flag("--lab", places.lab, "Let in account numbers that are no known test numbers");
  parser.operand_count(1, 1);
  switch (parser.parse(arguments)) {
    case OptionParser::Next::help_printed: return exit_good;
    case OptionParser::Next::wrong: return exit_usage;
    case OptionParser::Next::run: break;
  }
  primitives::OpenSslPrimitives primitives;
  const auto ready = ready_card(parser.operands().front(), places, {}, primitives);
  if (!ready) {
    std::cerr << ready.error();
    return exit_usage;
  }
  std::fputs((records ? describe_records(*ready) : describe(*ready, primitives)).c_str(), stdout);
  return exit_good;
}

}  // namespace

int card_command(std::span<char* const> arguments) {
  const std::string_view word = arguments.empty() ? std::string_view{} : std::string_view{arguments[0]};
  if (word == "--help" || word == "-h" || word == "help") {
    std::fputs(help_text, stdout);
    return exit_good;
  }
  if (word == "make") return make(arguments.subspan(1));
  if (word == "show") return show(arguments.subspan(1));
  if (word == "serve") return card_serve_command(arguments.subspan(1));
  if (word.empty()) {
    std::fputs(help_text, stderr);
  } else {
    std::fprintf(stderr, "vmpos card: expected make, show or serve, not '%s'%s\nTry 'vmpos card --help'.\n",
                 std::string(word).c_str(), load::suggestion(word, {"make", "show", "serve"}).c_str());
  }
  return exit_usage;
}

}  // namespace mpos::cli
