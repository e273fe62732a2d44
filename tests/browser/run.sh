#!/usr/bin/env bash
# Runs the tests that need a real browser: Debian's Chromium, driven by Playwright. `make test-browser` calls it.
set -euo pipefail
cd "$(dirname "$0")/../.."
PYTHON=${1:-python3}
if [ -z "${LEARNLOG_CHROMIUM:-}" ] && ! command -v chromium >/dev/null && ! command -v google-chrome >/dev/null; then
  if [ "$(id -u)" != 0 ]; then
    echo "These tests need Chromium: install it, or set LEARNLOG_CHROMIUM to where it is, and run this again."
    exit 1
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
fi
"$PYTHON" -m pip install --quiet --disable-pip-version-check --group browser
"$PYTHON" -m pytest -m browser tests/browser
