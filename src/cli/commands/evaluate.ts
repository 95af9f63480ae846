import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import type { LedgerEvaluation } from "../../bench/off-policy/evaluate-on-ledger.ts";
import { AppError } from "../../core/app-error.ts";
import { unknownMixture } from "../../gateway/unknown-mixture.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { ToqueSettings } from "../../main.ts";
import { type CommandContext, type PlaceOptions, withJson, withPlace } from "../command-context.ts";
import { UsageError } from "../failure.ts";
import { momentUs } from "../moment.ts";
import { withLedger } from "../open-ledger.ts";
import { settingsOf } from "../open-toque.ts";
import { ofFile } from "../policy-file.ts";
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
    .option(
      "--mixture <name>",
      "whose traffic (default: the only mixture with an objective, or else the only one)",
    )
    .option("--since <when>", "how far back: a date, or 90m, 24h, 7d", "7d")
    .addHelpText("after", "\nExample:\n  toque evaluate --policy policy.json --since 7d")
    .action((flags: EvaluateFlags) => evaluate(flags, context));
}

async function evaluate(flags: EvaluateFlags, context: CommandContext): Promise<void> {
  const { terminal, workingDir, nowMs } = context;
  const settings = await settingsOf(context, flags);
  const { name: mixture, experts } = mixtureOf(settings, flags.mixture);
  const sinceUs = momentUs(flags.since, nowMs());
  const { openPolicy } = await import("../../router/learner/open-policy.ts");
  const { evaluateOnLedger } = await import("../../bench/off-policy/evaluate-on-ledger.ts");
  const evaluation = await withLedger(settings, async (ledger): Promise<LedgerEvaluation> => {
    const body = await policyBody(ledger, { named: flags.policy, mixture, workingDir });
    const opened = opening(flags.policy, () => openPolicy(body));
    const strangers = opened.artefact.experts.filter((expert) => !experts.includes(expert));
    if (strangers.length > 0) {
      throw new AppError(
        "invalid_policy",
        `${flags.policy} does not fit '${mixture}': the policy asks ${strangers.join(", ")}; the mixture's experts are ${experts.join(", ")}`,
        { param: "--policy", hint: "name the mixture it was learnt for with --mixture" },
      );
    }
    return evaluateOnLedger({
      ...opened,
      ledger,
      mixture,
      sinceUs,
      untilUs: nowMs() * 1_000,
    });
  });
  if (flags.json === true) terminal.print(JSON.stringify(snakeCase(evaluation)));
  else for (const line of evaluationReport(evaluation)) terminal.print(line);
}

type Mixture = Pick<ToqueSettings["mixtures"][number], "name" | "experts">;

/** The one that is named; else the only one that learns, since policies are for those; else the only one. */
function mixtureOf({ mixtures }: ToqueSettings, wanted: string | undefined): Mixture {
  const names = mixtures.map(({ name }) => name);
  if (wanted !== undefined) {
    const named = mixtures.find(({ name }) => name === wanted);
    if (named === undefined) throw unknownMixture(wanted, names);
    return named;
  }
  const learning = mixtures.filter(({ live }) => live !== null);
  const [only, ...others] = learning.length > 0 ? learning : mixtures;
  if (only !== undefined && others.length === 0) return only;
  throw new UsageError(`--mixture is needed: there are ${names.join(", ") || "none"}`);
}

function opening<Opened>(file: string, open: () => Opened): Opened {
  try {
    return open();
  } catch (error) {
    throw ofFile(file, error);
  }
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
