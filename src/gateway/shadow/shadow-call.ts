import { AppError } from "../../core/app-error.ts";
import type { Expert, WireReading } from "../../experts/expert.ts";
import type { Attempt } from "../attempt.ts";
import { beginAttempt } from "../begin-attempt.ts";
import { failedOutcome } from "../failed-outcome.ts";
import type { GatewayDeps } from "../gateway-deps.ts";
import type { GatewayRequest } from "../gateway-request.ts";
import type { GatewayState } from "../gateway-state.ts";
import { readThrough } from "../held-answer.ts";
import { openAttempt } from "../open-attempt.ts";
import { RequestRun } from "../request-run.ts";
import { Settling } from "../settling.ts";
import { shadowDecision, type ShadowRule } from "./shadow-decision.ts";

/** One other expert that is to answer what a client asked. */
export type ShadowCall = {
  /** The client's request, answered by now. */
  readonly original: RequestRun;
  readonly rule: ShadowRule;
  readonly expert: Expert;
};

/** How a call ended: whether it gave an answer that was checked, and what it cost as far as that is known. */
export type ShadowEnd = { readonly checked: boolean; readonly costNanoUsd: number | null };

/** Asks, checks and records like any request, except that nobody gets the answer. */
export async function runShadowCall(
  tools: { readonly deps: GatewayDeps; readonly state: GatewayState },
  call: ShadowCall,
  request: GatewayRequest,
): Promise<ShadowEnd> {
  const { deps, state } = tools;
  const { original, rule, expert } = call;
  const { mixture, features } = original.decided;
  const decided = { decision: shadowDecision(rule, expert.name), mixture, input: null, features };
  const run = new RequestRun(deps, request, { decided, shadowOf: original.request.id });
  const settling = new Settling({ deps, state, run });
  const deadlineUs = request.receivedUs + deps.limits.deadlineMs * 1000;
  const attempt = beginAttempt({ deps, state, request, deadlineUs, shadow: true }, 0, expert);
  const reading = await readAnswer(attempt, request, deps.nowUs);
  if (reading instanceof AppError) {
    settling.attemptFailed(attempt, reading);
    // A shadow run that shutdown ended says nothing.
    if (reading.code !== "client_closed")
      run.outcomes.push(
        failedOutcome(deps, request, { attempt: 0, expert: expert.name, code: reading.code }),
      );
    await settling.gaveUp(reading, 1);
  } else {
    await settling.graded(attempt, reading);
    await settling.delivered(expert.name, reading).catch((error: unknown) => {
      deps.log(`the shadow run ${request.id} was not recorded: ${String(error)}`);
    });
  }
  return { checked: !(reading instanceof AppError), costNanoUsd: run.metaWhole(expert.name).costNanoUsd };
}

async function readAnswer(
  attempt: Attempt,
  request: GatewayRequest,
  nowUs: () => number,
): Promise<WireReading | AppError> {
  try {
    return await readThrough(await openAttempt(attempt, request, nowUs), attempt);
  } catch (thrown) {
    const error = attempt.errorFrom(thrown);
    attempt.stop(error);
    return error;
  }
}
