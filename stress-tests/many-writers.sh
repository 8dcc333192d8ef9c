#!/usr/bin/env bash
# A thousand writers under one budget: stress-tests/many-writers.sh quick|whole|--help [OPTION=VALUE ...]
# Builds what is missing, prints figures, and ends with an error when something did not hold.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
./mvnw -B -q -DpackageOnly -pl stress-tests -am package

exec "$java" -cp stress-tests/target/stress-tests/stress-tests.jar dev.intarsia.manywriters.ManyWriters "$@"
