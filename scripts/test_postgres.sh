#!/usr/bin/env bash
# Run the tests of the case database on PostgreSQL too: starts a server of its own, on no port that anybody else sees,
# and removes it. Needs Debian's postgresql and postgresql-postgis (or PGBIN, the folder with initdb and pg_ctl).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bin="${PGBIN:-$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)}"
if [ ! -x "$bin/initdb" ]; then
  echo "no PostgreSQL found: apt-get install postgresql postgresql-postgis, or set PGBIN" >&2
  exit 1
fi
python="${PYTHON:-.venv/bin/python}"
folder="$(mktemp -d)"
port="${PGPORT:-54329}"
as_server() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; } # the server refuses to be root
stop() { as_server "$bin/pg_ctl" -D "$folder/cluster" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$folder"; }
trap stop EXIT
[ "$(id -u)" != 0 ] || chown postgres "$folder"
as_server "$bin/initdb" -D "$folder/cluster" -U dateline -A trust -E UTF8 --no-locale >/dev/null
options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c fsync=off"
control="$folder/control" # stop, start or restart, for the tests of a server that goes away
{
  echo "#!/usr/bin/env bash"
  declare -f as_server
  printf 'as_server %q -D %q -w -m fast -l %q -o %q "$1" >/dev/null\n' \
    "$bin/pg_ctl" "$folder/cluster" "$folder/log" "$options"
} >"$control"
chmod 755 "$control" "$folder"
"$control" start
as_server "$bin/createdb" -h 127.0.0.1 -p "$port" -U dateline cases
export DATELINE_TEST_POSTGRES="postgresql://dateline@127.0.0.1:$port/cases" DATELINE_TEST_POSTGRES_CONTROL="$control"
"$python" -m pytest tests/test_store.py tests/test_store_faults.py tests/test_case_linking.py \
  tests/test_timestamping.py "$@"
