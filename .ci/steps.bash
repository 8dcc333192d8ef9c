# Sourced by the scripts of this folder. It brings: the checkout as working directory, and two functions.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

# within MINUTES NAME COMMAND...: runs the command, and ends it and all that it started when the time is up.
within() {
    local minutes=$1 name=$2 status=0
    shift 2
    timeout --kill-after=30s "${minutes}m" "$@" || status=$?
    if [ "$status" -eq 124 ] || [ "$status" -eq 137 ]; then
        echo "ci: $name did not end within its $minutes minutes and was stopped." >&2
    elif [ "$status" -ne 0 ]; then
        echo "ci: $name failed (exit status $status)." >&2
    fi
    return "$status"
}

# Prints the option that names the test data, when it lies beside the checkout; its tests are skipped otherwise.
testdata() {
    local folder
    if folder=$(cd ../shared/data 2>/dev/null && pwd); then
        printf -- '-Dintarsia.testdata=%s\n' "$folder"
    else
        echo "ci: there is no ../shared/data; the tests that read it are skipped." >&2
    fi
}
