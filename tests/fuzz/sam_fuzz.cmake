# SPDX-License-Identifier: Apache-2.0
mpos_fuzz(sam_fuzz SOURCES ${CMAKE_CURRENT_LIST_DIR}/sam_fuzz.cpp LIBRARIES mpos::sam)
