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

export const QUICK: Effort = { rounds: 2, warmMs: 150, measureMs: 600, frames: 16, frameMs: 20 };
export const FULL: Effort = { rounds: 5, warmMs: 500, measureMs: 3_000, frames: 64, frameMs: 20 };
