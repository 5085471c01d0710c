# SPDX-License-Identifier: Apache-2.0
mpos_bench(panel_bench SOURCES bench/panel_bench.cpp LIBRARIES mpos::lcd mpos::records mpos::storage)
