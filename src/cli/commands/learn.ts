import { resolve } from "node:path";
import type { Command } from "commander";
import type { PolicyObjective } from "../../router/learner/policy-artefact.ts";
import { type CommandContext, withJson } from "../command-context.ts";
import { UsageError } from "../failure.ts";
import { learnReport } from "../output/learn-report.ts";
import { countOf } from "../output/quantity.ts";
import { snakeCase } from "../output/snake-case.ts";
import { writeWhole } from "../output/whole-file.ts";
import { checkOneOf, listOf, numberOf, shareOf, wholeNumberOf } from "../option-values.ts";

type LearnFlags = {
  readonly outcomes: readonly string[];
  readonly models?: string;
  readonly prices?: string;
  readonly reference: string;
  readonly tolerance?: string;
  readonly confidence?: string;
  readonly budgetUsd?: string;
  readonly usdPerCorrect?: string;
  readonly hide?: string;
  readonly calls: string;
  readonly model: string;
  readonly seed: string;
  readonly out: string;
  readonly json?: boolean;
};

const TOLERANCE_DEFAULT = "1pt";
const CONFIDENCE_DEFAULT = "0.95";

export function addLearn(program: Command, context: CommandContext): void {
  withJson(program.command("learn"))
    .summary("learn a routing policy from recorded outcomes")
    .description(
      "Learns which model to ask first, when its answer may stand and whom to ask next, from files that say which " +
        "model was right on which question. By default it looks for the cheapest policy that is no worse than the " +
        "reference; when there is none it says so.",
    )
    .requiredOption("--outcomes <files...>", "outcome files, JSON lines, may be gzipped")
    .requiredOption("--reference <model>", "the model the policy must not be worse than")
    .requiredOption("-o, --out <file>", "write the policy to this file")
    .option("--models <names>", "learn for these models only, separated by commas (default: all)")
    .option("--prices <file>", "list prices per model, in JSON")
    .option(
      "--tolerance <points>",
      `how much worse it may be, such as 1pt or 0.5% (default: ${TOLERANCE_DEFAULT})`,
    )
    .option("--confidence <share>", `how sure that must be (default: ${CONFIDENCE_DEFAULT})`)
    .option("--budget-usd <usd>", "instead: most accurate within this mean cost per question")
    .option("--usd-per-correct <usd>", "instead: what one more right answer is worth")
    .option("--hide <label>", "subtask: learn without the task tags a gateway may not see")
    .option("--calls <count>", "how many models may be asked per question, 1 to 4; 1 is routing", "3")
    .option("--model <kind>", "how success is predicted", "stack")
    .option("--seed <seed>", "which questions are learnt from and which judge", "1")
    .addHelpText(
      "after",
      "\nExample:\n  toque learn --outcomes log.jsonl.gz --prices prices.json --reference gpt-4o --out policy.json",
    )
    .action((flags: LearnFlags) => learn(flags, context));
}

async function learn(flags: LearnFlags, { terminal, workingDir }: CommandContext): Promise<void> {
  const { hide, reference, model } = flags;
  if (hide !== undefined) checkOneOf("--hide", hide, ["subtask"]);
  const objective = objectiveOf(flags);
  const callsMax = wholeNumberOf("--calls", flags.calls, { min: 1, max: 4 });
  const seed = wholeNumberOf("--seed", flags.seed, { min: 0, max: 2 ** 31 });
  const at = (path: string): string => resolve(workingDir, path);
  const out = await writeWhole(at(flags.out));

  // The learner is large; other commands start without it.
  const { SUCCESS_MODEL_KINDS } = await import("../../router/success/registry.ts");
  checkOneOf(
    "--model",
    model,
    SUCCESS_MODEL_KINDS.map(({ kind }) => kind),
  );
  const { readPrices } = await import("../../bench/outcomes/prices.ts");
  const { loadTable } = await import("../../bench/routing/load-table.ts");
  const { learnFromTable } = await import("../../bench/routing/learn.ts");
  const prices = flags.prices === undefined ? {} : await readPrices(at(flags.prices));
  const hideSubtask = hide === "subtask";
  const loaded = await loadTable({
    files: flags.outcomes.map(at),
    models: flags.models === undefined ? null : listOf("--models", flags.models),
    objective: objective.type,
    reference,
    prices,
    hideSubtask,
  });
  const { questions, experts } = loaded.table;
  if (flags.json !== true) {
    for (const note of loaded.notes) terminal.note(note);
    terminal.note(
      `learning from ${countOf(questions.length, "question")} and ${countOf(experts.length, "model")} …`,
    );
  }
  const learnt = learnFromTable(loaded, { reference, objective, callsMax, model, seed, hideSubtask, prices });
  await out.write(`${JSON.stringify(learnt.artefact)}\n`);
  const { policy: _policy, prices: _prices, ...described } = learnt.artefact;
  if (flags.json === true) {
    terminal.print(
      JSON.stringify({
        path: at(flags.out),
        ...snakeCase({ ...described, curve: learnt.curve }),
        notes: loaded.notes,
      }),
    );
    return;
  }
  for (const line of learnReport(described, terminal)) terminal.print(line);
  terminal.print(`\nwrote ${at(flags.out)}`);
}

function objectiveOf(flags: LearnFlags): PolicyObjective {
  const { budgetUsd, usdPerCorrect, tolerance, confidence } = flags;
  const others = [budgetUsd, usdPerCorrect].filter((flag) => flag !== undefined).length;
  const match = [tolerance, confidence].filter((flag) => flag !== undefined).length;
  if (others + Math.min(1, match) > 1)
    throw new UsageError("give one of --tolerance (with --confidence), --budget-usd and --usd-per-correct");
  if (budgetUsd !== undefined)
    return { type: "budget", usdPerRequest: numberOf("--budget-usd", budgetUsd, { min: 0 }) };
  if (usdPerCorrect !== undefined) {
    const usd = numberOf("--usd-per-correct", usdPerCorrect, { min: Number.MIN_VALUE });
    return { type: "weigh", usdPerCorrect: usd, secondsPerCorrect: null };
  }
  return {
    type: "match",
    toleranceShare: shareOf("--tolerance", tolerance ?? TOLERANCE_DEFAULT, { min: 0, max: 0.5 }),
    confidence: shareOf("--confidence", confidence ?? CONFIDENCE_DEFAULT, { min: 0.5, max: 0.9999 }),
  };
}
