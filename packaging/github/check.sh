#!/usr/bin/env bash
# Checks, annotates the changed lines, and writes the job's summary; ends as the check ends.
set -uo pipefail
summary=$(mktemp)
formats=(--format github --format "markdown=$summary")
if [ -n "${INPUT_SARIF:-}" ]; then
  formats+=(--format "sarif=$INPUT_SARIF")
fi
# Paths and arguments are separated by spaces; neither is expanded by the shell.
set -f
# shellcheck disable=SC2206
paths=(${INPUT_PATHS:-.}) arguments=(${INPUT_ARGS:-})
courtesy check "${formats[@]}" ${arguments[@]+"${arguments[@]}"} -- "${paths[@]}"
code=$?
cat "$summary" >>"${GITHUB_STEP_SUMMARY:?}"
rm -f "$summary"
if [ "$code" -eq 1 ]; then failed=true; else failed=false; fi
echo "failed=$failed" >>"${GITHUB_OUTPUT:?}"
exit "$code"
