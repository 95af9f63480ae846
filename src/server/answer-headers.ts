import type { AnswerMeta } from "../gateway/request-run.ts";

const NANO_PER_USD = 1_000_000_000;
const MJ_PER_JOULE = 1_000;

/** The x-toque-* headers. What is unknown is absent, never 0. */
export function answerHeaders(meta: AnswerMeta): Record<string, string> {
  const headers: Record<string, string> = {
    "x-toque-expert": meta.expert,
    "x-toque-policy": meta.policy,
    // A route streams straight through and is checked afterwards; a cascade holds answers back until one stands.
    "x-toque-mode": meta.mode,
    "x-toque-overhead-us": String(meta.overheadUs),
  };
  if (meta.mixture !== null) headers["x-toque-mixture"] = meta.mixture;
  if (meta.certificate !== null) headers["x-toque-certificate"] = meta.certificate;
  if (meta.costNanoUsd !== null) headers["x-toque-cost-usd"] = decimal(meta.costNanoUsd, NANO_PER_USD);
  if (meta.energyMj !== null) headers["x-toque-energy-j"] = decimal(meta.energyMj, MJ_PER_JOULE);
  const outcome = meta.outcomes.at(-1);
  if (outcome !== undefined) headers["x-toque-check"] = verdict(outcome.correct);
  return headers;
}

function verdict(correct: boolean | null): string {
  if (correct === null) return "unknown";
  return correct ? "correct" : "wrong";
}

/** An integer of small units as an exact decimal: 1500 mJ is "1.5". */
export function decimal(units: number, perWhole: number): string {
  const whole = Math.floor(units / perWhole);
  const rest = units % perWhole;
  if (rest === 0) return String(whole);
  const digits = String(perWhole).length - 1;
  return `${whole}.${String(rest).padStart(digits, "0").replace(/0+$/, "")}`;
}
