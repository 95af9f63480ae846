import { resolve } from "node:path";
import type { Command } from "commander";
import { type CommandContext, withJson } from "../command-context.ts";
import { checkOneOf, listOf, wholeNumberOf } from "../option-values.ts";
import { frontierReport } from "../output/frontier-report.ts";
import { countOf } from "../output/quantity.ts";
import { snakeCase } from "../output/snake-case.ts";
import { writeWhole } from "../output/whole-file.ts";

type FrontierFlags = {
  readonly outcomes: readonly string[];
  readonly models?: string;
  readonly prices?: string;
  readonly reference?: string;
  readonly hide?: string;
  readonly calls: string;
  readonly model: string;
  readonly seed: string;
  readonly out: string;
  readonly json?: boolean;
};

export function addFrontier(program: Command, context: CommandContext): void {
  withJson(program.command("frontier"))
    .summary("accuracy against cost: single models, learnt policies, what is possible")
    .description(
      "Draws what recorded outcomes allow, as one HTML page that needs no network: every model alone, mixtures by chance, " +
        "simple and learnt policies at every price, each judged on questions it was not learnt from, and the oracle.",
    )
    .requiredOption("--outcomes <files...>", "outcome files, JSON lines, may be gzipped")
    .requiredOption("-o, --out <file>", "write the page to this file")
    .option("--models <names>", "these models only, separated by commas (default: all)")
    .option("--prices <file>", "list prices per model, in JSON")
    .option("--reference <model>", "what differences are to (default: the best single model)")
    .option("--hide <label>", "subtask: learn without the task tags a gateway may not see")
    .option("--calls <count>", "how many models a learnt policy may ask per question, 1 to 4", "3")
    .option("--model <kind>", "how success is predicted", "stack")
    .option("--seed <seed>", "how questions are dealt into parts", "1")
    .addHelpText(
      "after",
      "\nExample:\n  toque frontier --outcomes log.jsonl.gz --prices prices.json --out frontier.html",
    )
    .action((flags: FrontierFlags) => frontier(flags, context));
}

async function frontier(flags: FrontierFlags, { terminal, workingDir }: CommandContext): Promise<void> {
  const { hide, model, reference = null } = flags;
  if (hide !== undefined) checkOneOf("--hide", hide, ["subtask"]);
  const callsMax = wholeNumberOf("--calls", flags.calls, { min: 1, max: 4 });
  const seed = wholeNumberOf("--seed", flags.seed, { min: 0, max: 2 ** 31 });
  const at = (path: string): string => resolve(workingDir, path);
  const out = await writeWhole(at(flags.out));

  const { SUCCESS_MODEL_KINDS } = await import("../../router/success/registry.ts");
  checkOneOf(
    "--model",
    model,
    SUCCESS_MODEL_KINDS.map(({ kind }) => kind),
  );
  const { readPrices } = await import("../../bench/outcomes/prices.ts");
  const { loadTable } = await import("../../bench/routing/load-table.ts");
  const { drawFrontier } = await import("../../bench/routing/draw-frontier.ts");
  const { frontierPage } = await import("../../bench/routing/frontier-page.ts");
  const loaded = await loadTable({
    files: flags.outcomes.map(at),
    models: flags.models === undefined ? null : listOf("--models", flags.models),
    prices: flags.prices === undefined ? {} : await readPrices(at(flags.prices)),
    hideSubtask: hide === "subtask",
    objective: "match",
    reference,
  });
  if (flags.json !== true) {
    for (const note of loaded.notes) terminal.note(note);
    terminal.note(`learning on ${countOf(loaded.table.questions.length, "question")} …`);
  }
  const drawn = drawFrontier(loaded, { reference, callsMax, model, seed });
  await out.write(frontierPage(drawn));
  if (flags.json === true) {
    terminal.print(JSON.stringify(snakeCase({ path: at(flags.out), ...drawn })));
    return;
  }
  for (const line of frontierReport(drawn, terminal.columns)) terminal.print(line);
  terminal.print(`\nwrote ${at(flags.out)}`);
}
