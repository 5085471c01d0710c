# SPDX-License-Identifier: Apache-2.0
mpos_bench(sale_bench SOURCES ${CMAKE_CURRENT_LIST_DIR}/sale_bench.cpp LIBRARIES mpos::world mpos::load mpos::bus)
mpos_bench(echo_bench SOURCES ${CMAKE_CURRENT_LIST_DIR}/echo_bench.cpp LIBRARIES mpos::world mpos::load mpos::net)
