// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "devicemodel/base/result.hpp"

namespace mpos::cli {

/// Takes the places of standard input, output and error where the program was started without one, so that no file it
/// opens comes to stand there. What is written to such a place fails.
void hold_standard_places();

/// Writes out what is buffered. The failure is a sentence: something printed since the start did not go out. It stays
/// true from then on.
Result<void, std::string> flush_output();

/// Prints a line and writes it out at once. What goes wrong is found by flush_output().
void print_line(std::string_view line);

}  // namespace mpos::cli
