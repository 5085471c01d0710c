# SPDX-License-Identifier: Apache-2.0
mpos_fuzz(command_fuzz SOURCES ${CMAKE_CURRENT_LIST_DIR}/command_fuzz.cpp LIBRARIES mpos::command)
