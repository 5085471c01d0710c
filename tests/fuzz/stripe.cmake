# SPDX-License-Identifier: Apache-2.0
mpos_fuzz(stripe_fuzz SOURCES ${CMAKE_CURRENT_LIST_DIR}/stripe_fuzz.cpp LIBRARIES mpos::stripe)
