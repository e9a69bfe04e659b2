// node pack.mjs PROGRAM PLATFORM ARCH OUT: writes the launcher's package and the platform's to OUT.
import { copyFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [program, platform, arch, out] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const version = /^version = "(.*)"$/m.exec(readFileSync(join(root, "Cargo.toml"), "utf8"))[1];
// The platforms of the release workflow.
const platforms = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64", "win32-x64"];
const common = {
  version,
  description: "A linter for outbound campaigns",
  license: "(MIT OR Apache-2.0)",
};

function write(name, manifest, files) {
  const folder = join(out, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, ...common, ...manifest }, null, 2) + "\n");
  for (const licence of ["LICENSE-MIT", "LICENSE-APACHE", "THIRD-PARTY.md"]) {
    copyFileSync(join(root, licence), join(folder, licence));
  }
  for (const [from, to] of files) {
    copyFileSync(from, join(folder, to));
    chmodSync(join(folder, to), 0o755);
  }
}

write(
  "courtesy",
  {
    bin: { courtesy: "courtesy.mjs" },
    engines: { node: ">=18" },
    optionalDependencies: Object.fromEntries(platforms.map((it) => [`courtesy-${it}`, version])),
  },
  [[join(here, "courtesy.mjs"), "courtesy.mjs"]],
);
const file = platform === "win32" ? "courtesy.exe" : "courtesy";
write(`courtesy-${platform}-${arch}`, { os: [platform], cpu: [arch] }, [[program, file]]);
