import type { Decision } from "../../core/decision.ts";
import type { VerifiedRow } from "../../core/verified-row.ts";
import { asideStep, SHADOW_DRAWN } from "../shadow/shadow-reason.ts";

/** Number of a row as an id that sorts like it. */
export function idOf(prefix: string, number: number): string {
  return `${prefix}_${String(number).padStart(8, "0")}`;
}

export type RowSketch = {
  /** Number of the client's request; a shadow's own number is made from it and its expert. */
  readonly request: number;
  readonly expert: string;
  readonly right: boolean | null;
  readonly shadow?: "drawn" | "probe";
  readonly task?: string | null;
  readonly answerKey?: string | null;
  readonly costNanoUsd?: number | null;
  readonly energyMj?: number | null;
  readonly source?: VerifiedRow["outcome"]["source"];
  readonly mixture?: string | null;
  readonly features?: string | null;
  /** Of a client's request: who else is asked. */
  readonly aside?: readonly string[];
};

/** One verified row as the ledger would give it: requests a second apart, verdicts half a second later. For tests. */
export function verifiedRow(sketch: RowSketch): VerifiedRow {
  const { request, expert, right, shadow, task = null } = sketch;
  const clientId = idOf("req", request);
  const requestId = shadow === undefined ? clientId : `${clientId}-${expert}`;
  const receivedUs = request * 1_000_000;
  const source = sketch.source ?? "check";
  return {
    outcome: {
      id: `out_${requestId}-${source}`,
      requestId,
      attempt: 0,
      expert,
      task,
      source,
      check: source === "check" ? "exact" : null,
      verifierVersion: "1",
      correct: right,
      score: right === null ? null : Number(right),
      comment: null,
      atUs: receivedUs + 500_000,
    },
    requestId,
    receivedUs,
    shadowOf: shadow === undefined ? null : clientId,
    task,
    keyId: "key",
    features: sketch.features ?? null,
    decision: decisionOf(sketch),
    attempt: {
      expert,
      answerKey: sketch.answerKey ?? null,
      costNanoUsd: sketch.costNanoUsd ?? null,
      energyMj: sketch.energyMj ?? null,
      totalUs: 1_000,
      priceVersion: null,
      priceDate: null,
    },
  };
}

function decisionOf({ expert, shadow, task = null, mixture = "auto", aside = [] }: RowSketch): Decision {
  return {
    mixture,
    policy: "reference",
    policyVersion: "1",
    task,
    candidates: [],
    draw: 0.5,
    chosen: expert,
    order: [expert],
    reason: shadow === undefined ? "reference" : `shadow: ${shadow}`,
    mode: "route",
    role: shadow === undefined ? "reference" : "explore",
    certificate: null,
    lambdaPerUsd: null,
    steps: aside.length === 0 ? [] : [asideStep(SHADOW_DRAWN, aside)],
  };
}
