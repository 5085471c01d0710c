# SPDX-License-Identifier: Apache-2.0
mpos_fuzz(vectors_fuzz SOURCES ${CMAKE_CURRENT_LIST_DIR}/vectors_fuzz.cpp LIBRARIES mpos::vectors)
