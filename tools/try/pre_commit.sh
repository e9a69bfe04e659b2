#!/usr/bin/env bash
# pre_commit.sh [PROGRAM] [HOOK]: a hook of .pre-commit-hooks.yaml in a sample repository, with the real pre-commit.
. "$(dirname "$0")/common.sh"
hook=${2:-courtesy-system}
mkdir "$work/bin" "$work/sample"
ln -s "$program" "$work/bin/courtesy"
[ "$hook" = courtesy-system ] && export PATH=$work/bin:$PATH
export PRE_COMMIT_HOME=$work/cache GIT_CONFIG_GLOBAL=/dev/null
git() { command git -c user.name=Sample -c user.email=sample@example.com -c commit.gpgsign=false "$@"; }
cd "$work/sample"
git init -q
cat >.pre-commit-config.yaml <<YAML
repos:
  - repo: $root
    rev: $(git -C "$root" rev-parse HEAD)
    hooks:
      - {id: $hook, args: [--today, "$today"]}
YAML
git add .
git commit -qm 'Hooks'
expect 0 pre-commit install

# What is no campaign does not stop a commit.
echo 'services: {web: {image: nginx}}' >compose.yaml
git add .
expect 0 pre-commit run

cp "$root"/fixtures/stories/honest/2-*.yaml good.yaml
git add .
expect 0 pre-commit run

mkdir campaigns
cp "$root"/fixtures/stories/2-*.yaml campaigns/bad.yaml
git add .
expect 1 pre-commit run
says no-decline-choice
says campaigns/bad.yaml
expect 1 git commit -qm 'Bad'
says no-decline-choice
# All files give what the changed ones gave.
expect 1 pre-commit run --all-files
says no-decline-choice
echo "pre-commit, $hook: ok"
