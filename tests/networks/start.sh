#!/usr/bin/env bash
# Starts a real AT Protocol network, runs the tests that talk to it, and stops it. `make test-networks` calls it.
# LEARNLOG_NETWORKS_CACHE is where its packages are kept (default: .networks); the starter's folder is beside us.
set -euo pipefail
cd "$(dirname "$0")/../.."
STARTER=${LEARNLOG_ATPROTO:-../shared/servers/atproto/start.sh}
CACHE=${LEARNLOG_NETWORKS_CACHE:-$PWD/.networks/atproto}
PYTHON=${1:-python3}
if [ ! -f "$STARTER" ]; then
  echo "Skipped: the starter of the network is not at $STARTER (set LEARNLOG_ATPROTO to where it is)."
  exit 0
fi
missing() { ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || ! command -v redis-server g++ make >/dev/null; }
if missing; then
  if [ "$(id -u)" != 0 ]; then
    echo "The network needs Debian's postgresql, redis-server, g++ and make; install them and run this again."
    exit 1
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql redis-server g++ make >/dev/null
fi
mkdir -p "$CACHE"
rm -f "$CACHE/net.json"
LOG=$CACHE/start.log
# Its own group of processes, so that all of it ends with us and nothing else does.
RATE_LIMITS=1 setsid bash "$STARTER" "$CACHE" full >"$LOG" 2>&1 &
NETWORK=$!
trap 'kill -TERM -- -$NETWORK 2>/dev/null || true; wait $NETWORK 2>/dev/null || true' EXIT
for ((second = 0; second < 900; second++)); do
  if grep -q '^READY' "$LOG"; then break; fi
  if ! kill -0 $NETWORK 2>/dev/null; then tail -20 "$LOG"; echo "The network did not start."; exit 1; fi
  sleep 1
done
if ! grep -q '^READY' "$LOG"; then tail -20 "$LOG"; echo "The network was not ready in time."; exit 1; fi
LEARNLOG_NETWORK="$CACHE/net.json" "$PYTHON" -m pytest tests/networks -m networks "${@:2}"
