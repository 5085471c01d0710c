# SPDX-License-Identifier: Apache-2.0
# The workbench's files: sources in this folder, views in ../qml/workbench. The list the window's module takes in.
set(workbench_sources workbench/bench.cpp workbench/bench.hpp workbench/event_words.cpp workbench/event_words.hpp
  workbench/fault_list.cpp workbench/fault_list.hpp workbench/fault_words.cpp workbench/fault_words.hpp workbench/reflect.cpp workbench/reflect.hpp
  workbench/scenario_player.cpp workbench/scenario_player.hpp workbench/timeline.cpp workbench/timeline.hpp)
set(workbench_qml_files Workbench BenchTab ByteView ClockPanel EventRows FaultPanel HostPanel KeyPanel LinkPanel PanelHead PowerPanel
  ScenarioPanel StoragePanel TimelinePanel ValueRow)
set(workbench_libraries mpos::decode mpos::runner)
