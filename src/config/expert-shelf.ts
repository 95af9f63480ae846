import { setTimeout as wait } from "node:timers/promises";
import type { JsonObject } from "../core/json.ts";
import type { Expert, ExpertKind, ExpertTools } from "../experts/expert.ts";
import { type ConfigProblem, pathText } from "./config-error.ts";
import { checkKind } from "./kind-check.ts";
import type { ExpertPlan } from "./settings.ts";

const ON_DEMAND_MAX = 1_000;
const SETTLE_POLL_MS = 10;
const SETTLE_MS_MAX = 120_000;

/** The experts of this process: those of the config, and vendors' models as they are asked for. */
export type ExpertShelf = {
  find(name: string): Expert | null;
  /** Those of the config; not those opened on demand, which nobody promised. */
  list(): readonly Expert[];
  /** Resolves when none is loading any more, or after two minutes. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

export type ShelfOptions = {
  readonly kinds: readonly ExpertKind<unknown>[];
  readonly tools: ExpertTools;
  /** What a name that is not in the config stands for, in the words of the config. */
  readonly onDemand: (name: string) => JsonObject | null;
};

/** Opens the planned experts. What cannot be opened becomes a problem of the config. */
export function openShelf(
  plans: readonly ExpertPlan<ExpertKind<unknown>>[],
  options: ShelfOptions,
): { readonly shelf: ExpertShelf; readonly problems: readonly ConfigProblem[] } {
  const planned = new Map<string, Expert>();
  const problems: ConfigProblem[] = [];
  for (const { name, kind, options: given } of plans) {
    try {
      planned.set(name, kind.open(name, given, options.tools));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      problems.push({ path: pathText(["experts", name]), value: null, message });
    }
  }
  const onDemand = new Map<string, Expert>();
  const shelf: ExpertShelf = {
    find: (name) => planned.get(name) ?? onDemand.get(name) ?? openOnDemand(name, onDemand, options),
    list: () => [...planned.values()],
    async settled() {
      for (let waitedMs = 0; waitedMs < SETTLE_MS_MAX; waitedMs += SETTLE_POLL_MS) {
        if ([...planned.values()].every((expert) => expert.state().status !== "loading")) return;
        await wait(SETTLE_POLL_MS);
      }
    },
    async close() {
      const experts = [...planned.values(), ...onDemand.values()];
      await Promise.all(experts.map(async (expert) => expert.close?.()));
    },
  };
  return { shelf, problems };
}

function openOnDemand(name: string, opened: Map<string, Expert>, options: ShelfOptions): Expert | null {
  const entry = options.onDemand(name);
  // A client chooses these names: beyond the limit they are simply not known.
  if (entry === null || opened.size >= ON_DEMAND_MAX) return null;
  const checked = checkKind(entry, ["experts", name], options.kinds);
  if (!("kind" in checked)) return null;
  const expert = checked.kind.open(name, checked.options, options.tools);
  opened.set(name, expert);
  return expert;
}
