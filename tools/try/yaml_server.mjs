// A scripted editor: yaml_server.mjs SERVER SCHEMA.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import assert from "node:assert";

const [server, schema] = process.argv.slice(2);
const child = spawn(process.execPath, [server, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
const waiting = new Map();
const published = [];
let buffer = Buffer.alloc(0);
let next = 1;

function send(message) {
  const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
  child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
  child.stdin.write(body);
}
function request(method, params) {
  const id = next++;
  send({ id, method, params });
  return new Promise((resolve) => waiting.set(id, resolve));
}
function receive(message) {
  if (message.id !== undefined && message.method === undefined) {
    waiting.get(message.id)?.(message.result);
  } else if (message.method === "textDocument/publishDiagnostics") {
    published.push(message.params);
  } else if (message.method === "workspace/configuration") {
    send({ id: message.id, result: message.params.items.map(({ section }) => (section === "yaml" ? settings.yaml : {})) });
  } else if (message.id !== undefined) {
    send({ id: message.id, result: null });
  }
}
child.stdout.on("data", (chunk) => {
  buffer = Buffer.concat([buffer, chunk]);
  for (;;) {
    const end = buffer.indexOf("\r\n\r\n");
    if (end < 0) return;
    const length = Number(/Content-Length: (\d+)/i.exec(buffer.subarray(0, end).toString())[1]);
    if (buffer.length < end + 4 + length) return;
    receive(JSON.parse(buffer.subarray(end + 4, end + 4 + length).toString()));
    buffer = buffer.subarray(end + 4 + length);
  }
});
setTimeout(() => {
  console.error("FAILED: the server did not answer within a minute");
  process.exit(1);
}, 60_000).unref();

const text = `campaigns:
  spring:
    purpose: salse
    audience: {regions: [CA-MB]}
    cadence: one
cadences:
  one:
    steps:
      - {day: 0, channel: email}
    if_closed: 
`;
const uri = "file:///sample/campaign.yaml";
const settings = {
  yaml: {
    validate: true, hover: true, completion: true,
    schemas: { [pathToFileURL(schema).href]: ["campaign.yaml"] },
    schemaStore: { enable: false },
  },
};
readFileSync(schema);
await request("initialize", { processId: process.pid, rootUri: null, capabilities: { workspace: { configuration: true } } });
send({ method: "initialized", params: {} });
send({ method: "workspace/didChangeConfiguration", params: { settings } });
send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "yaml", version: 1, text } } });

while (!published.some((it) => it.diagnostics.length > 0)) {
  await new Promise((resolve) => setTimeout(resolve, 50));
}
const { diagnostics } = published.findLast((it) => it.diagnostics.length > 0);
console.log(diagnostics.map((it) => `${it.range.start.line + 1}: ${it.message}`).join("\n"));
assert(diagnostics.some((it) => it.range.start.line === 2 && /sales/.test(it.message)), "the slip is not underlined");
assert.equal(diagnostics.length, 1, "something sound is underlined");

const at = (line, character) => ({ textDocument: { uri }, position: { line, character } });
const completion = await request("textDocument/completion", at(9, 15));
const labels = (completion.items ?? completion).map((it) => it.label);
for (const word of ["shift", "skip", "send"]) {
  assert(labels.includes(word), `no completion ${word} in ${labels}`);
}
const hover = await request("textDocument/hover", at(8, 17));
assert(/reached/.test(JSON.stringify(hover)), `hover says ${JSON.stringify(hover)}`);
console.log("yaml-language-server: ok");
process.exit(0);
