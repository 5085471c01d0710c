#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails when a portable library imports what a device without an operating system does not have.

usage: symbols.py LIBRARY.a...

Heap, exceptions, threads, clocks, files and streams are named below. Symbols the library defines itself do not count.
"""
import re
import subprocess
import sys

FORBIDDEN = [
    (re.compile(r"^(malloc|calloc|realloc|free|posix_memalign|aligned_alloc|strdup)$"), "heap"),
    (re.compile(r"^operator (new|delete)"), "heap"),
    (re.compile(r"^__cxa_(throw|allocate_exception|begin_catch|rethrow)"), "exceptions"),
    (re.compile(r"^(_Unwind_Resume|__gxx_personality_v0)$"), "exceptions"),
    (re.compile(r"^std::__throw_"), "exceptions"),
    (re.compile(r"^std::chrono::.*::now\("), "clock"),
    (re.compile(r"^(clock_gettime|gettimeofday|time|clock|nanosleep|usleep|localtime|gmtime)(_r)?$"), "clock"),
    (re.compile(r"^(pthread_|std::thread|__cxa_guard)"), "threads"),
    (re.compile(r"^(f?printf|puts|fopen|open|read|write|getenv|rand|random|getrandom|system)$"), "operating system"),
    (re.compile(r"^std::(basic_)?(ios|ostream|istream|string|cout|cerr|__cxx11)"), "streams and strings"),
    (re.compile(r"^(EVP_|OPENSSL_|CRYPTO_|Q[A-Z])"), "desktop libraries"),
]


def symbols(library, *options):
    out = subprocess.run(["nm", "-C", *options, library], capture_output=True, text=True, check=True).stdout
    return {line.split(None, 2)[-1] if options[0] == "--defined-only" else line.split(None, 1)[-1]
            for line in out.splitlines() if line.strip() and not line.endswith(":")}


def main():
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    bad = 0
    for library in sys.argv[1:]:
        imported = symbols(library, "--undefined-only") - symbols(library, "--defined-only")
        for symbol in sorted(imported):
            for pattern, what in FORBIDDEN:
                if pattern.search(symbol):
                    print(f"{library}: {what}: {symbol}")
                    bad += 1
    print(f"{len(sys.argv) - 1} libraries, {bad} forbidden symbols")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
