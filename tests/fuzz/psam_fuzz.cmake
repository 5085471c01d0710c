# SPDX-License-Identifier: Apache-2.0
mpos_fuzz(psam_fuzz SOURCES ${CMAKE_CURRENT_LIST_DIR}/psam_fuzz.cpp LIBRARIES mpos::psam)
