import type { VerifiedRow } from "../../core/verified-row.ts";
import type { PairedRow } from "../../gateway/learner/pair-rows.ts";
import { readFeatures } from "../../gateway/learner/read-features.ts";
import { createRowStore } from "../../gateway/learner/row-store.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { Features } from "../../router/features/features.ts";
import type { PolicyArtefact } from "../../router/learner/policy-artefact.ts";
import { evaluatePolicy, type PolicyEvaluation } from "../../router/off-policy/evaluate-policy.ts";
import type { SequentialPolicy } from "../../router/sequential/sequential-policy.ts";
import { type LeftOut, LoggedRows } from "./logged-rows.ts";
import { type ShadowEvaluation, shadowEvaluation } from "./shadow-evaluation.ts";

const PAGE_ROWS = 2_000;
/** Verdicts read in one evaluation: a narrower `--since` looks at the rest. */
const VERDICTS_MAX = 500_000;
/** More than this share of requests the log could not have answered as the policy would: what is left is no sample. */
const UNSUPPORTED_MAX = 0.05;

export type LedgerQuestion = {
  readonly ledger: Pick<Ledger, "verified">;
  readonly mixture: string;
  readonly sinceUs: number;
  readonly untilUs: number;
  readonly artefact: PolicyArtefact;
  readonly policy: SequentialPolicy;
};

export type LedgerEvaluation = {
  readonly mixture: string;
  readonly policy: string;
  readonly reference: string;
  readonly sinceUs: number;
  /** Verdicts that were read, shadow runs included. */
  readonly verdicts: number;
  readonly leftOut: LeftOut;
  /** One answer per request, the policy restricted to one call. */
  readonly offPolicy: PolicyEvaluation;
  /** The whole policy on requests that all its experts answered. */
  readonly shadow: ShadowEvaluation;
};

/** What a policy would have scored and cost on a mixture's own traffic, as far as the ledger can tell. */
export async function evaluateOnLedger(question: LedgerQuestion): Promise<LedgerEvaluation> {
  const { mixture, sinceUs, artefact, policy } = question;
  // Who is hidden from the family while learning is so here.
  const read = (encoded: string | null, family: string | null): Features => ({
    ...readFeatures(encoded),
    family: artefact.hidden.includes("family") ? null : family,
  });
  const logged = new LoggedRows(policy, (row) => read(row.features, row.task));
  const { experts } = policy;
  const shadows = createRowStore({ mixture, experts }, Infinity);
  const complete: PairedRow[] = [];
  let verdicts = 0;
  for await (const page of pages(question)) {
    verdicts += page.length;
    for (const row of page) logged.add(row);
    complete.push(...shadows.add(page, page.at(-1)?.outcome.atUs ?? sinceUs));
  }
  complete.push(...shadows.add([], Number.MAX_SAFE_INTEGER));
  const { rows, leftOut } = logged.evidence();
  const paired = complete.map((row) => ({
    ...row,
    features: { ...row.features, family: artefact.hidden.includes("family") ? null : row.family },
  }));
  return {
    mixture,
    policy: artefact.digest,
    reference: artefact.reference,
    sinceUs,
    verdicts,
    leftOut,
    offPolicy: supported(evaluatePolicy(rows), leftOut),
    shadow: shadowEvaluation(paired, policy, artefact.reference),
  };
}

/** Refuses when the log never tried what the policy would have done: no weighting makes up for that. */
function supported(evaluation: PolicyEvaluation, { unsupported }: LeftOut): PolicyEvaluation {
  const share = unsupported / Math.max(1, unsupported + evaluation.rows);
  if (share <= UNSUPPORTED_MAX) return evaluation;
  const explanation =
    `in ${(100 * share).toFixed(0)} % of the requests the expert this policy chooses had no chance of being asked: ` +
    "let the mixture explore, or look at its shadow runs";
  const sufficiency = { enough: false, moreRows: null, explanation } as const;
  return { ...evaluation, sufficiency, success: null, costUsd: null, latencyMs: null };
}

async function* pages({
  ledger,
  mixture,
  sinceUs,
  untilUs,
}: LedgerQuestion): AsyncGenerator<readonly VerifiedRow[]> {
  let after: string | undefined;
  for (let read = 0; read < VERDICTS_MAX;) {
    const filter = { mixture, sinceUs, untilUs, limit: PAGE_ROWS };
    const page = await ledger.verified(after === undefined ? filter : { ...filter, afterOutcomeId: after });
    if (page.length === 0) return;
    yield page;
    read += page.length;
    after = page.at(-1)?.outcome.id;
  }
}
