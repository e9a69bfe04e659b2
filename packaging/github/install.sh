#!/usr/bin/env bash
# Puts `courtesy` on the path of the job, built from the action's own source unless it is there already.
set -euo pipefail
if command -v courtesy >/dev/null; then
  courtesy --version
  exit 0
fi
to=${RUNNER_TEMP:?}/courtesy
cargo install --quiet --locked --path "${GITHUB_ACTION_PATH:?}" --root "$to"
echo "$to/bin" >>"${GITHUB_PATH:?}"
