import type { Readable } from "node:stream";
import type { Command } from "commander";
import type { Environment } from "../config/environment.ts";
import type { Terminal } from "./output/terminal.ts";

/** What every command gets instead of reaching for the process. */
export type CommandContext = {
  readonly terminal: Terminal;
  readonly input: Readable;
  readonly environment: Environment;
  readonly workingDir: string;
  readonly nowMs: () => number;
};

/** Options of every command that reads the config. */
export type PlaceOptions = { readonly config?: string; readonly data?: string };

export function withPlace(command: Command): Command {
  return command
    .option("-c, --config <file>", "config file (default: toque.config.ts or .json here)")
    .option("-d, --data <folder>", "data folder (default: ./.toque)");
}

export function withJson(command: Command): Command {
  return command.option("--json", "print JSON instead of text");
}
