// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QSize>
#include <QString>

#include "devicemodel/base/result.hpp"
#include "scenarios/world/load_options.hpp"

class QCommandLineParser;

namespace mpos::gui {

/// The window's options, with their help.
void add_options(QCommandLineParser& parser);
/// Whether the options that choose from a few words, name a file or an address say something there is. The failure is a
/// sentence for people that names the option and what is right.
Result<void, QString> check_options(const QCommandLineParser& parser);
/// What the options say about seed and state. The failure names the option.
Result<world::Start, QString> read_start(const QCommandLineParser& parser);
/// What --size says, pixels; an empty size when it is left out or is none.
QSize read_size(const QCommandLineParser& parser);
/// Prints help or version when `argc` and `argv` ask for it, which takes no display: whether they did.
bool told_help(int argc, char** argv);

}  // namespace mpos::gui
