#!/usr/bin/env bash
# Runs the jcstress tests: stress-tests/run.sh quick|long [REGEXP]
#   quick   a few short iterations of every test; what a pull request gets (.ci/stress bounds it)
#   long    the full set of compilation and affinity modes; hours, for a machine of its own
# Ends with an error when a test fails, when one cannot run, and when there was no test to run.
set -euo pipefail

usage() {
    echo "usage: stress-tests/run.sh quick|long [REGEXP]" >&2
    exit 2
}
[ $# -ge 1 ] && [ $# -le 2 ] || usage
case $1 in
    # One JVM a compiler mode, not one for each way to split compilers and processors among the actors.
    quick) mode=(-m quick -iters 3 -time 200 -sc false -af NONE) ;;
    long) mode=(-m default) ;;
    *) usage ;;
esac
tests=${2:-.*}

cd "$(dirname "${BASH_SOURCE[0]}")/.."
java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
./mvnw -B -q -DpackageOnly -pl stress-tests -am package

target=$PWD/stress-tests/target
log=$target/jcstress.log
flags="--add-opens=java.base/java.nio=ALL-UNNAMED -XX:+IgnoreUnrecognizedVMOptions --sun-misc-unsafe-memory-access=allow"
rm -rf "$target/jcstress"
mkdir -p "$target/jcstress"
cd "$target/jcstress" # where jcstress leaves its raw results

status=0
# The forks inherit the flags of this JVM.
# shellcheck disable=SC2086 # flags is a list of words
"$java" $flags -jar "$target/stress-tests/stress-tests.jar" "${mode[@]}" -t "$tests" -r "$target/jcstress/report" \
    2>&1 | tee "$log" || status=$?

# The last progress line: (Results: 28 planned; 28 passed, 0 failed, 0 soft errs, 0 hard errs)
results=$(grep -o 'Results: [0-9]* planned; .*' "$log" | tail -n 1) || true
read -r planned passed failed soft hard <<<"$(tr -cs '0-9' ' ' <<<"${results:-}")" || true
if [ "${planned:-0}" -eq 0 ]; then
    echo "stress-tests: no test ran for the expression '$tests'; a run that proves nothing counts as a failure." >&2
    exit 1
fi
if [ "$status" -ne 0 ] || [ "$passed" -ne "$planned" ] || [ "$((failed + soft + hard))" -ne 0 ]; then
    echo "stress-tests: $passed of $planned runs passed, $failed failed, $((soft + hard)) had errors; see $log" >&2
    exit 1
fi
echo "stress-tests: all $passed runs passed; report in $target/jcstress/report/index.html"
