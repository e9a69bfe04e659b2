#!/usr/bin/env bash
# seed.sh: fills corpus/ from what the repository holds, and writes the words of the format for the fuzzer to try.
set -euo pipefail
cd "$(dirname "$0")"
for target in yaml format config law lexicon; do mkdir -p "corpus/$target"; done
for target in config law lexicon; do cp seeds/"$target"/* "corpus/$target/"; done

# Campaigns: the fixtures, and the examples of every rule's page.
find ../fixtures -name '*.yaml' -size -24k ! -name courtesy.yaml | while read -r file; do
  name=$(echo "${file#../fixtures/}" | tr / -)
  cp "$file" "corpus/yaml/$name"
  cp "$file" "corpus/format/$name"
done
cp sample.yaml corpus/format/
# It ends, as a test shows, but slowly, and everything that is made from it is as slow.
rm corpus/format/hostile-numbers.yaml
for page in ../rules/catalog/*/*.md; do
  awk -v out="corpus/format/$(basename "$page" .md)" '
    /^```yaml/ { n++; inside = 1; next }
    /^```/     { inside = 0 }
    inside     { print > (out "-" n ".yaml") }' "$page"
done
find ../fixtures -name courtesy.yaml | while read -r file; do
  cp "$file" "corpus/config/$(echo "${file#../fixtures/}" | tr / -)"
done

# Law: the head of each pack with one of its provisions, as if it were the user's own.
for pack in ../rules/law/*.yaml; do
  awk -v out="corpus/law/$(basename "$pack" .yaml)" '
    /^#/ { next }
    /^provisions:/ { head = head $0 "\n"; within = 1; next }
    !within { head = head $0 "\n"; next }
    /^  - id:/ { n++; file = out "-" n ".yaml"; printf "%s", head > file; $0 = $0 "-ours" }
    n { print > file }' "$pack"
done

# Texts: the examples of the lexicons, twenty lines at a time, and the texts of the stories.
for file in ../rules/lexicon/*.yaml ../fixtures/story-texts/*.yaml ../fixtures/corpus/*.yaml; do
  split -l 20 "$file" "corpus/lexicon/$(echo "${file#../}" | tr / -)-"
done

# The names of fields and the words of the format; the fuzzer puts them in where it likes.
grep -ohE '"[a-z][a-z_0-9]{2,30}"' ../schema/*.json | sort -u >words.dict
printf '"%s"\n' ': ' ': [' ': {' '- ' '<<: *' '&a ' '*a' '|+\\x0a' '>-\\x0a' '# courtesy: allow[' '{{offer.' '---\\x0a' '2026-12-25' '09:00-17:00' 'CA-MB' 'US-FL' '12.50 EUR' '14d' '\\xef\\xbb\\xbf' '\\x0d\\x0a' '\\x0a  ' >>words.dict
for target in yaml format config law lexicon; do echo "$target: $(ls "corpus/$target" | wc -l)"; done
