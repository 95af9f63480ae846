import { expect } from "vitest";
import { z } from "zod";
import { runToque } from "../../src/cli/test-process.ts";

/** What `toque learn --json` prints, as far as tests look at it. */
const learntSchema = z.object({
  path: z.string(),
  experts: z.array(z.string()),
  reference: z.string(),
  digest: z.string(),
  notes: z.array(z.string()),
  calls_per_question: z.number().nullable(),
  curve: z.array(z.object({ calls_per_question: z.number(), chosen: z.boolean() })),
  evidence: z.object({
    verdict: z.string(),
    difference: z.number().nullable(),
    lower_bound: z.number().nullable(),
    cost_share: z.number().nullable(),
    cost_basis: z.string(),
  }),
});

export async function learn(cwd: string, argv: readonly string[]): Promise<z.infer<typeof learntSchema>> {
  const { code, stdout, stderr } = await runToque(["learn", ...argv, "--json"], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return learntSchema.parse(JSON.parse(stdout));
}

const lineSchema = z.strictObject({
  id: z.string(),
  asked: z.array(z.string()),
  answer_from: z.string().nullable(),
  predicted: z.record(z.string(), z.number().min(0).max(1)),
  cost_usd: z.number().nullable(),
});
const summarySchema = z.strictObject({
  summary: z.object({
    questions: z.number(),
    unanswered: z.number(),
    accuracy: z.number().nullable(),
    cost_usd: z.number().nullable(),
    cost_share: z.number().nullable(),
    cost_basis: z.string(),
    missing: z.array(z.string()),
    learnt_from: z.number().nullable(),
    reference: z.object({
      expert: z.string(),
      accuracy: z.number().nullable(),
      cost_usd: z.number().nullable(),
    }),
  }),
});

type Replayed = {
  readonly rows: readonly z.infer<typeof lineSchema>[];
  readonly summary: z.infer<typeof summarySchema>["summary"];
};

/** The lines of `toque replay --json`: exactly one a question, then exactly one with the summary. */
export async function replay(cwd: string, argv: readonly string[]): Promise<Replayed> {
  const { code, stdout, stderr } = await runToque(["replay", ...argv, "--json"], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const lines = stdout
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  const rows = lines.slice(0, -1).map((line) => lineSchema.parse(line));
  return { rows, ...summarySchema.parse(lines.at(-1)) };
}
