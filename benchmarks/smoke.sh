#!/usr/bin/env bash
# Runs every benchmark for one short iteration: benchmarks/smoke.sh [REGEXP]
# The figures mean nothing; it proves that each benchmark still works. An exception in one, or no benchmark at all, fails.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
./mvnw -B -q -DpackageOnly -pl benchmarks -am package

# The forks inherit the flags of this JVM. The lock would keep two checkouts on one machine from running at a time.
exec "$java" --add-opens=java.base/java.nio=ALL-UNNAMED -XX:+IgnoreUnrecognizedVMOptions \
    --sun-misc-unsafe-memory-access=allow -Djmh.ignoreLock=true \
    -jar benchmarks/target/benchmarks/benchmarks.jar \
    -f 1 -wi 0 -i 1 -r 100ms -to 60s -foe true ${1:+"$1"}
