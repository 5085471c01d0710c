# SPDX-License-Identifier: Apache-2.0
mpos_fuzz(parameter_fuzz SOURCES fuzz/parameter_fuzz.cpp LIBRARIES mpos::firmware mpos::primitives)
