#!/usr/bin/env bash
# tools/archive.sh PROGRAM NAME OUT: an archive with the program, completions, the manual page and the licences.
set -euo pipefail
program=$1 name=$2 out=$3
root=$(cd "$(dirname "$0")/.." && pwd)
[ -e "$program" ] || program=$program.exe
mkdir -p "$out"
folder=$(mktemp -d)/$name
mkdir -p "$folder/completions"
cp "$program" "$root"/{README.md,CHANGELOG.md,THIRD-PARTY.md,LICENSE-MIT,LICENSE-APACHE} "$folder"
for shell in bash elvish fish powershell zsh; do
  "$program" completions "$shell" >"$folder/completions/courtesy.$shell"
done
"$program" man >"$folder/courtesy.1"
tar -C "$(dirname "$folder")" -czf "$out/$name.tar.gz" "$name"
(cd "$out" && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
