// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/base/assert.hpp"

namespace mpos {

__attribute__((weak)) void assertion_failed(const char*, const char*, int) noexcept {
  __builtin_trap();
}

}  // namespace mpos
