import { resolve } from "node:path";
import type { Command } from "commander";
import type { ReplayedRow } from "../../router/learner/replay.ts";
import { type CommandContext, withJson } from "../command-context.ts";
import { replayReport } from "../output/replay-report.ts";
import { snakeCase } from "../../core/snake-case.ts";

type ReplayFlags = {
  readonly policy: string;
  readonly outcomes: readonly string[];
  readonly prices?: string;
  readonly json?: boolean;
};

export function addReplay(program: Command, context: CommandContext): void {
  withJson(program.command("replay"))
    .summary("what a learnt policy would have done on recorded outcomes")
    .description(
      "Runs a policy over recorded outcomes, question by question. With --json it writes one line per question: who was asked, " +
        "whose answer stands, the chance of each model to be right before any call, and the cost; then one line with the summary.",
    )
    .requiredOption("--policy <file>", "what `toque learn` wrote")
    .requiredOption("--outcomes <files...>", "outcome files, JSON lines, may be gzipped")
    .option("--prices <file>", "list prices per model (default: those the policy was learnt with)")
    .addHelpText("after", "\nExample:\n  toque replay --policy policy.json --outcomes other.jsonl.gz --json")
    .action((flags: ReplayFlags) => replay(flags, context));
}

async function replay(flags: ReplayFlags, { terminal, workingDir }: CommandContext): Promise<void> {
  const at = (path: string): string => resolve(workingDir, path);
  const { readPrices } = await import("../../bench/outcomes/prices.ts");
  const { openReplay } = await import("../../bench/routing/replay.ts");
  const opened = await openReplay({
    policyFile: at(flags.policy),
    files: flags.outcomes.map(at),
    prices: flags.prices === undefined ? null : await readPrices(at(flags.prices)),
  });
  if (flags.json !== true) for (const note of opened.notes) terminal.note(note);
  const rows: ReplayedRow[] = [];
  for (const row of opened.rows()) {
    rows.push(row);
    if (flags.json === true) await terminal.write(`${lineOf(row)}\n`);
  }
  const summary = opened.summary(rows);
  if (flags.json === true) {
    const { costBasis, missing, notes, artefact, learntFrom } = opened;
    terminal.print(
      JSON.stringify({
        summary: snakeCase({ ...summary, policy: artefact.digest, costBasis, missing, learntFrom, notes }),
      }),
    );
    return;
  }
  for (const line of replayReport(summary, opened, rows)) terminal.print(line);
}

/** `predicted` keeps the models' names as they are. */
function lineOf({ id, asked, answerFrom, predicted, costUsd }: ReplayedRow): string {
  return JSON.stringify({ id, asked, answer_from: answerFrom, predicted, cost_usd: costUsd });
}
