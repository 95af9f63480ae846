import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { AppError } from "../core/app-error.ts";
import type { Mixture } from "../gateway/mixture.ts";
import { openSteering } from "../gateway/steering/open-steering.ts";
import type { PolicyKind } from "../router/policy.ts";
import { type ConfigProblem, pathText } from "./config-error.ts";
import type { MixturePlan } from "./plan-mixtures.ts";

/** Larger than any file a policy names. */
const FILE_BYTES_MAX = 64 * 1024 * 1024;

export type MixtureTools = {
  /** Folder against which a policy's file is resolved. */
  readonly baseDir: string;
  readonly nowUs: () => number;
};

/** Opens the policy of each mixture. What a policy does not accept becomes a problem of the config. */
export function openMixtures(
  plans: readonly MixturePlan<PolicyKind<unknown>>[],
  tools: MixtureTools,
): { readonly mixtures: ReadonlyMap<string, Mixture>; readonly problems: ConfigProblem[] } {
  const mixtures = new Map<string, Mixture>();
  const problems: ConfigProblem[] = [];
  for (const plan of plans) {
    try {
      mixtures.set(plan.name, open(plan, tools));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const path = ["mixtures", plan.name, "policy", ...(error.param === undefined ? [] : [error.param])];
      const message = error.hint === undefined ? error.message : `${error.message}; ${error.hint}`;
      problems.push({ path: pathText(path), value: null, message });
    }
  }
  return { mixtures, problems };
}

function open(plan: MixturePlan<PolicyKind<unknown>>, { baseDir, nowUs }: MixtureTools): Mixture {
  const { name, experts, mode, callsMax, shadow } = plan;
  const frame = { name, experts, mode, callsMax, shadow };
  if (plan.live !== null) {
    const exploreUsdPerDay = shadow?.usdPerDay ?? 0;
    const live = { ...plan.live, exploreUsdPerDay, name, experts, mode, nowUs };
    return { ...frame, ...openSteering(live) };
  }
  const readText = (file: string): string => readBounded(resolve(baseDir, file));
  return { ...frame, steering: null, policy: plan.kind.open(plan.options, { name, experts, readText }) };
}

function readBounded(path: string): string {
  const { size } = statSync(path);
  if (size > FILE_BYTES_MAX) throw new Error(`it has ${size} bytes, at most ${FILE_BYTES_MAX} are read`);
  return readFileSync(path, "utf8");
}
