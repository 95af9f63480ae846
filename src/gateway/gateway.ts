import { AppError } from "../core/app-error.ts";
import type { Answer } from "./answer.ts";
import { Answering } from "./answering.ts";
import { Cascading } from "./cascade/cascading.ts";
import { decide } from "./decide.ts";
import { giveFeedback, type Feedback } from "./feedback.ts";
import type { GatewayDeps } from "./gateway-deps.ts";
import type { GatewayRequest } from "./gateway-request.ts";
import { emptyState } from "./gateway-state.ts";
import { listModels, type Model } from "./models.ts";
import type { Outcome } from "../core/outcome.ts";
import { RequestRun } from "./request-run.ts";
import { Settling } from "./settling.ts";
import { ShadowRuns } from "./shadow/shadow-runs.ts";

/** Answers requests: decide, call, check, record. The server, the CLI and the benchmarks share this door. */
export type Gateway = {
  /** Resolves when the answer is complete, or a stream has its first visible part. Throws `AppError`. */
  answer(request: GatewayRequest): Promise<Answer>;
  /** Adds a verdict on an answer given earlier. */
  feedback(feedback: Feedback): Promise<Outcome>;
  models(): readonly Model[];
  /** True when at least one expert can serve. */
  ready(): boolean;
  readonly inFlight: () => number;
  /** What is asked on the side. */
  readonly shadow: Pick<ShadowRuns, "idle" | "stats" | "probeAgain">;
  /** Ends the shadow runs; what they used is in the ledger when it resolves. */
  close(): Promise<void>;
};

export function createGateway(deps: GatewayDeps): Gateway {
  const state = emptyState(deps.limits);
  let running = 0;
  const ended = () => {
    running -= 1;
  };
  const shadows = new ShadowRuns({ deps, state, clients: () => running });
  const delivered = (run: RequestRun, expert: string): void => {
    const { mixture } = run.decided;
    if (mixture !== null && (mixture.steering !== null || run.request.facts.tools))
      state.conversations.answered(run.request, expert);
  };
  const aside = (run: RequestRun) => shadows.plan(run);
  return {
    async answer(request) {
      if (running >= deps.limits.requestsInFlightMax) throw tooMany(running);
      running += 1;
      let streams = false;
      try {
        const decided = decide({ deps, state }, request);
        const { mixture, input, decision } = decided;
        const run = new RequestRun(deps, request, { decided, shadowOf: null });
        const tools = {
          deps,
          state,
          run,
          settling: new Settling({ deps, state, run, aside, delivered }),
          ended,
        };
        const cascades = mixture !== null && input !== null && decision.mode === "cascade";
        const answer = await (
          cascades ? new Cascading(tools, { mixture, input }) : new Answering(tools)
        ).answer();
        streams = answer.type === "wire-stream" || answer.type === "parts-stream";
        return answer;
      } finally {
        if (!streams) ended();
      }
    },
    feedback: (feedback) => giveFeedback(deps, feedback),
    models: () => listModels(deps),
    ready: () => deps.experts.list().some((expert) => expert.state().status === "ready"),
    inFlight: () => running,
    shadow: shadows,
    close: () => shadows.stop(),
  };
}

function tooMany(running: number): AppError {
  return new AppError("rate_limited", `${running} requests are already in flight`, {
    retryAfterMs: 1_000,
    hint: "send fewer at once, or raise limits.requests_in_flight_max",
  });
}
