# SPDX-License-Identifier: Apache-2.0
mpos_fuzz(emv_kernel_fuzz SOURCES fuzz/emv_kernel_fuzz.cpp LIBRARIES mpos::emv mpos::primitives)
