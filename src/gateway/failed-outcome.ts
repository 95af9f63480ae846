import type { Outcome } from "../core/outcome.ts";
import type { GatewayDeps } from "./gateway-deps.ts";
import type { GatewayRequest } from "./gateway-request.ts";

type Failed = { readonly attempt: number; readonly expert: string; readonly code: string | null };

/**
 * That it failed is known of an expert too: a row with a failure left out would be a row chosen by its answers, and those
 * may not be what a certificate rests on.
 */
export function failedOutcome(
  { newId, nowUs }: Pick<GatewayDeps, "newId" | "nowUs">,
  { id, task, check }: GatewayRequest,
  { attempt, expert, code }: Failed,
): Outcome {
  return {
    id: newId("out"),
    requestId: id,
    attempt,
    expert,
    task,
    source: "check",
    check: check?.type ?? null,
    verifierVersion: null,
    correct: null,
    score: null,
    comment: `it did not answer: ${code}`,
    atUs: nowUs(),
  };
}
