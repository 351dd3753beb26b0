#!/bin/sh
# Measures the price service as docs/benchmarks/service.md shows it: `quoin up` and `quoin load`, two processes on one machine.
#
#   bench/service.sh [SCENARIO…]     durable request-ids batch waiver-rest; all of them by default
#
# Beside what a customer sees it takes the processor time of each process per call, over the same seconds and from the same
# counts: latencies change with what else the machine does, the time that a call takes hardly does.
#
# SECONDS_MEASURED, WARM_UP  how long each scenario is measured, and how long the load rises before; 60 and 40
# RATE, BATCH_RATE, WAIVER_RATE  calls a second: 10000, 100 batches of 1,000 cars, 2000
set -eu

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
measured=${SECONDS_MEASURED:-60}
warm_up=${WARM_UP:-40}
http=${HTTP_PORT:-18080}
grpc=${GRPC_PORT:-19090}
work=$(mktemp -d)
server=
trap 'stop; rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM

stop() {
  [ -z "$server" ] || { kill "$server" && wait "$server" || :; }
  server=
}

start() {
  (cd "$home" && exec ./quoin up --data "$work/data" --http "$http" --grpc "$grpc") >"$work/up.out" 2>"$work/up.log" &
  server=$!
  until curl -sf "http://127.0.0.1:$http/health/ready" >/dev/null; do
    kill -0 "$server" 2>/dev/null || { cat "$work/up.log" >&2; server=; exit 2; }
    sleep 1
  done
}

# The processor time of processes in microseconds, with that of children that have ended.
cpu() {
  for pid; do cat "/proc/$pid/stat"; done | sed 's/^.*) //' |
    awk -v tick="$(getconf CLK_TCK)" '{ sum += $12 + $13 + $14 + $15 } END { printf "%.0f\n", sum * 1e6 / tick }'
}

postgres() {
  supervisor=$(pgrep -P "$server" -f postgres | head -n 1)
  echo "$supervisor"
  pgrep -P "$supervisor"
}

answered() {
  curl -s "http://127.0.0.1:$http/metrics" |
    awk '/^quoin_requests_seconds_count.*kind="(quote|batch)"/ { sum += $NF } END { printf "%.0f\n", sum }'
}

# The server, PostgreSQL, the generator, and how many calls were answered.
sample() { echo "$(cpu "$server") $(cpu $(postgres)) $(cpu "$1") $(answered)"; }

# run NAME OPTIONS…: puts load on the server.
run() {
  name=$1
  shift
  kill -0 "$server" 2>/dev/null || { echo "the server is gone; its log ends with:" >&2; tail -n 20 "$work/up.log" >&2; exit 2; }
  echo "## $name"
  echo "quoin load $*"
  (cd "$home" && exec ./quoin load --ratebook ratebooks/seoul-carshare --warm-up "${warm_up}s" --duration "${measured}s" \
    --json "$work/$name.json" "$@") >"$work/$name.out" 2>&1 &
  load=$!
  sleep $((warm_up + 8)) # it has started and warmed up
  before=$(sample "$load")
  sleep $((measured - 10))
  after=$(sample "$load")
  wait "$load" || :
  tail -n 12 "$work/$name.out"
  echo "$before $after" | awk '{ calls = $8 - $4; if (calls == 0) { print "nothing was answered"; exit }
    printf "processor time, us per call: server %.1f, PostgreSQL %.1f, generator %.1f, of %d calls\n\n",
      ($5 - $1) / calls, ($6 - $2) / calls, ($7 - $3) / calls, calls }'
}

"$home/quoin" --version
uname -rm
grep -m 1 'model name' /proc/cpuinfo || :
nproc
[ $# -gt 0 ] || set -- durable request-ids batch waiver-rest
start
for scenario; do
  case $scenario in
  durable) run durable --target "grpc://127.0.0.1:$grpc" --mix rental=100 --rate "${RATE:-10000}" ;;
  request-ids) run request-ids --target "grpc://127.0.0.1:$grpc" --mix rental=100 --rate "${RATE:-10000}" --request-ids ;;
  batch) run batch --target "grpc://127.0.0.1:$grpc" --mix batch=100 --batch-size 1000 --rate "${BATCH_RATE:-100}" ;;
  waiver-rest) run waiver-rest --target "http://127.0.0.1:$http" --mix waiver=100 --rate "${WAIVER_RATE:-2000}" ;;
  *) echo "no scenario $scenario (expected: durable, request-ids, batch, waiver-rest)" >&2; exit 2 ;;
  esac
done
