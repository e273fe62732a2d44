#!/usr/bin/env bash
# Fetches snac, a small server that speaks Mastodon's API, from Debian, with the libraries it wants and without
# touching the system: `snac.sh FOLDER` makes FOLDER/SUITE/snac. What is there stays. The stable suite by default, so
# that a new snac breaks nothing by itself; LEARNLOG_SNAC_SUITES="trixie sid" tries the newest as well.
# It asks the mirror that this machine's own packages come from, and exits with 3 where there is none.
set -euo pipefail
CACHE=$(mkdir -p "$1" && cd "$1" && pwd)
MIRROR=$(apt-get --print-uris update 2>/dev/null | sed -n "s|^'\([^']*/debian/*\)/dists/.*|\1|p" | head -1) || true
KEYS=/usr/share/keyrings/debian-archive-keyring.gpg
if [ -z "$MIRROR" ] || [ ! -f "$KEYS" ]; then echo "no Debian to fetch snac from"; exit 3; fi

apt_of() {  # SUITE COMMAND…: an apt of its own, which knows one suite and nothing that is installed
  local at=$CACHE/$1/apt; shift
  apt-get -qq -o Dir::State="$at" -o Dir::State::status="$at/status" -o Dir::Cache="$at" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::Etc::sourcelist="$at/sources.list" -o Dir::Etc::preferencesparts=/dev/null -o Debug::NoLocking=1 \
    -o APT::Install-Recommends=false -o APT::Sandbox::User="" -o Acquire::Languages=none "$@"
}

fetch() {  # SUITE
  local at=$CACHE/$1 loader
  mkdir -p "$at/apt/lists/partial" "$at/apt/archives/partial" "$at/root"
  : >"$at/apt/status"
  echo "deb [signed-by=$KEYS] $MIRROR $1 main" >"$at/apt/sources.list"
  apt_of "$1" update
  apt_of "$1" install -y --download-only snac2
  for package in "$at"/apt/archives/*.deb; do dpkg-deb -x "$package" "$at/root"; done
  loader=$(find "$at/root" -name 'ld-linux-*.so.*' | head -1)
  printf '#!/bin/sh\nexec %q --library-path %q %q "$@"\n' "$loader" "$(dirname "$(find "$at/root" -name 'libcurl.so.4' | head -1)")" \
    "$at/root/usr/bin/snac" >"$at/snac.new"
  chmod +x "$at/snac.new"
  "$at/snac.new" --version | head -1
  rm -rf "$at/apt" "$at/root/usr/share" "$at/root/var" "$at/root/etc"
  mv "$at/snac.new" "$at/snac"
}

for suite in ${LEARNLOG_SNAC_SUITES:-trixie}; do
  if [ ! -x "$CACHE/$suite/snac" ] && ! fetch "$suite" >"$CACHE/$suite.log" 2>&1; then
    tail -n 3 "$CACHE/$suite.log"; echo "snac of Debian's $suite could not be fetched"
  fi
done
ls "$CACHE"/*/snac >/dev/null 2>&1 || exit 3
