#!/bin/sh
# Races other decision engines with Quoin and with the same decisions by hand, each in a process of its own, and prints a
# table for each workload: docs/benchmarks/engines.md.
#
#   bench/engines.sh [ENGINE…]     kie camunda dmn-scala openl zen; all of them by default
#
# WORKLOADS         W1 W2 W3; all by default
# SECONDS_PER_RACE  10
# HEAP              4g; it is taken from the system before a race begins
# BUILD             no: races what an earlier run built
set -eu

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$home"
. build/find-jdk.sh || exit 2
[ $# -gt 0 ] || set -- kie camunda dmn-scala openl zen
workloads=${WORKLOADS:-W1 W2 W3}

for engine; do
  case $engine in
  kie | camunda | dmn-scala | openl) ;;
  zen)
    command -v node >/dev/null && command -v npm >/dev/null || {
      echo "zen needs Node 20 with npm on the PATH" >&2
      exit 2
    }
    ;;
  *) echo "no engine $engine (expected: kie, camunda, dmn-scala, openl, zen)" >&2; exit 2 ;;
  esac
done
for workload in $workloads; do
  case $workload in
  W1 | W2 | W3) ;;
  *) echo "no workload $workload (expected: W1, W2, W3)" >&2; exit 2 ;;
  esac
done

if [ "${BUILD:-yes}" != no ]; then
  modules=
  for engine; do
    modules=$modules${modules:+,}bench/engines/$engine
  done
  ./mvnw -q -B -ntp -Pengines -pl "$modules" -am -DskipTests \
    package dependency:copy-dependencies -DoutputDirectory=target/lib
  for engine; do
    [ "$engine" != zen ] || npm --prefix bench/engines/zen install --silent
  done
fi

race() {
  engine=$1
  main=$2
  shift 2
  # Memory that is fresh from the system costs more than an answer does: docs/benchmarks/engines.md.
  "$JAVA_HOME/bin/java" -XX:+UseParallelGC -Xms"${HEAP:-4g}" -Xmx"${HEAP:-4g}" -XX:+AlwaysPreTouch \
    -XX:+UseCompactObjectHeaders -Dquoin.seconds="${SECONDS_PER_RACE:-10}" "$@" \
    -cp "bench/engines/$engine/target/classes:bench/engines/$engine/target/lib/*" \
    "dev.quoin.bench.engines.$main" "$workload"
}

for workload in $workloads; do
  printf '\n## %s\n\n' "$workload"
  echo '|  | ns | × by hand | × Quoin | bytes | by hand, ns | Quoin, ns | Quoin × by hand | checked | loaded, s |'
  echo '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |'
  for engine; do
    case $engine in
    kie) race kie KieRace ;;
    camunda) race camunda CamundaRace ;;
    dmn-scala) race dmn-scala DmnScalaRace ;;
    # It looks into classes of the JDK; its log is not of interest.
    openl)
      race openl OpenlRace --add-opens java.base/java.lang=ALL-UNNAMED \
        -Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory
      ;;
    zen) race zen ZenRace ;;
    esac
  done
done
