import type { Outcome } from "../../core/outcome.ts";
import type { VerifiedRow } from "../../core/verified-row.ts";
import type { Features } from "../../router/features/features.ts";
import type { EvaluatedRow } from "../../router/off-policy/evaluate-policy.ts";
import type { DecisionInput } from "../../router/policy.ts";
import { firstAsk } from "../../router/sequential/first-ask.ts";
import type { SequentialPolicy } from "../../router/sequential/sequential-policy.ts";

/** Why a verified answer is no evidence on what another policy would have done. */
export type LeftOut = {
  /** The client named the expert, or nothing was drawn: there is no propensity. */
  readonly pinned: number;
  /** A fallback answered, or a later call of a cascade: not the expert that was drawn. */
  readonly notDrawn: number;
  /** The verifier could not tell. */
  readonly untold: number;
  /** None of the policy's experts could serve. */
  readonly noExpert: number;
  /** The log would never have asked the policy's choice there. */
  readonly unsupported: number;
};

export type LoggedEvidence = { readonly rows: readonly EvaluatedRow[]; readonly leftOut: LeftOut };

const NANO_USD_PER_USD = 1e9;
const US_PER_MS = 1_000;

/** Whose word counts when one answer has several verdicts. */
const SOURCES: readonly Outcome["source"][] = ["check", "audit", "bench", "feedback"];

/** Turns verified rows into what evaluation reads, one per request: features are read and let go. */
export class LoggedRows {
  readonly #policy: SequentialPolicy;
  readonly #readFeatures: (row: VerifiedRow) => Features;
  readonly #rows = new Map<string, { readonly rank: number; readonly row: EvaluatedRow }>();
  readonly #leftOut = { pinned: 0, notDrawn: 0, untold: 0, noExpert: 0, unsupported: 0 };

  constructor(policy: SequentialPolicy, readFeatures: (row: VerifiedRow) => Features) {
    this.#policy = policy;
    this.#readFeatures = readFeatures;
  }

  add(row: VerifiedRow): void {
    const why = row.shadowOf === null ? this.#fold(row) : null;
    if (why !== null) this.#leftOut[why] += 1;
  }

  evidence(): LoggedEvidence {
    return { rows: Array.from(this.#rows.values(), ({ row }) => row), leftOut: { ...this.#leftOut } };
  }

  /** Why it was left out, `null` when it was taken. */
  #fold(row: VerifiedRow): keyof LeftOut | null {
    const drawn = drawnAnswer(row);
    if (typeof drawn === "string") return drawn;
    const rank = SOURCES.indexOf(row.outcome.source);
    if ((this.#rows.get(row.requestId)?.rank ?? Infinity) <= rank) return null;
    const choice = this.#choice(row);
    if (choice === null) return "noExpert";
    if (chanceOf(row, choice) === 0) return "unsupported";
    const { expert } = drawn;
    const target = Number(choice === expert);
    const targets = new Map([[choice, 1]]);
    const propensity = chanceOf(row, expert);
    this.#rows.set(row.requestId, { rank, row: { ...drawn, family: row.task, propensity, target, targets } });
    return null;
  }

  /** Whom the policy would have asked, among those that could serve at the time. */
  #choice(row: VerifiedRow): string | null {
    const arms = row.decision.candidates.map(({ expert, excluded }) => ({
      expert,
      excluded: excluded ?? (this.#policy.experts.includes(expert) ? null : "not_in_policy"),
      predictedCostNanoUsd: null,
      loadBias: 0,
    }));
    const feasible = arms.filter((arm) => arm.excluded === null);
    if (feasible.length === 0) return null;
    const input: DecisionInput = {
      mixture: row.decision.mixture ?? "",
      features: { task: row.task, tools: false, jsonSchema: false, images: false, promptTokensEstimate: 0 },
      arms,
      draw: row.decision.draw,
      previous: null,
      mode: "route",
      vector: () => this.#readFeatures(row),
    };
    return feasible[firstAsk(this.#policy, input).chosen]?.expert ?? null;
  }
}

type DrawnAnswer = Pick<EvaluatedRow, "expert" | "reward" | "costUsd" | "latencyMs">;

/** The answer of the expert that was drawn, or why there is none. */
function drawnAnswer({ outcome, decision, attempt }: VerifiedRow): DrawnAnswer | keyof LeftOut {
  const reward = outcome.score ?? (outcome.correct === null ? null : Number(outcome.correct));
  if (reward === null) return "untold";
  if (decision.role === "pinned" || decision.mixture === null) return "pinned";
  const first = outcome.attempt === 0 || (outcome.attempt === null && decision.mode === "route");
  if (attempt === null || attempt.expert !== decision.chosen || !first) return "notDrawn";
  const { expert, costNanoUsd, totalUs } = attempt;
  const costUsd = costNanoUsd === null ? null : costNanoUsd / NANO_USD_PER_USD;
  return { expert, reward, costUsd, latencyMs: totalUs / US_PER_MS };
}

function chanceOf({ decision }: VerifiedRow, expert: string): number {
  return decision.candidates.find((candidate) => candidate.expert === expert)?.probability ?? 0;
}
