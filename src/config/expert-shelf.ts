import { setTimeout as wait } from "node:timers/promises";
import type { JsonObject } from "../core/json.ts";
import type { Expert, ExpertKind, ExpertTools } from "../experts/expert.ts";
import { type ConfigProblem, pathText } from "./config-error.ts";
import { checkKind } from "./kind-check.ts";
import { OnDemandExperts } from "./on-demand-experts.ts";
import { nameSchema } from "./name-schema.ts";
import type { ExpertPlan } from "./settings.ts";

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
  const onDemand = new OnDemandExperts((name) => openOnDemand(name, options));
  const shelf: ExpertShelf = {
    find: (name) => planned.get(name) ?? onDemand.find(name),
    list: () => [...planned.values()],
    async settled() {
      for (let waitedMs = 0; waitedMs < SETTLE_MS_MAX; waitedMs += SETTLE_POLL_MS) {
        if ([...planned.values()].every((expert) => expert.state().status !== "loading")) return;
        await wait(SETTLE_POLL_MS);
      }
    },
    async close() {
      const closing = [...planned.values()].map(async (expert) => expert.close?.());
      await Promise.all([...closing, onDemand.close()]);
    },
  };
  return { shelf, problems };
}

/** A client chooses these names: what the config would not take as one is not known. */
function openOnDemand(name: string, options: ShelfOptions): Expert | null {
  if (!nameSchema.safeParse(name).success) return null;
  const entry = options.onDemand(name);
  if (entry === null) return null;
  const checked = checkKind(entry, ["experts", name], options.kinds);
  return "kind" in checked ? checked.kind.open(name, checked.options, options.tools) : null;
}
