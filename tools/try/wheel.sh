#!/usr/bin/env bash
# The Python wheel in a new virtual environment. It is built here, so no program is needed; WHEEL_PROFILE chooses
# another profile of cargo than `release`.
set -- "${1:-/bin/true}"
. "$(dirname "$0")/common.sh"
cd "$root"
expect 0 maturin build --locked --profile "${WHEEL_PROFILE:-release}" --out "$work/wheels"
python3 -m venv "$work/venv"
expect 0 "$work/venv/bin/pip" install --no-index "$work"/wheels/*.whl
cd "$work"
expect 0 "$work/venv/bin/courtesy" --version
says courtesy
expect 1 "$work/venv/bin/courtesy" check --today "$today" "$root/fixtures/stories"
says holiday-contact
expect 0 "$work/venv/bin/courtesy" explain holiday-contact
echo "wheel: ok, $(du -h "$work"/wheels/*.whl | cut -f1)"
