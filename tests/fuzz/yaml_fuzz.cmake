# SPDX-License-Identifier: Apache-2.0
mpos_fuzz(yaml_fuzz SOURCES ${CMAKE_CURRENT_LIST_DIR}/yaml_fuzz.cpp LIBRARIES mpos::load)
