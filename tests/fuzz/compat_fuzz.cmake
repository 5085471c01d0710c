# SPDX-License-Identifier: Apache-2.0
mpos_fuzz(compat_fuzz SOURCES fuzz/compat_fuzz.cpp LIBRARIES mpos::compat)
