# SPDX-License-Identifier: Apache-2.0
mpos_fuzz(tlv_fuzz SOURCES fuzz/tlv_fuzz.cpp LIBRARIES mpos::emv)
