# SPDX-License-Identifier: Apache-2.0
mpos_fuzz(iso8583_fuzz SOURCES fuzz/iso8583_fuzz.cpp LIBRARIES mpos::iso8583)
