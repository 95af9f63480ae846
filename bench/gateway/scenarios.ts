import type { LoadJob } from "./load-job.ts";

export type Scenario = Pick<LoadJob, "body" | "connections">;
export type TargetName = "direct" | "floor" | "toque" | "rival";

const BODIES = ["small", "150kB", "stream"] as const;
const CONNECTIONS = [1, 32, 256] as const;

export const SCENARIOS: readonly Scenario[] = BODIES.flatMap((body) =>
  CONNECTIONS.map((connections) => ({ body, connections })),
);

/** Going direct is the yardstick for added latency, and at small bodies for what the generator can do at most. */
export function isMeasured(target: TargetName, scenario: Scenario): boolean {
  return target !== "direct" || scenario.connections === 1 || scenario.body === "small";
}

/** How long and how often: `quick` fits into a minute, the other is for numbers one publishes. */
export type Effort = {
  readonly rounds: number;
  readonly warmMs: number;
  readonly measureMs: number;
  readonly frames: number;
  readonly frameMs: number;
};

export const QUICK: Effort = { rounds: 2, warmMs: 150, measureMs: 500, frames: 16, frameMs: 20 };
export const FULL: Effort = { rounds: 5, warmMs: 500, measureMs: 2_500, frames: 64, frameMs: 20 };

/**
 * Twice as long where a window holds too few answers otherwise: one connection, whose p99 is a headline, and
 * many large bodies, of which the first round alone takes a good part of a second.
 */
export function windowOf(
  effort: Effort,
  { body, connections }: Scenario,
): Pick<LoadJob, "warmMs" | "measureMs"> {
  const longer = (body === "small" && connections === 1) || (body === "150kB" && connections === 256);
  const times = longer ? 2 : 1;
  return { warmMs: effort.warmMs * times, measureMs: effort.measureMs * times };
}
