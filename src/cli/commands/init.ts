import { existsSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Command } from "commander";
import { configTemplate } from "../../config/template.ts";
import { type CommandContext, withJson } from "../command-context.ts";
import { UsageError } from "../failure.ts";

const FILE = "toque.config.ts";

export function addInit(program: Command, context: CommandContext): void {
  withJson(program.command("init"))
    .summary("write a commented config file")
    .description(`Writes ${FILE} into this folder: every setting with its default and a sentence about it.`)
    .option("-f, --force", "overwrite the file that is there")
    .action((options: { force?: boolean; json?: boolean }) => {
      const path = join(context.workingDir, FILE);
      if (existsSync(path) && options.force !== true) {
        throw new UsageError(`${FILE} is already here; --force overwrites it`);
      }
      writeFileSync(path, configTemplate({ typed: canImportToque(context.workingDir) }));
      const { terminal } = context;
      terminal.print(
        options.json === true ? JSON.stringify({ path }) : `wrote ${FILE}; change it, then: npx toque serve`,
      );
    });
}

/** True inside Toque's own folder and where it is installed as a package. */
function canImportToque(folder: string): boolean {
  try {
    createRequire(join(folder, FILE)).resolve("toque");
    return true;
  } catch {
    return false;
  }
}
