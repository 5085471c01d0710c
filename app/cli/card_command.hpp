// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "app/cli/card_files.hpp"

namespace mpos::cli {

/// A card for people: what it holds, masked, and whether its certificates are right.
std::string describe(const ReadyCard& ready, security::Primitives& primitives);

/// Tags and lengths of every record, one a line: "1.1 70[57:19 5F20:7]". Values are left out.
std::string describe_records(const ReadyCard& ready);

/// `vmpos card serve`; the arguments after that word.
int card_serve_command(std::span<char* const> arguments);

}  // namespace mpos::cli
