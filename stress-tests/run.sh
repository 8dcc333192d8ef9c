#!/usr/bin/env bash
# Runs the jcstress tests: stress-tests/run.sh quick|whole|long [REGEXP]
#   quick   a few short iterations of every test in a JVM or two; what a pull request gets (.ci/stress bounds it)
#   whole   ten iterations of a second of every test, together at least 300 million samples; a quarter of an hour
#   long    the full set of compilation and affinity modes; hours, for a machine of its own
# Ends with an error when a test fails, when one cannot run or was left out, when there was no test to run, and when a
# control (a class named *Control, which does what nobody may do) did not show what it was caught at.
set -euo pipefail

usage() {
    echo "usage: stress-tests/run.sh quick|whole|long [REGEXP]" >&2
    exit 2
}
[ $# -ge 1 ] && [ $# -le 2 ] || usage
case $1 in
    # One JVM a test (two where there is biased locking), which runs through interpreter, C1 and C2 while it warms up, not
    # one for each compiler and each way to split processors among the actors: starting them took most of the time.
    quick) mode=(-m quick -iters 4 -time 250 -sc false -af NONE) ;;
    whole) mode=(-m quick -iters 10 -time 1000 -sc false -af NONE) ;;
    long) mode=(-m default) ;;
    *) usage ;;
esac
length=$1
tests=${2:-.*}

cd "$(dirname "${BASH_SOURCE[0]}")/.."
java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
./mvnw -B -q -DpackageOnly -pl stress-tests -am package

root=$PWD
target=$root/stress-tests/target
log=$target/jcstress.log
flags="--add-opens=java.base/java.nio=ALL-UNNAMED -XX:+IgnoreUnrecognizedVMOptions --sun-misc-unsafe-memory-access=allow"
rm -rf "$target/jcstress"
mkdir -p "$target/jcstress"
cd "$target/jcstress" # where jcstress leaves its raw results

status=0
# The forks inherit the flags of this JVM; flags that are said outright are the only ones that are tried.
[ "$length" = long ] || mode+=(-jvmArgs "$flags")
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

# jcstress leaves a test out without a word where it has more actors than the machine processors.
ran=0
for source in $(cd "$root/stress-tests/src/main/java" && grep -rl '^@JCStressTest' .); do
    name=$(tr / . <<<"${source#./}")
    name=${name%.java}
    if [ ! -f "$target/jcstress/report/$name.html" ]; then
        [ "$tests" != '.*' ] || { echo "stress-tests: $name did not run." >&2; exit 1; }
        continue
    fi
    ran=$((ran + 1))
    # Behind the results stand first the tests with something of interest, each by its name. All of it is read: a grep that
    # stops at what it looks for would break the pipe, and that would count as a control that was not caught.
    if [[ $name == *Control ]] \
        && ! sed -n '/^RUN RESULTS/,/Failed tests/p' "$log" | grep -F "[OK] $name" >/dev/null; then
        echo "stress-tests: $name was not caught, so that the tests beside it prove nothing; see $log" >&2
        exit 1
    fi
done
samples=$(sed -n "s/^<td align='right' width=.*>\([0-9]*\)<\/td>\$/\1/p" "$target"/jcstress/report/*.html \
    | awk '{ sum += $1 } END { printf "%.0f", sum }')
if [ "$length $tests" = 'whole .*' ] && [ "$samples" -lt 300000000 ]; then
    echo "stress-tests: $samples samples are fewer than 300 million; run on a machine of its own." >&2
    exit 1
fi
echo "stress-tests: $ran test classes ran, $samples samples, controls were caught."
echo "stress-tests: all $passed runs passed; report in $target/jcstress/report/index.html"
