# SPDX-License-Identifier: Apache-2.0
mpos_fuzz(records_fuzz SOURCES fuzz/records_fuzz.cpp LIBRARIES mpos::records mpos::storage)
