#!/bin/sh
# Races other decision engines with Quoin and with the same decisions by hand, each in a process with a class path of its
# own: docs/benchmarks/engines.md.
#
#   bench/engines.sh [ENGINE…]     kie camunda dmn-scala; all of them by default
#
# WORKLOADS  W1, W2, W3; all by default
# SECONDS_PER_RACE  10
set -eu

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$home"
[ $# -gt 0 ] || set -- kie camunda dmn-scala
./mvnw -q -B -ntp -Pengines -pl bench/engines/kie,bench/engines/camunda,bench/engines/dmn-scala -am -DskipTests \
  package dependency:copy-dependencies -DoutputDirectory=target/lib
for engine; do
  case $engine in
  kie) main=KieRace ;;
  camunda) main=CamundaRace ;;
  dmn-scala) main=DmnScalaRace ;;
  *) echo "no engine $engine (expected: kie, camunda, dmn-scala)" >&2; exit 2 ;;
  esac
  # shellcheck disable=SC2086 # the workloads are words
  java -XX:+UseCompactObjectHeaders -Dquoin.seconds="${SECONDS_PER_RACE:-10}" \
    -cp "bench/engines/$engine/target/classes:bench/engines/$engine/target/lib/*" "dev.quoin.bench.engines.$main" ${WORKLOADS:-}
done
