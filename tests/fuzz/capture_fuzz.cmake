# SPDX-License-Identifier: Apache-2.0
mpos_fuzz(capture_fuzz SOURCES ${CMAKE_CURRENT_LIST_DIR}/capture_fuzz.cpp LIBRARIES mpos::world)
