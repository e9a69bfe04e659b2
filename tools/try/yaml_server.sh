#!/usr/bin/env bash
# The JSON Schema in yaml-language-server: it underlines a slip, completes a value and explains a field.
. "$(dirname "$0")/common.sh"
cd "$work"
npm init -y >/dev/null
expect 0 npm install --no-audit --no-fund yaml-language-server@1.19
node "$root/tools/try/yaml_server.mjs" "$work/node_modules/yaml-language-server/bin/yaml-language-server" "$root/schema/courtesy.json"
