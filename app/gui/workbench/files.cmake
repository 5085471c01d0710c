# SPDX-License-Identifier: Apache-2.0
# The workbench's files: sources in this folder, views in ../qml/workbench. The list the window's module takes in.
set(workbench_sources workbench/bench.cpp workbench/bench.hpp)
set(workbench_qml_files Workbench)
