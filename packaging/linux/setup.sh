# SPDX-License-Identifier: Apache-2.0
# Shared by packaging/run and packaging/test: messages, Debian packages, configure and build. Sourced, not run.

say() { printf '\033[1m== %s\033[0m\n' "$*" >&2; }
die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root" || exit 1
jobs=$(nproc 2>/dev/null || echo 2)

# missing_packages FILE...: the names in the lists that no installed package has or provides (some builds of nodejs bring npm).
missing_packages() {
  local wanted installed
  wanted=$(sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$@" | sort -u)
  installed=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package} ${Provides}\n' |
    awk '$1 == "ii" { gsub(/\([^)]*\)|,/, " "); for (i = 2; i <= NF; ++i) print $i }' | sort -u)
  comm -23 <(printf '%s\n' "$wanted") <(printf '%s\n' "$installed")
}

# install_packages FILE...: installs what is missing, without recommends.
install_packages() {
  local missing log
  command -v dpkg-query >/dev/null || die "this script sets up Debian 12; dpkg was not found. Elsewhere install the libraries named in packaging/linux/ by hand and use the CMake presets."
  missing=$(missing_packages "$@")
  [ -z "$missing" ] && return 0
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die "these packages are missing and neither root nor sudo is at hand: $(echo $missing)"
    as_root=(sudo)
  fi
  say "Installing $(echo "$missing" | wc -l) Debian packages: $(echo $missing)"
  log=$(mktemp)
  # shellcheck disable=SC2086
  if ! { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    die "apt-get could not install the packages above (whole log: $log)"
  fi
  rm -f "$log"
  missing=$(missing_packages "$@")
  [ -z "$missing" ] || die "apt-get succeeded and yet these packages are missing: $(echo $missing)"
}

# build PRESET TARGET...: configures when that has not been done, then builds.
build() {
  local preset=$1 log
  shift
  if [ ! -f "build/$preset/build.ninja" ]; then
    say "Configuring the $preset build"
    log=$(mktemp)
    if ! cmake --preset "$preset" >"$log" 2>&1; then
      tail -n 25 "$log" >&2
      rm -rf "build/$preset/CMakeCache.txt"
      die "CMake could not configure the $preset build; its last lines are above"
    fi
    rm -f "$log"
  fi
  local todo  # grep answers 1 for a count of 0, which is no failure here
  todo=$(ninja -C "build/$preset" -n "$@" 2>/dev/null | grep '^\[' | grep -cvE 'Re-checking|Re-running' || true)
  [ "$todo" -gt 0 ] && say "Building $preset (${*:-everything}), $todo steps on $jobs cores"
  if [ -t 2 ]; then
    ninja -C "build/$preset" -j "$jobs" "$@" >&2 || die "the $preset build failed; the compiler's message is above"
  else
    log=$(mktemp)
    if ! ninja -C "build/$preset" -j "$jobs" "$@" >"$log" 2>&1; then
      grep -A 25 -m 3 -E 'FAILED|error:' "$log" >&2 || tail -n 40 "$log" >&2
      die "the $preset build failed; the compiler's message is above (whole log: $log)"
    fi
    rm -f "$log"
  fi
}
