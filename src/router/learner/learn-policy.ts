import { AppError } from "../../core/app-error.ts";
import { FEATURE_VERSION } from "../features/features.ts";
import { routePolicy } from "../sequential/route-policy.ts";
import type { OperatingPoint } from "./operating-point.ts";
import { cell } from "./outcome-table.ts";
import type { OutcomeTable } from "./outcome-table.ts";
import { sealPolicy } from "./open-policy.ts";
import type { PolicyArtefact, PolicyEvidence, PolicyObjective } from "./policy-artefact.ts";
import { replayRow } from "./replay.ts";
import { splitRows } from "./split-rows.ts";

export type LearnInput = {
  readonly table: OutcomeTable;
  readonly reference: string;
  readonly objective: PolicyObjective;
  /** 1 to 4; 1 is routing. */
  readonly callsMax: number;
  /** Kind of success model, a name of `success/registry.ts`. */
  readonly model: string;
  readonly seed: number;
  readonly hidden: readonly "family"[];
  readonly costBasis: PolicyEvidence["costBasis"];
  /** Share of the rows that candidates are judged on and not learnt from. */
  readonly validationShare?: number;
};

export type Learnt = {
  readonly artefact: PolicyArtefact;
  /** Every candidate that was judged, safest first. */
  readonly curve: readonly OperatingPoint[];
};

const PSEUDO_COUNT = 8;
const LAMBDA_STEPS = [0.3, 0.15, 0.08, 0.04, 0.02, 0.01, 0.005, 0].toReversed();

/** Learns a policy from full-information rows and says on which evidence it may serve. */
export function learnPolicy(input: LearnInput): Learnt {
  const { table, seed } = input;
  const reference = table.experts.indexOf(input.reference);
  if (reference < 0)
    throw new AppError("invalid_outcomes", `The reference ${input.reference} has no outcomes here`, {
      hint: `Known experts: ${table.experts.slice(0, 20).join(", ")}`,
    });
  const usable = Int32Array.from(table.questions.keys()).filter(
    (row) => !Number.isNaN(table.score[cell(table, row, reference)]!),
  );
  const shares = [1 - (input.validationShare ?? 0.4), input.validationShare ?? 0.4];
  const parts = splitRows(table, usable, { shares, seed });
  const train = parts[0]!;
  const validation = parts[1]!;
  const base = fitTable(input, train, reference);
  const referenceCost = mean(Array.from(train, (r) => table.costUsd[cell(table, r, reference)]!));
  const curve: OperatingPoint[] = [];
  for (const step of LAMBDA_STEPS) {
    const lambdaPerUsd = Number.isNaN(referenceCost) ? 0 : step / referenceCost;
    const policy = routePolicy(table.experts, { ...base, lambdaPerUsd });
    const rows = Array.from(validation, (row) => replayRow(policy, table, row));
    const refs = Array.from(validation, (row) => cell(table, row, reference));
    const differences = rows.map((row, i) => row.score! - table.score[refs[i]!]!);
    const difference = mean(differences);
    const variance = mean(differences.map((d) => (d - difference) ** 2));
    const lowerBound = difference - 1.645 * Math.sqrt(variance / differences.length);
    const tolerance = input.objective.type === "match" ? input.objective.toleranceShare : 0;
    const cost = mean(rows.map((row) => row.costUsd ?? Number.NaN));
    curve.push({
      candidate: `route λ=${step}`,
      lambdaPerUsd,
      rows: rows.length,
      accuracy: mean(rows.map((row) => row.score!)),
      costUsd: Number.isNaN(cost) ? null : cost,
      costShare: Number.isNaN(cost) ? null : cost / mean(refs.map((r) => table.costUsd[r]!)),
      callsPerQuestion: 1,
      difference,
      lowerBound,
      certified: validation.length >= 30 && lowerBound >= -tolerance && curve.every((p) => p.certified),
    });
  }
  const certified = curve.filter((point) => point.certified);
  const chosen = certified.toSorted((a, b) => (a.costUsd ?? 0) - (b.costUsd ?? 0))[0];
  const artefact = sealPolicy({
    format: "toque-policy",
    formatVersion: 1,
    featureVersion: FEATURE_VERSION,
    hidden: input.hidden,
    experts: table.experts,
    reference: input.reference,
    objective: input.objective,
    callsMax: input.callsMax,
    seed,
    model: input.model,
    policy: { ...base, lambdaPerUsd: chosen?.lambdaPerUsd ?? null },
    evidence: {
      verdict: usable.length < 50 ? "not-enough" : chosen ? "certified" : "do-not-route",
      explanation: chosen ? `certified at ${chosen.candidate}` : `ask ${input.reference} alone`,
      rowsTrain: train.length,
      rowsValidation: validation.length,
      method: "normal bound",
      difference: chosen?.difference ?? null,
      lowerBound: chosen?.lowerBound ?? null,
      worstFamily: null,
      accuracy: chosen?.accuracy ?? null,
      referenceAccuracy: null,
      costShare: chosen?.costShare ?? null,
      costBasis: input.costBasis,
    },
  });
  return { artefact, curve };
}

function fitTable(input: LearnInput, train: Int32Array, reference: number) {
  const { table } = input;
  const m = table.experts.length;
  const known = (k: number, family?: string) =>
    Array.from(train).flatMap((row) => {
      const score = table.score[cell(table, row, k)]!;
      const fits = family === undefined || table.questions[row]!.features.family === family;
      return fits && !Number.isNaN(score) ? [score] : [];
    });
  const overall = Array.from({ length: m }, (_, k) => shrunk(known(k), 0.5));
  const names = new Set(Array.from(train, (row) => table.questions[row]!.features.family));
  const families = Object.fromEntries(
    [...names].flatMap((name) =>
      name === null ? [] : [[name, overall.map((rate, k) => shrunk(known(k, name), rate))]],
    ),
  );
  const costUsd = Array.from({ length: m }, (_, k) => {
    const costs = Array.from(train, (row) => table.costUsd[cell(table, row, k)]!);
    const seen = costs.filter((cost) => !Number.isNaN(cost));
    return seen.length === 0 ? null : mean(seen);
  });
  return {
    kind: "route" as const,
    reference,
    hideFamily: input.hidden.includes("family"),
    overall,
    families,
    costUsd,
  };
}

function shrunk(scores: readonly number[], prior: number): number {
  const right = scores.reduce((sum, score) => sum + score, 0);
  return (right + PSEUDO_COUNT * prior) / (scores.length + PSEUDO_COUNT);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
