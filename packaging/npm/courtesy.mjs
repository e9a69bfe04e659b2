#!/usr/bin/env node
// Starts the program of this platform, and ends as it ends.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";

const name = `courtesy-${process.platform}-${process.arch}`;
const file = process.platform === "win32" ? "courtesy.exe" : "courtesy";
let program;
try {
  program = createRequire(import.meta.url).resolve(`${name}/${file}`);
} catch {
  console.error(`courtesy: no program for this platform (the package ${name} is not installed)`);
  process.exit(4);
}
const ended = spawnSync(program, process.argv.slice(2), { stdio: "inherit" });
if (ended.error) {
  console.error(`courtesy: ${ended.error.message}`);
}
process.exit(ended.status ?? 4);
