#!/usr/bin/env bash
# The steps of action.yml, as a job on GitHub would run them.
. "$(dirname "$0")/common.sh"
mkdir "$work/bin"
ln -s "$program" "$work/bin/courtesy"
export PATH=$work/bin:$PATH GITHUB_ACTION_PATH=$root RUNNER_TEMP=$work GITHUB_PATH=$work/path
export GITHUB_STEP_SUMMARY=$work/summary GITHUB_OUTPUT=$work/output
cd "$root"

expect 0 packaging/github/install.sh
says courtesy

INPUT_PATHS=fixtures/stories INPUT_ARGS="--today $today" INPUT_SARIF=$work/it.sarif expect 1 packaging/github/check.sh
says '::error file=fixtures/stories/'
grep -q 'failed=true' "$work/output" || fail 'no output `failed`'
grep -q 'holiday-contact' "$work/summary" || fail 'no job summary'
grep -q '"version": *"2.1.0"' "$work/it.sarif" || fail 'no SARIF'

: >"$work/output"
INPUT_PATHS=fixtures/stories/honest INPUT_ARGS="--today $today" expect 0 packaging/github/check.sh
grep -q 'failed=false' "$work/output" || fail 'honest twins fail'
echo "action: ok"
