#!/usr/bin/env bash
# Runs the benchmarks with what each class asks for, three forks of five warm-ups and five iterations, and measures garbage
# beside time: benchmarks/run.sh [JMH ARGUMENT...], for example a regular expression and "-p codec=ZSTD".
# "-f 1 -wi 1 -i 2 Footer" is a quick look, nothing to report. The figures go to benchmarks/target/results.json.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
./mvnw -B -q -DpackageOnly -pl benchmarks -am package

echo "commit:    $(git rev-parse --short HEAD 2>/dev/null || echo unknown)$(git diff --quiet HEAD 2>/dev/null || echo ', with changes')"
echo "processor: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1), $(getconf _NPROCESSORS_ONLN) visible"
echo "load:      $(uptime | sed 's/.*load average[s]*: //')"

# The forks inherit the flags of this JVM. A heap of one size, so that the collector does not move its limits.
exec "$java" -Xms2g -Xmx2g -XX:MaxDirectMemorySize=2g \
    --add-opens=java.base/java.nio=ALL-UNNAMED -XX:+IgnoreUnrecognizedVMOptions \
    --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED -Djmh.ignoreLock=true \
    -jar benchmarks/target/benchmarks/benchmarks.jar \
    -prof gc -foe true -rf json -rff benchmarks/target/results.json "$@"
