#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every source file begins with its licence line, and every second-level folder says in a README.md what it is."""
import os
import sys

ROOT = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
SOURCES = (".cpp", ".hpp", ".c", ".h", ".py", ".sh", ".qml", ".cmake", ".proto", ".mjs", ".js", ".lua")
LINE = "SPDX-License-Identifier: Apache-2.0"


def main():
    problems = []
    count = 0
    for floor in ("app", "devicemodel", "peripherals", "scenarios", "tests", "packaging"):
        for folder, folders, names in os.walk(os.path.join(ROOT, floor)):
            folders[:] = [name for name in folders if name not in ("corpus", "__pycache__", "node_modules")]
            for name in names:
                path = os.path.join(folder, name)
                if name.endswith(SOURCES) or name == "CMakeLists.txt":
                    count += 1
                    with open(path, encoding="utf-8") as source:
                        if LINE not in "".join(source.readline() for _ in range(3)):
                            problems.append(f"{os.path.relpath(path, ROOT)}:1: no licence line")
        if floor not in ("tests", "packaging"):
            for name in sorted(os.listdir(os.path.join(ROOT, floor))):
                folder = os.path.join(ROOT, floor, name)
                if os.path.isdir(folder) and not os.path.exists(os.path.join(folder, "README.md")):
                    problems.append(f"{floor}/{name}: no README.md")
    for problem in problems:
        print(problem)
    print(f"{count} files, {len(problems)} problems")
    return 1 if problems or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
