import { z } from "zod";
import { AppError } from "../../core/app-error.ts";
import type { Outcome } from "../../core/outcome.ts";
import type { Gateway } from "../../gateway/gateway.ts";
import { faultText, faultyField } from "./fault-text.ts";

const COMMENT_CHARS_MAX = 10_000;

const feedbackSchema = z
  .strictObject({
    request_id: z.string().min(1).max(64),
    correct: z.boolean().nullish(),
    score: z.number().min(0).max(1).nullish(),
    comment: z.string().max(COMMENT_CHARS_MAX).nullish(),
  })
  .refine((one) => (typeof one.correct === "boolean") !== (typeof one.score === "number"), {
    path: ["correct"],
    message: "send either 'correct' (true or false) or 'score' (0 to 1)",
  });

export type FeedbackReply = {
  readonly id: string;
  readonly object: "toque.outcome";
  readonly request_id: string;
  readonly expert: string;
  readonly task: string | null;
  readonly correct: boolean | null;
  readonly score: number | null;
};

/** POST /v1/feedback: adds an outcome to an answer given earlier. */
export async function feedback(gateway: Gateway, body: unknown): Promise<FeedbackReply> {
  const read = feedbackSchema.safeParse(body);
  if (!read.success) {
    const issue = read.error.issues[0];
    throw new AppError("invalid_request", faultText(issue, body), { param: faultyField(issue) });
  }
  const { request_id: requestId, correct, score, comment } = read.data;
  const given = { requestId, correct: correct ?? null, score: score ?? null, comment: comment ?? null };
  return replyOf(await gateway.feedback(given));
}

function replyOf(outcome: Outcome): FeedbackReply {
  const { id, requestId, expert, task, correct, score } = outcome;
  return { id, object: "toque.outcome", request_id: requestId, expert, task, correct, score };
}
