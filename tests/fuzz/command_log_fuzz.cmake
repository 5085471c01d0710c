# SPDX-License-Identifier: Apache-2.0
mpos_fuzz(command_log_fuzz SOURCES ${CMAKE_CURRENT_LIST_DIR}/command_log_fuzz.cpp LIBRARIES mpos::sim)
