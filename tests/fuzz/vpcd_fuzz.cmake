# SPDX-License-Identifier: Apache-2.0
mpos_fuzz(vpcd_fuzz SOURCES ${CMAKE_CURRENT_LIST_DIR}/vpcd_fuzz.cpp LIBRARIES mpos::pcsc)
