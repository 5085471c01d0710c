# SPDX-License-Identifier: Apache-2.0
mpos_fuzz(tr31_fuzz SOURCES ${CMAKE_CURRENT_LIST_DIR}/tr31_fuzz.cpp LIBRARIES mpos::security mpos::primitives)
