# SPDX-License-Identifier: Apache-2.0
mpos_fuzz(tlv59_fuzz SOURCES fuzz/tlv59_fuzz.cpp LIBRARIES mpos::iso8583)
