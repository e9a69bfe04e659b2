#!/usr/bin/env bash
# run.sh TARGET [SECONDS]: fills the corpus and fuzzes one target, by default for 13 minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
target=$1 seconds=${2:-780}
fuzz/seed.sh >/dev/null
# Words of a text are not those of the format; the largest input is what makes a run of it slow but not long.
case $target in
  lexicon) size=2048 ;;
  yaml) size=16384 ;;
  *) size=8192 ;;
esac
export RAYON_NUM_THREADS=1
exec cargo +nightly fuzz run --sanitizer none "$target" -- \
  -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len="$size" -dict=fuzz/words.dict -print_final_stats=1
