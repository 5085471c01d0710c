# SPDX-License-Identifier: Apache-2.0
find_package(nlohmann_json REQUIRED)
mpos_bench(iso8583_bench SOURCES bench/iso8583_bench.cpp LIBRARIES mpos::iso8583 nlohmann_json::nlohmann_json)
