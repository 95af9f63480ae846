/** `npm run reference` writes docs/reference; with `--check` it only says whether that would change anything. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import process from "node:process";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { configReference } from "../config/config-reference.ts";
import { readEnvironment } from "../config/environment.ts";
import { EXPERT_KINDS } from "../experts/registry.ts";
import { POLICY_KINDS } from "../router/registry.ts";
import { cliReference } from "./cli-reference.ts";
import { httpReference } from "./http-reference.ts";
import { processTerminal } from "./output/terminal.ts";
import { createProgram } from "./program.ts";

const program = createProgram(
  {
    terminal: { ...processTerminal(true), columns: 80 },
    input: Readable.from([]),
    environment: readEnvironment({}),
    workingDir: process.cwd(),
    nowMs: () => 0,
  },
  "",
);

const pages = {
  "cli.md": cliReference(program),
  "http.md": httpReference(),
  "config.md": configReference({ experts: EXPERT_KINDS, policies: POLICY_KINDS }),
};

const stale: string[] = [];
for (const [name, text] of Object.entries(pages)) {
  const path = fileURLToPath(new URL(`../../docs/reference/${name}`, import.meta.url));
  if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
  stale.push(name);
  if (process.argv.includes("--check")) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
if (stale.length > 0 && process.argv.includes("--check")) {
  process.stderr.write(`docs/reference is out of date (${stale.join(", ")}): run \`npm run reference\`\n`);
  process.exitCode = 1;
}
