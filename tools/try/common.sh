# What the scripts of this folder share; sourced, not run.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
program=${1:-$root/target/release/courtesy}
[ -x "$program" ] || { echo "no program at $program; cargo build --release makes it"; exit 2; }
program=$(cd "$(dirname "$program")" && pwd)/$(basename "$program")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The hermetic day of every run.
today=2026-11-22

fail() { echo "FAILED: $*"; exit 1; }

# expect CODE COMMAND...: the command ends with this code; its output stands in $work/out.
expect() {
  local want=$1 code=0
  shift
  "$@" >"$work/out" 2>&1 || code=$?
  [ "$code" -eq "$want" ] || { cat "$work/out"; fail "exit code $code instead of $want: $*"; }
}

# says TEXT: the last command's output has it.
says() { grep -qF -- "$1" "$work/out" || { cat "$work/out"; fail "no \`$1\`"; }; }
