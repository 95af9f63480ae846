import type { LoadDriver } from "./load-driver.ts";
import type { LoadResult } from "./load-job.ts";
import { isMeasured, SCENARIOS, windowOf, type Effort, type Scenario, type TargetName } from "./scenarios.ts";
import { shuffled, type Random } from "./shuffle.ts";
import type { Window } from "./summary.ts";
import type { Target } from "./targets.ts";

/** Per target, before anything counts: the more code a server has, the longer until it runs compiled. */
const WARM_UP_MS = { small: 1_500, "150kB": 500 } as const;
const WARM_UP_CONNECTIONS = 32;

export type Measuring = {
  readonly driver: LoadDriver;
  readonly targets: ReadonlyMap<TargetName, Target>;
  readonly effort: Effort;
  readonly random: Random;
};

/** Every target in every scenario, round after round, each round in an order of its own. */
export async function measure(measuring: Measuring): Promise<readonly Window[]> {
  const { targets, effort, random } = measuring;
  for (const target of targets.keys())
    for (const body of ["small", "150kB"] as const) {
      const scenario = { body, connections: WARM_UP_CONNECTIONS };
      await load(measuring, { target, scenario, warmMs: WARM_UP_MS[body], measureMs: 1 });
    }
  const windows: Window[] = [];
  for (let round = 0; round < effort.rounds; round++)
    for (const scenario of shuffled(SCENARIOS, random))
      for (const target of shuffled([...targets.keys()], random)) {
        if (!isMeasured(target, scenario)) continue;
        const result = await load(measuring, { target, scenario, ...windowOf(effort, scenario) });
        windows.push({ round, scenario, target, result });
      }
  return windows;
}

type Load = {
  readonly target: TargetName;
  readonly scenario: Scenario;
  readonly warmMs: number;
  readonly measureMs: number;
};

function load(
  { driver, targets, effort }: Measuring,
  { target, scenario, ...ms }: Load,
): Promise<LoadResult> {
  const found = targets.get(target);
  if (found === undefined) throw new Error(`no target ${target}`);
  const { port, path, headers, model, pids } = found;
  const meter = { server: [...pids], upstream: [...(targets.get("direct")?.pids ?? [])] };
  return driver.run({ port, path, headers, model, ...scenario, frames: effort.frames, ...ms, meter });
}
