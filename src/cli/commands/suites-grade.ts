import { createInterface } from "node:readline";
import type { Command } from "commander";
import { type CommandContext, withJson } from "../command-context.ts";
import { UsageError } from "../failure.ts";

export function addSuitesGrade(parent: Command, context: CommandContext): void {
  withJson(parent.command("grade"))
    .summary("grade answers read from the standard input")
    .description(
      'Reads JSON lines {"check": {...}, "output": "..."} from the standard input and writes one line ' +
        '{"correct": true|false|null, "reason": "..."} for each, in order, at once. It is the reward of training.',
    )
    .action(async () => {
      const { gradeLines } = await import("../../bench/suites/grade-stream.ts");
      try {
        for await (const line of gradeLines(createInterface({ input: context.input }))) {
          await context.terminal.write(`${line}\n`);
        }
      } catch (error) {
        if (error instanceof TypeError || error instanceof SyntaxError) throw new UsageError(error.message);
        throw error;
      }
    });
}
