# SPDX-License-Identifier: Apache-2.0
mpos_fuzz(decode_fuzz SOURCES ${CMAKE_CURRENT_LIST_DIR}/decode_fuzz.cpp LIBRARIES mpos::decode)
