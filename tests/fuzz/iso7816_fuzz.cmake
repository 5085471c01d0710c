# SPDX-License-Identifier: Apache-2.0
mpos_fuzz(iso7816_fuzz SOURCES fuzz/iso7816_fuzz.cpp LIBRARIES mpos::emv)
