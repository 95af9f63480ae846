import { AppError } from "../core/app-error.ts";
import type { Outcome } from "../core/outcome.ts";
import type { GatewayDeps } from "./gateway-deps.ts";

/** A verdict on an answer from whoever used it. At least one of `correct` and `score` is set. */
export type Feedback = {
  readonly requestId: string;
  readonly correct: boolean | null;
  /** 0 to 1. */
  readonly score: number | null;
  readonly comment: string | null;
};

/** Adds an outcome to a recorded request and lets its mixture learn from it. */
export async function giveFeedback(deps: GatewayDeps, feedback: Feedback): Promise<Outcome> {
  const request = await deps.ledger.find(feedback.requestId);
  if (request === null || request.expert === null)
    throw new AppError("unknown_request", `no answered request '${feedback.requestId}' is in the ledger`, {
      param: "request_id",
      hint: "send the value of the x-toque-request-id header of the answer",
    });
  const outcome: Outcome = {
    id: deps.newId("out"),
    requestId: request.id,
    attempt: null,
    expert: request.expert,
    task: request.task,
    source: "feedback",
    check: null,
    verifierVersion: null,
    correct: feedback.correct,
    score: feedback.score,
    comment: feedback.comment,
    atUs: deps.nowUs(),
  };
  await deps.ledger.appendOutcome(outcome);
  const { mixture } = request.decision;
  // What was learnt cannot be unlearnt here: a verdict given again counts from the next start on, instead of the first.
  const isFirst = !request.outcomes.some(({ source }) => source === "feedback");
  if (mixture !== null && isFirst) deps.mixtures.get(mixture)?.policy.learn(outcome);
  return outcome;
}
