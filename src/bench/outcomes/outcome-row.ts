import { z } from "zod";
import { issueText } from "./issue-text.ts";

const share = z.number().min(0).max(1);
const count = z.number().min(0);

/** One model's outcome on one question, as files write it. Unknown fields are ignored. */
const outcomeSchema = z
  .object({
    correct: z.union([z.literal(0), z.literal(1), z.boolean()], { error: "must be 0 or 1" }).nullish(),
    score: share.nullish(),
    pred: z
      .union([z.string(), z.number(), z.boolean(), z.array(z.unknown()), z.record(z.string(), z.unknown())])
      .nullish(),
    no_answer: z.union([z.literal(0), z.literal(1), z.boolean()]).nullish(),
    input_tokens: count.nullish(),
    output_tokens: count.nullish(),
    output_chars: count.nullish(),
    cost_usd: count.nullish(),
    latency_s: count.nullish(),
  })
  .refine(({ correct, score }) => score == null || correct == null || Math.abs(Number(correct) - score) < 1, {
    error: "says both right and wrong",
    path: ["correct"],
  });

const rowSchema = z.object({
  task: z.string().min(1).max(200),
  subtask: z.string().max(200).nullish(),
  id: z.union([z.string().min(1).max(500), z.number()]).transform(String),
  prompt: z.string(),
  system: z.string().nullish(),
  contaminated: z.union([z.literal(0), z.literal(1), z.boolean()]).nullish(),
  outcomes: z.record(z.string().min(1).max(512), z.unknown()),
});

/** Numbers are NaN where nothing was recorded. */
export type RecordedOutcome = {
  readonly score: number;
  /** `undefined`: it was not recorded; `null`: no answer was extracted. */
  readonly answer: string | null | undefined;
  readonly costUsd: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly outputChars: number;
  readonly latencyMs: number;
};

export type OutcomeRow = Omit<z.infer<typeof rowSchema>, "outcomes"> & {
  /** Every model the row has an outcome of, wanted or not. */
  readonly models: readonly string[];
  readonly outcomes: ReadonlyMap<string, RecordedOutcome>;
};

/** A row, or what is wrong with it in one sentence. With `models` only their outcomes are looked at. */
export function parseRow(
  line: string,
  models: ReadonlySet<string> | null,
): OutcomeRow | { readonly problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    return { problem: notJson(line, error) };
  }
  const row = rowSchema.safeParse(json);
  if (!row.success) return { problem: issueText(row.error, json, { root: "the row" }) };
  const outcomes = new Map<string, RecordedOutcome>();
  for (const [model, value] of Object.entries(row.data.outcomes)) {
    if (models !== null && !models.has(model)) continue;
    const outcome = outcomeSchema.safeParse(value);
    if (!outcome.success)
      return { problem: issueText(outcome.error, value, { root: "the row", prefix: ["outcomes", model] }) };
    outcomes.set(model, recorded(outcome.data));
  }
  return { ...row.data, models: Object.keys(row.data.outcomes), outcomes };
}

function recorded(outcome: z.infer<typeof outcomeSchema>): RecordedOutcome {
  const { correct, score, pred, no_answer: none } = outcome;
  return {
    score: score ?? (correct == null ? Number.NaN : Number(correct)),
    answer:
      none === 1 || none === true
        ? null
        : typeof pred === "object" && pred !== null
          ? JSON.stringify(pred)
          : pred == null
            ? pred
            : String(pred),
    costUsd: outcome.cost_usd ?? Number.NaN,
    inputTokens: outcome.input_tokens ?? Number.NaN,
    outputTokens: outcome.output_tokens ?? Number.NaN,
    outputChars: outcome.output_chars ?? Number.NaN,
    latencyMs: (outcome.latency_s ?? Number.NaN) * 1_000,
  };
}

function notJson(line: string, error: unknown): string {
  const token = /(?<=[:[,]\s{0,9})-?(?:NaN|Infinity)\b/u.exec(line)?.[0];
  if (token !== undefined) return `${token} is no JSON; leave out what is not known`;
  return `is not JSON (${error instanceof Error ? error.message : String(error)})`;
}
