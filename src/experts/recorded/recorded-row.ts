import { z } from "zod";

/** One recorded answer. Unknown fields are ignored, so that files of other tools can be replayed as they are. */
const rowSchema = z.object({
  /** Many files number their problems. */
  id: z.union([z.string(), z.number().transform(String)]).optional(),
  prompt: z.string().optional(),
  problem: z.string().optional(),
  messages_sha256: z.string().optional(),
  model: z.string().optional(),
  sample: z.int().min(0).optional(),
  output: z.string(),
  finish_reason: z.string().nullish(),
  input_tokens: z.number().min(0).nullish(),
  output_tokens: z.number().min(0).nullish(),
  latency_s: z.number().min(0).nullish(),
  ttft_s: z.number().min(0).nullish(),
  cost_usd: z.number().min(0).nullish(),
});

export type RecordedRow = z.infer<typeof rowSchema>;

/** Reads one line; what is wrong with it is the error's message. */
export function readRecordedRow(line: string): RecordedRow {
  const row = rowSchema.safeParse(JSON.parse(line));
  if (!row.success)
    throw new Error(z.prettifyError(row.error).replaceAll(/\s+/gu, " "), { cause: row.error });
  if (
    [row.data.id, row.data.prompt, row.data.problem, row.data.messages_sha256].every(
      (key) => key === undefined,
    )
  ) {
    throw new Error("it has no id, prompt, problem or messages_sha256 to be found by");
  }
  return row.data;
}
