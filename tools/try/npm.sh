#!/usr/bin/env bash
# The npm packages, installed from their archives without a registry.
. "$(dirname "$0")/common.sh"
platform=$(node -p process.platform) arch=$(node -p process.arch)
node "$root/packaging/npm/pack.mjs" "$program" "$platform" "$arch" "$work/packages"
cd "$work"
for it in packages/*; do npm pack --silent "./$it" --pack-destination "$work" >/dev/null; done
mkdir project
cd project
npm init -y >/dev/null
# The other platforms' packages are optional and do not exist here.
expect 0 npm install --offline --no-audit --no-fund --omit=optional "$work"/courtesy-"$platform-$arch"-*.tgz "$work"/courtesy-[0-9]*.tgz
expect 0 npx --offline courtesy --version
says courtesy
expect 1 npx --offline courtesy check --today "$today" "$root/fixtures/stories"
says holiday-contact
expect 2 npx --offline courtesy check --nonsense
echo "npm: ok"
