# SPDX-License-Identifier: Apache-2.0
mpos_fuzz(wire_fuzz SOURCES ${CMAKE_CURRENT_LIST_DIR}/wire_fuzz.cpp LIBRARIES mpos::bus)
