#!/usr/bin/env bash
# Starts a real AT Protocol network, fetches a real server that speaks Mastodon's API, and runs the tests that talk
# to them; `make test-networks` calls it. LEARNLOG_NETWORKS_CACHE is where packages are kept (default: .networks);
# the network's starter is in a folder beside us. What cannot be had here is said and left out.
set -euo pipefail
cd "$(dirname "$0")/../.."
STARTER=${LEARNLOG_ATPROTO:-../shared/servers/atproto/start.sh}
NETWORKS=${LEARNLOG_NETWORKS_CACHE:-$PWD/.networks}
CACHE=$NETWORKS/atproto
PYTHON=${1:-python3}
LOG=$CACHE/start.log
NETWORK=
if bash tests/networks/snac.sh "$NETWORKS/snac"; then
  export LEARNLOG_SNAC="$NETWORKS/snac"
else
  echo "Skipped: no server that speaks Mastodon's API can be fetched here."
fi
if [ ! -f "$STARTER" ]; then
  echo "Skipped: the starter of the network is not at $STARTER (set LEARNLOG_ATPROTO to where it is)."
  if [ -z "${LEARNLOG_SNAC:-}" ]; then exit 0; fi
  exec "$PYTHON" -m pytest tests/networks/mastodon -m networks "${@:2}"
fi

missing() {
  local tool
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || return 0
  for tool in redis-server g++ make runuser flock; do command -v "$tool" >/dev/null || return 0; done
  return 1
}

start() {
  : >"$LOG"
  rm -f "$CACHE/net.json"
  # Its own group of processes, so that all of it ends with us and nothing else does.
  RATE_LIMITS=1 setsid bash "$STARTER" "$CACHE" full >"$LOG" 2>&1 9>&- &
  NETWORK=$!
  for ((second = 0; second < 900; second++)); do
    if grep -q '^READY' "$LOG"; then return 0; fi
    if ! kill -0 $NETWORK 2>/dev/null; then return 1; fi
    sleep 1
  done
  return 1
}

# Only node is ended: the starter then stops the database and what else it began, which nobody else would.
stop() {
  local child
  for child in $(cat "/proc/$NETWORK/task/$NETWORK/children" 2>/dev/null); do
    if [ "$(cat "/proc/$child/comm" 2>/dev/null)" = node ]; then kill -TERM "$child" 2>/dev/null || true; fi
  done
  for ((tenth = 0; tenth < 200; tenth++)); do kill -0 "$NETWORK" 2>/dev/null || break; sleep 0.1; done
  kill -TERM -- "-$NETWORK" 2>/dev/null || true
  wait "$NETWORK" 2>/dev/null || true
}

if missing; then
  if [ "$(id -u)" != 0 ]; then
    echo "The network needs Debian's postgresql, redis-server, g++ and make; install them and run this again."
    exit 1
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql redis-server g++ make util-linux >/dev/null
fi
mkdir -p "$CACHE"
# Its ports are fixed, so one network at a time runs on a machine; the others wait for it.
exec 9>"${TMPDIR:-/tmp}/learnlog-networks.lock"
flock -w 1800 9 || { echo "Another run of these tests holds the network's ports."; exit 1; }
trap stop EXIT
if ! start; then
  stop
  echo "The network did not start; once more, with its packages installed anew."
  tail -5 "$LOG"
  rm -rf "$CACHE/node_modules" "$CACHE/py"
  if ! start; then tail -20 "$LOG"; echo "The network did not start."; exit 1; fi
fi
LEARNLOG_NETWORK="$CACHE/net.json" "$PYTHON" -m pytest tests/networks -m networks "${@:2}" 9>&-
