// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace mpos {

/// Ends the program after a broken invariant. Weakly defined here; a host program may print more, a device resets.
[[noreturn]] void assertion_failed(const char* expression, const char* file, int line) noexcept;

}  // namespace mpos

/// States what only a bug can break. On in every build; never used on input from outside.
#define MPOS_ASSERT(expression) \
  ((expression) ? static_cast<void>(0) : ::mpos::assertion_failed(#expression, __FILE__, __LINE__))
