import { readFileSync } from "node:fs";
import process from "node:process";
import { readEnvironment } from "../config/environment.ts";
import type { CommandContext } from "./command-context.ts";
import { reportFailure } from "./failure.ts";
import { processTerminal } from "./output/terminal.ts";
import { createProgram } from "./program.ts";

/** Runs the process's command line and leaves the exit code with it. */
export async function main(argv: readonly string[]): Promise<void> {
  // `toque ledger export | head` closes the pipe early; that is how it is meant to end.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  const environment = readEnvironment();
  process.exitCode = await runCommandLine(argv, {
    terminal: processTerminal(environment.noColor),
    input: process.stdin,
    environment,
    workingDir: process.cwd(),
    // oxlint-disable-next-line no-restricted-properties -- the entry point is where the clock comes in
    nowMs: Date.now,
  });
}

/** Runs one command line; returns its exit code. */
export async function runCommandLine(argv: readonly string[], context: CommandContext): Promise<number> {
  const asked = { json: argv.includes("--json"), debug: argv.includes("--debug") };
  try {
    const given = argv.length === 0 ? ["--help"] : argv;
    await createProgram(context, version(), asked.json).parseAsync(given, { from: "user" });
    return 0;
  } catch (error) {
    return reportFailure(error, context.terminal, asked);
  }
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return typeof manifest === "object" && manifest !== null && "version" in manifest
    ? String(manifest.version)
    : "unknown";
}

if (import.meta.main) {
  await main(process.argv.slice(2));
}
