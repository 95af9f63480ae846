import type { Outcome } from "../core/outcome.ts";
import type { WireReading } from "../experts/expert.ts";
import { gradeAnswer } from "../grading/grade.ts";
import type { GatewayDeps } from "./gateway-deps.ts";
import type { GatewayRequest } from "./gateway-request.ts";

type Graded = { readonly attempt: number; readonly expert: string; readonly reading: WireReading };

/** Verifies an answer when the request carries a check; `null` when it does not. */
export async function checkAnswer(
  deps: GatewayDeps,
  request: GatewayRequest,
  graded: Graded,
): Promise<Outcome | null> {
  if (request.check === null) return null;
  const grade = await gradeAnswer(request.check, graded.reading.text);
  return {
    id: deps.newId("out"),
    requestId: request.id,
    attempt: graded.attempt,
    expert: graded.expert,
    task: request.task,
    source: "check",
    check: grade.check,
    verifierVersion: grade.verifierVersion,
    correct: grade.correct,
    score: grade.score,
    comment: grade.reason,
    atUs: deps.nowUs(),
  };
}
