import type { Command } from "commander";
import { snakeCase } from "../../core/snake-case.ts";
import type { PolicyObjective } from "../../router/learner/policy-artefact.ts";
import { type CommandContext, withJson } from "../command-context.ts";
import { UsageError } from "../failure.ts";
import { openOutcomes, withOutcomes } from "../offline-options.ts";
import type { OfflineFlags } from "../offline-options.ts";
import { numberOf, shareOf } from "../option-values.ts";
import { type Described, learnReport } from "../output/learn-report.ts";

type LearnFlags = OfflineFlags & {
  readonly reference: string;
  readonly tolerance?: string;
  readonly confidence?: string;
  readonly budgetUsd?: string;
  readonly usdPerCorrect?: string;
};

const TOLERANCE_DEFAULT = "1pt";
const CONFIDENCE_DEFAULT = "0.95";

export function addLearn(program: Command, context: CommandContext): void {
  withJson(withOutcomes(program.command("learn")))
    .summary("learn a routing policy from recorded outcomes")
    .description(
      "Learns which model to ask first, when its answer may stand and whom to ask next, from files that say which " +
        "model was right on which question. By default it looks for the cheapest policy that is no worse than the " +
        "reference; when there is none it says so.",
    )
    .requiredOption("--reference <model>", "the model the policy must not be worse than")
    .option(
      "--tolerance <points>",
      `how much worse it may be, such as 1pt or 0.5% (default: ${TOLERANCE_DEFAULT})`,
    )
    .option("--confidence <share>", `how sure that must be (default: ${CONFIDENCE_DEFAULT})`)
    .option("--budget-usd <usd>", "instead: most accurate within this mean cost per question")
    .option("--usd-per-correct <usd>", "instead: what one more right answer is worth")
    .addHelpText(
      "after",
      "\nExample:\n  toque learn --outcomes log.jsonl.gz --prices prices.json --reference gpt-4o --out policy.json",
    )
    .action((flags: LearnFlags) => learn(flags, context));
}

async function learn(flags: LearnFlags, context: CommandContext): Promise<void> {
  const { terminal } = context;
  const { reference } = flags;
  const objective = objectiveOf(flags);
  const { loaded, path, out, ...options } = await openOutcomes(flags, context, {
    objective: objective.type,
    reference,
  });
  const { learnFromTable } = await import("../../bench/routing/learn.ts");
  const learnt = learnFromTable(loaded, { ...options, reference, objective });
  await out.write(`${JSON.stringify(learnt.artefact)}\n`);
  const { policy: _policy, prices: _prices, learntFrom: _from, ...artefact } = learnt.artefact;
  const curve = learnt.curve.map((point, at) => ({ ...point, chosen: at === learnt.chosen }));
  const callsPerQuestion = curve.find(({ chosen }) => chosen)?.callsPerQuestion ?? null;
  const described: Described = { ...artefact, callsPerQuestion };
  if (flags.json === true) {
    const { notes } = loaded;
    terminal.print(JSON.stringify(snakeCase({ path, ...described, curve, notes })));
    return;
  }
  for (const line of learnReport(described, terminal)) terminal.print(line);
  terminal.print(`\nwrote ${path}`);
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
