import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import type { LedgerEvaluation } from "../../bench/off-policy/evaluate-on-ledger.ts";
import { AppError } from "../../core/app-error.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { ToqueSettings } from "../../main.ts";
import { type CommandContext, type PlaceOptions, withJson, withPlace } from "../command-context.ts";
import { UsageError } from "../failure.ts";
import { momentUs } from "../moment.ts";
import { withLedger } from "../open-ledger.ts";
import { settingsOf } from "../open-toque.ts";
import { evaluationReport } from "../output/evaluation-report.ts";
import { snakeCase } from "../../core/snake-case.ts";

type EvaluateFlags = PlaceOptions & {
  readonly policy: string;
  readonly mixture?: string;
  readonly since: string;
  readonly json?: boolean;
};

export function addEvaluate(program: Command, context: CommandContext): void {
  withPlace(withJson(program.command("evaluate")))
    .summary("what another policy would have scored and cost on your traffic")
    .description(
      "Reads the verified answers of a mixture and estimates what a policy would have scored and cost on the same requests, " +
        "without serving it: from the chances that were logged, and from shadow runs where every expert answered. " +
        "Says so when the log cannot tell.",
    )
    .requiredOption("--policy <file|version>", "a policy file, or a version of the mixture's policies")
    .option("--mixture <name>", "whose traffic (default: the only mixture there is)")
    .option("--since <when>", "how far back: a date, or 90m, 24h, 7d", "7d")
    .addHelpText("after", "\nExample:\n  toque evaluate --policy policy.json --since 7d")
    .action((flags: EvaluateFlags) => evaluate(flags, context));
}

async function evaluate(flags: EvaluateFlags, context: CommandContext): Promise<void> {
  const { terminal, workingDir, nowMs } = context;
  const settings = await settingsOf(context, flags);
  const mixture = flags.mixture ?? onlyMixture(settings);
  const sinceUs = momentUs(flags.since, nowMs());
  const { openPolicy } = await import("../../router/learner/open-policy.ts");
  const { evaluateOnLedger } = await import("../../bench/off-policy/evaluate-on-ledger.ts");
  const evaluation = await withLedger(settings, async (ledger): Promise<LedgerEvaluation> => {
    const body = await policyBody(ledger, { named: flags.policy, mixture, workingDir });
    return evaluateOnLedger({
      ...openPolicy(body),
      ledger,
      mixture,
      sinceUs,
      untilUs: nowMs() * 1_000,
    });
  });
  if (flags.json === true) terminal.print(JSON.stringify(snakeCase(evaluation)));
  else for (const line of evaluationReport(evaluation)) terminal.print(line);
}

function onlyMixture({ mixtures }: ToqueSettings): string {
  const names = mixtures.map(({ name }) => name);
  const [only] = names;
  if (only !== undefined && names.length === 1) return only;
  throw new UsageError(`--mixture is needed: there are ${names.join(", ") || "none"}`);
}

type Wanted = { readonly named: string; readonly mixture: string; readonly workingDir: string };

/** A file by that name wins over a version. */
async function policyBody(ledger: Ledger, { named, mixture, workingDir }: Wanted): Promise<unknown> {
  const path = resolve(workingDir, named);
  const stored = existsSync(path) ? null : await ledger.findPolicy(mixture, named);
  if (stored !== null) return JSON.parse(stored.body);
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    const message = existsSync(path)
      ? `${named} is not JSON`
      : `there is neither a file ${named} nor such a policy of mixture '${mixture}'`;
    throw new AppError("unknown_policy", message, {
      cause,
      param: "--policy",
      hint: "`npx toque policy list` shows the versions; `toque learn --out policy.json` writes a file",
    });
  }
}
