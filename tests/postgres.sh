#!/usr/bin/env bash
# Runs the ledger's tests against a real PostgreSQL: a throw-away server on a free port of 127.0.0.1, gone afterwards.
# Arguments are handed to vitest; paths among them take the place of `src/ledger`.
if [ -z "${BASH_VERSION:-}" ]; then exec bash "$0" "$@"; fi
set -euo pipefail
cd "$(dirname "$0")/.."

find_binaries() {
  local postgres
  postgres=$(command -v postgres || find /usr/lib/postgresql -name postgres -type f 2>/dev/null | sort -V | tail -1 || true)
  if [ -n "$postgres" ]; then dirname "$(readlink -f "$postgres")"; fi
}

bin=$(find_binaries)
if [ -z "$bin" ]; then
  echo "No PostgreSQL found: installing Debian's." >&2
  apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >&2
  bin=$(find_binaries)
fi

folder=$(mktemp -d)
run=()
# PostgreSQL refuses to run as root.
if [ "$(id -u)" -eq 0 ]; then
  owner=nobody
  if id postgres >/dev/null 2>&1; then owner=postgres; fi
  chown "$owner" "$folder"
  run=(setpriv "--reuid=$owner" "--regid=$(id -g "$owner")" --clear-groups env "HOME=$folder")
fi

server=
cleanup() {
  if [ -n "$server" ]; then
    kill -INT "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$folder"
}
trap cleanup EXIT

port=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
"${run[@]}" "$bin/initdb" -D "$folder/data" -U toque --auth=trust --encoding=UTF8 --locale=C.UTF-8 >"$folder/initdb.log" 2>&1 ||
  { cat "$folder/initdb.log" >&2; exit 1; }
"${run[@]}" "$bin/postgres" -D "$folder/data" -c listen_addresses=127.0.0.1 -c "port=$port" \
  -c "unix_socket_directories=$folder" -c fsync=off >"$folder/server.log" 2>&1 &
server=$!

for _ in $(seq 100); do
  if (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null && "${run[@]}" "$bin/pg_ctl" -D "$folder/data" status >/dev/null; then break; fi
  if ! kill -0 "$server" 2>/dev/null; then cat "$folder/server.log" >&2; exit 1; fi
  sleep 0.1
done

if [[ "${1:--}" == -* ]]; then set -- src/ledger "$@"; fi
export TOQUE_POSTGRES_REQUIRED=1
TOQUE_POSTGRES_URL="postgres://toque@127.0.0.1:$port/postgres" npx vitest run "$@"
