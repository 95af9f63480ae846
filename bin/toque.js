#!/usr/bin/env node
// Plain JavaScript that an old Node can read too: finds a Node new enough for the program and starts it.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module from "node:module";
import { fileURLToPath } from "node:url";

const MAJOR_MIN = 22;
const MINOR_MIN = 18;
const QUIET = "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON";

const source = new URL("../src/cli/toque.ts", import.meta.url);
const built = new URL("../dist/cli/toque.js", import.meta.url);
const program = existsSync(source) ? source : built;
const bundled = fileURLToPath(new URL("../node_modules/node/bin/node", import.meta.url));
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major > MAJOR_MIN || (major === MAJOR_MIN && minor >= MINOR_MIN)) {
  // Keeps what was compiled, so that the second start is quicker than the first.
  module.enableCompileCache?.();
  const { main } = await import(program.href);
  await main(process.argv.slice(2));
} else if (existsSync(bundled)) {
  runWith(bundled);
} else {
  process.stderr.write(
    `toque needs Node ${MAJOR_MIN}.${MINOR_MIN} or newer; this is ${process.version}.\n` +
      `  A production install (--omit=dev) needs Node ${MAJOR_MIN}.${MINOR_MIN} or newer; install that,\n` +
      "  or run `npm ci` in toque's folder: its development tools bring their own Node 24.\n",
  );
  process.exitCode = 1;
}

function runWith(node) {
  const self = fileURLToPath(import.meta.url);
  const child = spawn(node, [QUIET, self, ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => child.kill(signal));
  }
  child.on("error", (error) => {
    process.stderr.write(`toque could not start ${node}: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on("exit", (code, signal) => {
    if (signal === null) {
      process.exitCode = code ?? 1;
      return;
    }
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
